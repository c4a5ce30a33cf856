#include "log/verified_tiles.hpp"

#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "support/log_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kSize = 66000;  // two tiles of level 1: one full, one of a single hash

VerifiedTiles open(const fs::path& log) { return {log, LogReader(log, log_policy()).checkpoint()}; }

bool is_sound(const fs::path& log, std::uint64_t tile) {
    Tile leaves;
    return open(log).read(tile, leaves);
}

void flip(const fs::path& file, std::size_t byte) {
    Buffer bytes = read_file(file, 1 << 20);
    bytes.at(byte) ^= 1;
    write_file(file, bytes);
}

}  // namespace

TEST_CASE("verified tiles: those that a checkpoint's tree holds", "[log]") {
    const ScratchFolder scratch;
    const fs::path log = scratch / "log";
    make_log(log, kSize);
    LogReader reader(log, log_policy());

    SECTION("every entry of every tile, and the path of the full ones") {
        VerifiedTiles tiles = open(log);
        REQUIRE(tiles.tiles() == 258);
        Tile leaves;
        for (std::uint64_t tile = 0; tile < tiles.tiles(); ++tile) {
            REQUIRE(tiles.read(tile, leaves));
            REQUIRE(leaves.size() == std::min<std::uint64_t>(kTileWidth, kSize - tile * kTileWidth));
            for (std::size_t i = 0; i < leaves.size(); ++i)
                REQUIRE(leaves[i] == merkle::leaf_hash(numbered_entry(tile * kTileWidth + i)));
            const auto path = tiles.path_above(tile);
            REQUIRE(path.has_value() == (leaves.size() == kTileWidth));
            if (!path) continue;
            const merkle::Proof whole = reader.prove(tile * kTileWidth + tile % kTileWidth).path;
            REQUIRE(merkle::Proof(whole.begin() + 8, whole.end()) == *path);
        }
        CHECK_FALSE(tiles.read(258, leaves));
        CHECK_FALSE(tiles.path_above(258));
    }
    SECTION("a tree that ends with a full tile") {
        make_log(scratch / "full", 65536);
        VerifiedTiles tiles = open(scratch / "full");
        Tile leaves;
        CHECK(tiles.tiles() == 256);
        CHECK(tiles.read(255, leaves));
        const merkle::Proof whole = LogReader(scratch / "full", log_policy()).prove(65535).path;
        CHECK(tiles.path_above(255) == merkle::Proof(whole.begin() + 8, whole.end()));
        CHECK_FALSE(tiles.read(256, leaves));
    }
    SECTION("an empty tree") {
        make_log(scratch / "empty", 0);
        Tile leaves;
        CHECK_FALSE(open(scratch / "empty").read(0, leaves));
    }
    SECTION("a bit of a tile, of an entry, of what lies above") {
        flip(log / "tile/0/004", 40);
        flip(log / "tile/entries/006", 50);
        CHECK_FALSE(is_sound(log, 4));
        CHECK_FALSE(is_sound(log, 6));
        CHECK(is_sound(log, 5));
        flip(log / "tile/0/257.p/208", 1);
        CHECK_FALSE(is_sound(log, 257));  // it is a part of the edge, by which all others are held
        CHECK_FALSE(is_sound(log, 5));
    }
    SECTION("a bit of a tile of tiles") {
        flip(log / "tile/1/000", 8000);
        CHECK_FALSE(is_sound(log, 5));
        CHECK_FALSE(open(log).path_above(5));
        CHECK(is_sound(log, 256));  // below the other tile of level 1
        const merkle::Proof whole = reader.prove(65536).path;
        CHECK(open(log).path_above(256) == merkle::Proof(whole.begin() + 8, whole.end()));
    }
    SECTION("files that are missing, cut or too long") {
        fs::remove(log / "tile/0/007");
        fs::remove(log / "tile/entries/008");
        fs::resize_file(log / "tile/0/009", 8000);
        fs::resize_file(log / "tile/entries/010", 5000);
        for (const std::uint64_t tile : {7, 8, 9, 10}) CHECK_FALSE(is_sound(log, tile));
        CHECK(is_sound(log, 11));
        fs::remove(log / "tile/2/000.p/1");
        CHECK_FALSE(is_sound(log, 11));
    }
    SECTION("the partial tile is gone, and the full one is there") {
        const Checkpoint older = reader.checkpoint();
        {
            LogWriter writer(log, log_signer());
            grow(writer, 66100);
        }
        fs::remove_all(log / "tile/0/257.p");
        fs::remove_all(log / "tile/entries/257.p");
        VerifiedTiles tiles(log, older);
        Tile leaves;
        CHECK(tiles.read(257, leaves));
        CHECK(leaves.size() == 208);
    }
    SECTION("another tree's checkpoint") {
        Checkpoint other = reader.checkpoint();
        other.root[0] ^= 1;
        Tile leaves;
        CHECK_FALSE(VerifiedTiles(log, other).read(3, leaves));
    }
}

// Tests published sites: they are read as a whole or refused, kept up to date by deltas, never older than
// those seen before, and replaced in one step.
#include <catch2/catch.hpp>
#include <fstream>

#include "base/file.hpp"
#include "data/encoding.hpp"
#include "keys/pem.hpp"
#include "site/rollback_memory.hpp"
#include "site/site_writer.hpp"
#include "support/list_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
using namespace vpass::test;
namespace fs = std::filesystem;

namespace {

constexpr UnixTime kNow = 1'639'450'000, kDay = 86400;
const std::string kUri = "https://example.test/status/1", kFolder = "status/AAAA";

// Publishes one list, whose revoked slots grow from day to day.
struct Publisher {
    PrivateKey root = PrivateKey::generate(Algorithm::es256);
    ListIssuer issuer{"koreakid", "KR"};
    std::string name = "example.test";

    CompactList list_of(std::uint64_t sequence) const {
        CompactList out{sequence, StatusList(1000), {}};
        for (std::uint64_t slot = 0; slot < sequence; ++slot) out.list.set(slot * 7);
        out.hash = out.list.hash();
        return out;
    }

    void publish(const fs::path& folder, std::uint64_t sequence, UnixTime at = kNow) const {
        const CompactList now = list_of(sequence);
        const ListHead head{kUri, at, at + 7 * kDay, {}};
        SiteWriter writer(folder);
        const TrustedKey key = issuer.trusted();
        const TrustedKey* const keys[] = {&key};
        writer.add("trust.jwks", as_bytes(to_jwks(keys)));
        writer.add(kFolder + "/list.cwt", write_status_cwt(head, now.list, issuer.signer()));
        writer.add(kFolder + '/' + compact_list_name(sequence),
                   write_compact_list(head, now, issuer.signer()));
        for (std::uint64_t from = 1; from < sequence; ++from)
            writer.add(kFolder + '/' + delta_name(from, sequence),
                       write_delta(head, list_of(from), now, issuer.signer()));
        Manifest manifest;
        manifest.name = name;
        manifest.sequence = sequence;
        manifest.issued_at = at;
        manifest.expires_at = at + 7 * kDay;
        manifest.lists.push_back({kUri, kFolder, now.list.slots(), now.hash});
        writer.seal(manifest, root);
        writer.publish();
    }

    std::vector<PublicKey> roots() const { return {root.public_key()}; }
};

std::set<std::uint64_t> revoked_slots(const Publisher& publisher, const fs::path& folder) {
    const Site site = Site::read(folder, publisher.roots());
    TrustStore trust;
    site.load_trust(trust);
    RevocationLists lists(trust);
    site.load_lists(lists);
    const RevocationSet revoked(std::move(lists));
    site.require_lists(revoked);
    const TrustedKey signer = publisher.issuer.trusted();
    std::set<std::uint64_t> out;
    Envelope pass;
    pass.issuer = "KR";
    pass.status_uri = kUri;
    for (std::uint64_t slot = 0; slot < 1000; ++slot) {
        pass.status_index = slot;
        const auto status = revoked.status(pass, signer, kNow);
        REQUIRE(status != RevocationSet::Status::unknown);
        if (status == RevocationSet::Status::revoked) out.insert(slot);
    }
    return out;
}

std::set<std::uint64_t> first_slots(std::uint64_t count) {
    std::set<std::uint64_t> out;
    for (std::uint64_t slot = 0; slot < count; ++slot) out.insert(slot * 7);
    return out;
}

void overwrite(const fs::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

std::string code_of(const Publisher& publisher, const fs::path& folder) {
    return error_code([&] { revoked_slots(publisher, folder); });
}

}  // namespace

TEST_CASE("a manifest reads back, and only under a root key", "[site]") {
    const PrivateKey root = PrivateKey::generate(Algorithm::es256),
                     other = PrivateKey::generate(Algorithm::ps256);
    Manifest manifest{
        "example.test", 7, kNow, kNow + kDay, {{kUri, kFolder, 8, {1}}}, {{"a/b", 3, {2}}, {"c", 0, {}}}};
    const std::string text = write_manifest(manifest, root);
    const PublicKey roots[] = {other.public_key(), root.public_key()};
    CHECK(read_manifest(text, roots) == manifest);
    CHECK(read_manifest(text, roots).find("c"));
    CHECK_FALSE(read_manifest(text, roots).find("b"));
    CHECK(error_code([&] { read_manifest(text, {roots, 1}); }) == "bad-signature");
    CHECK(error_code([&] { read_manifest(text, {}); }) == "bad-signature");
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        std::string changed = text;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK(error_code([&] { read_manifest(changed, roots); }) != "none");
    }
    manifest.files.push_back({"a/b", 4, {}});
    CHECK(error_code([&] { write_manifest(manifest, root); }) == "bad-manifest");
    manifest.files.back().path = "../b";
    CHECK(error_code([&] { write_manifest(manifest, root); }) == "bad-manifest");
    manifest.files.back().path = "manifest";
    CHECK(error_code([&] { write_manifest(manifest, root); }) == "bad-manifest");
}

TEST_CASE("a path of a manifest stays inside the site", "[site]") {
    for (const char* good : {"a", "a/b-c_d.E9", ".well-known/jwks.json", "..a", "a/...b"})
        CHECK(is_site_path(good));
    for (const char* bad : {"", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/../b", "a/./b", "a\\b",
                            "a b", "a\nb", "\xea\xb0\x80", "a:b"})
        CHECK_FALSE(is_site_path(bad));
    CHECK_FALSE(is_site_path(std::string(256, 'a')));
    CHECK_FALSE(is_site_path(std::string_view("a\0b", 3)));
}

TEST_CASE("a site is what its manifest says, or it is refused", "[site]") {
    const Publisher publisher;
    const ScratchFolder scratch;
    const fs::path site = scratch / "site";
    publisher.publish(site, 3);
    REQUIRE(revoked_slots(publisher, site) == first_slots(3));

    overwrite(site / "unlisted.jwks", "{}");
    overwrite(site / kFolder / "unlisted.cwt", "{}");
    CHECK(code_of(publisher, site) == "none");

    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(site)) {
        if (entry.is_regular_file() && !entry.path().filename().string().starts_with("unlisted"))
            files.push_back(entry.path());
    }
    REQUIRE(files.size() == 6);
    for (const fs::path& file : files) {
        INFO(file);
        const Buffer content = read_file(file, 1 << 20);
        for (const std::size_t at : {std::size_t{0}, content.size() / 2, content.size() - 2}) {
            Buffer changed = content;
            changed[at] ^= 1;
            write_file(file, changed);
            CHECK(code_of(publisher, site) == "bad-site");
        }
        write_file(file, Bytes(content).first(content.size() - 2));
        CHECK(code_of(publisher, site) == "bad-site");
        Buffer longer = content;
        longer.insert(longer.end(), {'x', 'x'});
        write_file(file, longer);
        CHECK(code_of(publisher, site) == "bad-site");
        fs::remove(file);
        CHECK(code_of(publisher, site) == "bad-site");
        fs::create_directory(file);
        CHECK(code_of(publisher, site) == "bad-site");
        fs::remove(file);
        write_file(file, content);
        CHECK(code_of(publisher, site) == "none");
    }
    // Two files stand in each other's place.
    fs::rename(site / kFolder / delta_name(1, 3), site / "x");
    fs::rename(site / kFolder / delta_name(2, 3), site / kFolder / delta_name(1, 3));
    fs::rename(site / "x", site / kFolder / delta_name(2, 3));
    CHECK(code_of(publisher, site) == "bad-site");
}

TEST_CASE("a copy is kept up to date by deltas alone", "[site]") {
    const Publisher publisher;
    const ScratchFolder scratch;
    const fs::path site = scratch / "site", copy = scratch / "copy";
    publisher.publish(site, 1, kNow);
    fs::copy(site, copy, fs::copy_options::recursive);
    auto fetch = [&](const std::string& file) {
        fs::copy_file(site / file, copy / file, fs::copy_options::overwrite_existing);
    };
    for (std::uint64_t day = 2; day <= 5; ++day) {
        publisher.publish(site, day, kNow);  // within one second: the numbers tell what is newer
        fetch("manifest");
        CHECK(code_of(publisher, copy) == "bad-site");
        fetch(kFolder + '/' + delta_name(day - 1, day));
        CHECK(revoked_slots(publisher, copy) == first_slots(day));
    }
    // Two days were missed, and one delta leads over them.
    publisher.publish(site, 6);
    publisher.publish(site, 7);
    fetch("manifest");
    CHECK(code_of(publisher, copy) == "bad-site");
    fetch(kFolder + '/' + delta_name(5, 7));
    CHECK(revoked_slots(publisher, copy) == first_slots(7));
    // A missing file that does not belong to a list is an error.
    fs::remove(copy / "trust.jwks");
    CHECK(code_of(publisher, copy) == "bad-site");
    fetch("trust.jwks");
    // An old list without deltas is an error too.
    publisher.publish(site, 8);
    fetch("manifest");
    overwrite(copy / kFolder / delta_name(7, 8), "");
    CHECK(code_of(publisher, copy) == "bad-site");
}

TEST_CASE("of the files that a copy keeps only those of the list's own signers count", "[site]") {
    const Publisher publisher;
    const ListIssuer stranger("koreakid", "KR");
    const ScratchFolder scratch;
    const fs::path site = scratch / "site", copy = scratch / "copy";
    publisher.publish(site, 1);
    fs::copy(site, copy, fs::copy_options::recursive);
    publisher.publish(site, 2);
    for (const std::string& file : {std::string("manifest"), kFolder + '/' + delta_name(1, 2)})
        fs::copy_file(site / file, copy / file, fs::copy_options::overwrite_existing);
    REQUIRE(revoked_slots(publisher, copy) == first_slots(2));

    CompactList all{9, StatusList(1000), {}};
    for (std::uint64_t slot = 0; slot < 1000; ++slot) all.list.set(slot);
    all.hash = all.list.hash();
    const ListHead other_list{kUri + "0", kNow + kDay, {}, {}};
    const std::string cards = R"({"kid":"koreakid","method":"rid","rids":["x"]})";
    // Each of these files would revoke everybody, or stop the run.
    const Buffer files[] = {
        write_compact_list({kUri, kNow + kDay, {}, {}}, all, stranger.signer()),
        write_compact_list(other_list, all, publisher.issuer.signer()),
        write_status_cwt({kUri, kNow + kDay, {}, {}}, all.list, publisher.issuer.signer()),
        write_rules({kUri, kNow, {}, {}}, {9, {{"koreakid", "", {}, {}}}}, publisher.issuer.signer()),
        Buffer(cards.begin(), cards.end()),
        Buffer{1, 2, 3},
        Buffer{},
    };
    for (const Buffer& file : files) {
        write_file(copy / kFolder / compact_list_name(9), file);
        CHECK(revoked_slots(publisher, copy) == first_slots(2));
    }
    // A sparse file does not fill the memory, and there is no answer.
    fs::resize_file(copy / kFolder / compact_list_name(9), std::uintmax_t{2} << 30);
    CHECK(code_of(publisher, copy) == "bad-site");
}

TEST_CASE("an older site than one that was seen is refused", "[site]") {
    const Publisher publisher;
    Publisher stranger;
    stranger.name = "other.test";
    const ScratchFolder scratch;
    publisher.publish(scratch / "old", 4);
    publisher.publish(scratch / "new", 5);
    publisher.publish(scratch / "twin", 5);
    stranger.publish(scratch / "other", 1);
    auto read = [&](const Publisher& by, const char* name) { return Site::read(scratch / name, by.roots()); };
    const SiteMemory memory(scratch / "state/sites.json");
    auto remember = [&](const Site& site) { return error_code([&] { memory.remember(site); }); };
    CHECK(remember(read(publisher, "old")) == "none");
    CHECK(remember(read(publisher, "old")) == "none");
    CHECK(remember(read(publisher, "new")) == "none");
    CHECK(remember(read(publisher, "old")) == "rollback");
    CHECK(error_code([&] { memory.require_not_older(read(publisher, "old")); }) == "rollback");
    CHECK(remember(read(publisher, "twin")) == "rollback");
    CHECK(remember(read(publisher, "new")) == "none");
    CHECK(remember(read(stranger, "other")) == "none");
    CHECK(remember(read(publisher, "old")) == "rollback");
    // A memory of an older program has no names, and still counts.
    overwrite(scratch / "state/sites.json", R"({"sites":[{"root":")" +
                                                hex_encode(publisher.root.public_key().identity()) +
                                                R"(","sequence":5,"manifest":")" +
                                                hex_encode(read(publisher, "new").manifest_hash()) + "\"}]}");
    CHECK(remember(read(publisher, "old")) == "rollback");
    CHECK(remember(read(publisher, "twin")) == "rollback");
    CHECK(remember(read(publisher, "new")) == "none");
    for (const char* broken : {"", "{", "[]", "{\"sites\":[{}]}"}) {
        overwrite(scratch / "state/sites.json", broken);
        CHECK(remember(read(publisher, "new")) == "bad-memory");
    }
}

TEST_CASE("a new root key does not bring back a site of the old one", "[site]") {
    const Publisher old_root;
    Publisher new_root = old_root;
    new_root.root = PrivateKey::generate(Algorithm::es256);
    const ScratchFolder scratch;
    old_root.publish(scratch / "old", 4);
    new_root.publish(scratch / "new", 5);
    new_root.publish(scratch / "low", 3);
    const SiteMemory memory(scratch / "sites.json");
    auto remember = [&](const Publisher& by, const char* name) {
        return error_code([&] { memory.remember(Site::read(scratch / name, by.roots())); });
    };
    CHECK(remember(old_root, "old") == "none");
    CHECK(remember(new_root, "low") == "rollback");
    CHECK(remember(new_root, "new") == "none");
    CHECK(remember(old_root, "old") == "rollback");
    CHECK(remember(new_root, "new") == "none");
}

TEST_CASE("a file of root keys gives all of them, or names the line that is damaged", "[site]") {
    const ScratchFolder scratch;
    const std::string path = (scratch / "root.pem").string();
    const PublicKey one = PrivateKey::generate(Algorithm::es256).public_key();
    const PublicKey two = PrivateKey::generate(Algorithm::es256).public_key();
    const std::string text = to_pem("PUBLIC KEY", one.spki()) + "\n" + to_pem("PUBLIC KEY", two.spki());
    write_file(path, as_bytes(text));
    const auto keys = read_root_keys(path);
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].same_as(one));
    CHECK(keys[1].same_as(two));
    write_file(path, as_bytes(text.substr(0, text.size() - 10)));
    CHECK(code_of([&] { read_root_keys(path); }) == "bad-trust");
}

TEST_CASE("a stale site's unsigned lists vouch for nobody", "[site]") {
    const ListIssuer issuer("koreakid", "KR");
    const TrustStore trust;
    RevocationLists lists(trust);
    lists.add(CardList{"koreakid", 1, {{"bad", {}}}});
    lists.vouch_until(kNow);
    const RevocationSet revoked(std::move(lists));
    Envelope card;
    card.rid = "good";
    CHECK(revoked.status(card, issuer.trusted(), kNow - 1) == RevocationSet::Status::good);
    CHECK(revoked.status(card, issuer.trusted(), kNow) == RevocationSet::Status::unknown);
    card.rid = "bad";
    CHECK(revoked.status(card, issuer.trusted(), kNow) == RevocationSet::Status::revoked);
}

TEST_CASE("a publication that fails leaves the old site or the new one", "[site]") {
    const Publisher publisher;
    for (const FaultAt::Form form : kFaultForms) {
        for (int n = 1;; ++n) {
            INFO("form " << static_cast<int>(form) << ", change " << n);
            const ScratchFolder scratch;
            const fs::path site = scratch / "site";
            publisher.publish(site, 1);
            overwrite(site / "index.html", "hello");
            const bool done = survives([&] {
                const FaultAt fault(n, form);
                publisher.publish(site, 2);
            });
            const auto slots = revoked_slots(publisher, site);
            CHECK((slots == first_slots(1) || slots == first_slots(2)));
            CHECK(fs::exists(site / "index.html"));
            publisher.publish(site, 3);
            CHECK(revoked_slots(publisher, site) == first_slots(3));
            CHECK(fs::exists(site / "index.html"));
            CHECK(std::distance(fs::directory_iterator(scratch.path()), fs::directory_iterator()) == 1);
            if (!done) continue;
            CHECK(slots == first_slots(2));
            break;
        }
    }
}

TEST_CASE("publish replaces sites only", "[site]") {
    const Publisher publisher;
    const ScratchFolder scratch;
    fs::create_directory(scratch / "home");
    overwrite(scratch / "home/thesis.tex", "four years");
    CHECK(error_code([&] { publisher.publish(scratch / "home", 1); }) == "exists");
    CHECK(fs::exists(scratch / "home/thesis.tex"));
    fs::create_directory(scratch / "empty");
    fs::create_directory_symlink("empty", scratch / "link");
    publisher.publish(scratch / "link", 1);
    CHECK(fs::is_symlink(scratch / "link"));
    CHECK(revoked_slots(publisher, scratch / "empty") == first_slots(1));
}

#include "passes/link/link_content.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "data/encoding.hpp"
#include "passes/link/link_maker.hpp"
#include "support/scratch.hpp"

using namespace vpass;

namespace {

std::string noise(std::size_t size, unsigned seed) {  // hardly shrinks
    std::mt19937 random(seed);
    std::string out;
    while (out.size() < size) out += static_cast<char>('0' + random() % 75);
    return out;
}

jwe::Opened opened(const std::string& file, const LinkKeys& keys) {
    jwe::Opened out;
    REQUIRE(jwe::open(file, keys.key, kLinkContentBytes, out) == jwe::Fault::none);
    return out;
}

}  // namespace

TEST_CASE("link content: few sizes, and the content as it was", "[link]") {
    const LinkKeys keys = LinkSecret(Buffer(32, 1)).keys("a");
    std::set<std::size_t> sizes;
    for (std::size_t size = 0; size < 9000; size += size < 100 || (size > 2000 && size < 2100) ? 1 : 37) {
        CAPTURE(size);
        const LinkContent content{content_type::kPasses, noise(size, static_cast<unsigned>(size)), {}};
        for (const bool zip : {true, false}) {
            std::string file;
            seal_content(content, keys, zip, file);
            sizes.insert(file.size());
            const jwe::Opened back = opened(file, keys);
            CHECK(back.content_type == content.type);
            std::string text(as_text(back.content));
            text.erase(text.find_last_not_of(' ') + 1);
            CHECK(text == content.text);
            if (back.zipped) CHECK(back.content.size() == size);  // what is padded then is the stream
            if (!zip) CHECK_FALSE(back.zipped);
        }
    }
    CHECK(sizes.size() == 5 + 4);  // 1 to 16 KiB, and those that were deflated
}

TEST_CASE("link content: a stream of any length is filled up", "[link]") {
    const LinkKeys keys = LinkSecret(Buffer(32, 1)).keys("a");
    std::set<std::size_t> sizes;
    for (unsigned n = 0; n < 600; ++n) {
        // The deflated stream takes 600 lengths, around a class's end.
        const LinkContent content{content_type::kFhir, noise(900 + n, n) + std::string(3000, '7'), {}};
        std::string file;
        seal_content(content, keys, true, file);
        const jwe::Opened back = opened(file, keys);
        CHECK(back.zipped);
        CHECK(as_text(back.content) == content.text);
        sizes.insert(file.size());
    }
    CHECK(sizes.size() <= 3);
}

TEST_CASE("link content: the same content has the same file, another has another nonce", "[link]") {
    const LinkSecret secret(Buffer(32, 1));
    const LinkKeys keys = secret.keys("a"), others = secret.keys("b");
    CHECK(keys.name != others.name);
    CHECK(keys.key != others.key);
    CHECK(LinkSecret(Buffer(32, 2)).keys("a").name != keys.name);
    std::string first, again, second;
    seal_content({content_type::kPasses, "{}", {}}, keys, true, first);
    seal_content({content_type::kPasses, "{}", {}}, keys, true, again);
    seal_content({content_type::kFhir, "{}", {}}, keys, true, second);
    CHECK(first == again);
    const auto nonce = [](const std::string& file) { return file.substr(file.find("..") + 2, 16); };
    CHECK(nonce(first) != nonce(second));
}

TEST_CASE("link content: names of files", "[link]") {
    const LinkSecret secret(Buffer(32, 1));
    LinkContents contents;
    contents.add_fhir(R"({"resourceType":"Patient"})");
    LinkPlan plan;
    plan.base = "https://a.example/";
    const MadeLink made = make_link(plan, secret, "a", contents);
    CHECK(made.path.size() == 2 + 1 + 43);
    CHECK(link_file_name(made.path) == made.name);
    for (const char* other : {"", "ab/x", "index.html"}) CHECK_FALSE(link_file_name(other));
    std::string moved = made.path;
    moved[0] = moved[0] == 'a' ? 'b' : 'a';
    CHECK_FALSE(link_file_name(moved));
    Link link;
    REQUIRE_FALSE(read_link(made.link, link));
    CHECK(link.url == "https://a.example/" + made.path);
    CHECK(link.flags == "U");
}

TEST_CASE("link secret: made once, for its owner alone", "[link]") {
    const ScratchFolder scratch;
    PinSource pin;
    CHECK(code_of([&] { LinkSecret::read(scratch / "secret", pin); }) == "io");
    const LinkKeys made = LinkSecret::read_or_make(scratch / "secret", pin).keys("a");
    CHECK(LinkSecret::read_or_make(scratch / "secret", pin).keys("a").name == made.name);
    CHECK(LinkSecret::read(scratch / "secret", pin).keys("a").key == made.key);
    CHECK(LinkSecret::read_or_make(scratch / "other", pin).keys("a").key != made.key);
    namespace fs = std::filesystem;
    CHECK(fs::status(scratch / "secret").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    fs::permissions(scratch / "secret", fs::perms::group_read, fs::perm_options::add);
    CHECK(code_of([&] { LinkSecret::read(scratch / "secret", pin); }) == "bad-key");
}

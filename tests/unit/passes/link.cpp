#include "passes/link/link.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "base/file.hpp"
#include "data/encoding.hpp"
#include "passes/inspect.hpp"
#include "passes/link/link_file.hpp"
#include "passes/link/link_folder.hpp"
#include "passes/sheet/words.hpp"
#include "support/scratch.hpp"
#include "support/vectors.hpp"

using namespace vpass;

namespace {

using Codes = std::set<std::string>;

Codes codes_of(const Findings& findings) {
    Codes out;
    for (const Finding& finding : findings) out.emplace(finding.kind->code);
    return out;
}

Codes texts_of(const nlohmann::json& list) {
    Codes out;
    for (const auto& text : list) out.insert(text.get<std::string>());
    return out;
}

// Holds the files of a vector, at the places where its link and its manifest say that they are.
struct Host {
    std::map<std::string, std::string> files;

    Host(const nlohmann::json& vector, const Link& link) {
        std::vector<std::string> places;
        if (vector.contains("manifest")) {
            const std::string text = read("links/" + vector["manifest"].get<std::string>());
            files[link.url] = text;
            const auto manifest = nlohmann::json::parse(text);
            for (const auto& file : manifest["files"]) {
                if (file.contains("location")) places.push_back(file["location"]);
            }
        } else {
            places.push_back(link.url);
        }
        const auto listed = vector.value("files", nlohmann::json::array());
        for (std::size_t i = 0; i < std::min(places.size(), listed.size()); ++i)
            files[places[i]] = read("links/" + listed[i]["file"].get<std::string>());
    }
    static std::string read(const std::string& name) {
        return std::string(as_text(read_file(test::vectors_path(name), kLinkFileBytes)));
    }
    LinkFetch fetch() const {
        return [this](std::string_view url, Buffer& out) {
            const auto found = files.find(std::string(url));
            if (found == files.end()) return false;
            out.assign(found->second.begin(), found->second.end());
            return true;
        };
    }
};

std::string made(std::string_view payload, std::string_view scheme = "shlink:/") {
    return std::string(scheme) + base64_encode(as_bytes(payload), Base64::url);
}

constexpr std::string_view kKey = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

std::string payload(const std::string& more = "") {
    return R"({"url":"https://a.example/x","key":")" + std::string(kKey) + '"' + more + "}";
}

std::string refusal(const std::string& text) {
    Link link;
    return std::string(read_link(text, link).code);
}

Codes lint(const std::string& text) {
    Link link;
    REQUIRE(read_link(text, link).code == "");
    return codes_of(link.findings);
}

}  // namespace

TEST_CASE("link: third-party links and files", "[link]") {
    const auto vectors = test::line_vectors("links/links.ndjson");
    std::size_t opened = 0;
    for (const auto& vector : vectors) {
        CAPTURE(vector["id"].get<std::string>());
        const std::string want = vector["want"];
        Link link;
        CHECK(is_link(vector["link"].get<std::string>()));
        LinkRefusal why = read_link(vector["link"].get<std::string>(), link);
        if (!why && vector.contains("payload")) {
            Codes flags;
            for (const char flag : {'L', 'P', 'U'}) {
                if (link.has_flag(flag)) flags.insert(std::string(1, flag));
            }
            CHECK(flags == texts_of(vector["flags"]));
            CHECK(link.needs_passcode() == vector["needs_passcode"].get<bool>());
            CHECK(link.url == vector["payload"]["url"].get<std::string>());
            CHECK(link.label == vector["payload"].value("label", ""));
        }
        const auto at = parse_rfc3339(vector["at"].get<std::string>());
        REQUIRE(at);
        const Host host(vector, link);
        std::vector<LinkedFile> files;
        if (!why) why = open_link(link, at, host.fetch(), files);
        Codes found = codes_of(link.findings), refused;
        if (why) refused.emplace(why.code);
        for (const LinkedFile& file : files) {
            if (file.types_differ) found.emplace(finding::kContentType.code);
            if (!file.refusal) continue;
            refused.emplace(file.refusal.code);
            CHECK(file.content.empty());
            CHECK(file.passes.empty());
        }
        for (const std::string& code : texts_of(vector.value("lint", nlohmann::json::array()))) {
            if (vector["id"] == "form/padded") continue;  // its length leaves nothing to pad
            CHECK(found.contains(code));
        }
        const auto wanted = vector.value("files", nlohmann::json::array());
        const Codes errors = texts_of(vector.value("errors", nlohmann::json::array()));
        if (want == "error") {
            REQUIRE(refused.size() == 1);
            CHECK(errors.contains(*refused.begin()));
            continue;
        }
        const Codes absent{"missing-file", "passcode-needed"};  // of links that have no file here
        if (wanted.empty()) {
            for (const std::string& code : refused) CHECK(absent.contains(code));
            continue;
        }
        if (want == "any" && !refused.empty()) {
            CHECK(errors.contains(*refused.begin()));
            continue;
        }
        CHECK(refused.empty());
        REQUIRE(files.size() == wanted.size());
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!wanted[i].contains("sha256")) continue;
            CHECK(hex_encode(sha256(files[i].content)) == wanted[i]["sha256"].get<std::string>());
            CHECK(files[i].content.size() == wanted[i]["bytes"].get<std::size_t>());
            const std::string type = wanted[i].value("content_type", "");
            if (!type.empty()) CHECK(files[i].content_type == type);
            if (type == content_type::kCards) CHECK_FALSE(files[i].passes.empty());
            ++opened;
        }
    }
    if (!vectors.empty()) CHECK(opened >= 35);
}

TEST_CASE("link: what cannot be read", "[link]") {
    for (const char* text : {"", "shlink:", "shlink:/", "shlink:/=", "shlink:/e30!", "https://a.example/#x",
                             "shlink:/W10", "shlink:/bnVsbA"})
        CHECK(refusal(text) == "bad-link");
    for (const char* more : {R"(,"url":"https://b.example")", R"(,"flag":7)", R"(,"label":[])", R"(,"v":0)",
                             R"(,"v":"1")", R"(,"v":1.5)"}) {
        CAPTURE(more);
        CHECK(refusal(made(payload(more))) == "bad-link");
    }
    CHECK(refusal(made(payload(R"(,"v":2)"))) == "unsupported-version");
    CHECK(refusal(made(R"({"url":"https://a.example"})")) == "bad-key");
    CHECK(refusal(made(R"({"url":"https://a.example","key":7})")) == "bad-link");
    CHECK(refusal(made(R"({"url":"","key":""})")) == "bad-link");
    CHECK(refusal(std::string(70'000, ' ') + "shlink:/e30") == "bad-link");
    Link link;
    CHECK(read_link(made(payload(R"(,"v":3,"label":"later")")), link));
    CHECK(link.label == "later");  // is shown although the rest is not known
}

TEST_CASE("link: slips that it is read in spite of", "[link]") {
    CHECK(lint(made(payload())).empty());
    CHECK(lint("https://v.example/a#b#" + made(payload(), "vhlink:/")).empty());
    CHECK(lint(made(payload(R"(,"flag":"","v":1,"extension":{"a":[1]},"_x":0)"))).empty());
    CHECK(lint(made(payload(), "ShLink:/")) == Codes{"link-scheme"});
    CHECK(lint(made(payload(R"(,"flag":"LL")"))) == Codes{"flag-order"});
    CHECK(lint(made(payload(R"(,"flag":"PU")"))) == Codes{"flag-conflict"});
    CHECK(lint(made(payload(R"(,"exp":"2027")"))) == Codes{"bad-exp"});
    CHECK(lint(made(payload(R"(,"exp":-1)"))) == Codes{"bad-exp"});
    CHECK(lint(made(payload(R"(,"exp":1e300)"))) == Codes{"bad-exp", "time-in-milliseconds"});
    std::string korean;
    for (int i = 0; i < 80; ++i) korean += "증";
    CHECK(lint(made(payload(R"(,"label":")" + korean + "\""))).empty());
    CHECK(lint(made(payload(R"(,"label":")" + korean + "x\""))) == Codes{"label-length"});
}

TEST_CASE("link: written links read back", "[link]") {
    Link link;
    link.viewer = "https://viewer.example/";
    link.url = "https://files.example/Ab/x";
    link.key = Buffer(32, 7);
    link.flags = "U";
    link.label = "예방접종증명서";
    link.expires_at = 1798761600;
    const std::string text = write_link(link);
    Link back;
    REQUIRE_FALSE(read_link(text, back));
    CHECK(back.viewer == link.viewer);
    CHECK(back.url == link.url);
    CHECK(back.key == link.key);
    CHECK(back.flags == "U");
    CHECK(back.label == link.label);
    CHECK(back.expires_at == link.expires_at);
    CHECK(back.findings.empty());
    CHECK(write_link(back) == text);
    link.url = std::string(129, 'a');
    CHECK_THROWS_AS(write_link(link), Error);
}

TEST_CASE("link: a folder gives out nothing beyond itself", "[link]") {
    const ScratchFolder scratch;
    const std::filesystem::path root = scratch.path();
    make_folders(root / "site/m/ab");
    write_file(root / "secret", as_bytes("s"));
    write_file(root / "site/m/ab/x", as_bytes("x"));
    const LinkFolder folder(root / "site", "");
    Buffer out;
    CHECK(folder.fetch("https://a.example/site/m/ab/x?recipient=y#z", out));
    CHECK(as_text(out) == "x");
    CHECK(folder.fetch("http://a.example:8080//m/ab/x", out));
    for (const char* url : {"https://a.example/../secret", "https://a.example/m/../../secret", "../secret",
                            "/", "", "https://a.example/m/ab", "https://a.example/m/ab/y"}) {
        CAPTURE(url);
        CHECK_FALSE(folder.fetch(url, out));
    }
    const LinkFolder based(root / "site/m", "https://a.example/cdn");
    CHECK(based.fetch("https://a.example/cdn/ab/x", out));
    CHECK_FALSE(based.fetch("https://b.example/cdn/ab/x", out));
    CHECK_FALSE(based.fetch("https://a.example/cdn/y/ab/x", out));
}

TEST_CASE("link: a letter says what the code is for", "[link]") {
    const auto words = [](const std::string& text) {
        TimeZone zone("Asia/Seoul");
        const SheetWords letter = link_words(text, nullptr, zone, [](std::string_view) { return true; });
        CHECK(letter.is_link);
        CHECK(letter.person.empty());
        std::string out(letter.title.english);
        for (const Row& row : letter.pass) out += '|' + row.value;
        return out;
    };
    CHECK(words(made(payload(R"(,"label":"증명서","exp":1798761600)"))) ==
          "Scan to load your pass|증명서|a.example|2027-01-01 09:00 (UTC+09:00)");
    CHECK(words(made(payload())) == "Scan to load your pass|a.example");
    CHECK(code_of([&] { words("shlink:/x"); }) == "bad-text");
}

// Tests one pass that is made here, and everything that can happen to it between its layers and its claims.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "support/authority.hpp"

using namespace vpass;
using test::Authority;
using test::Claims;
using test::encode;
using test::Fill;
using test::judge;
using test::kDay;
using test::kExpires;
using test::kIssued;

namespace {

// All tests share one authority, since making keys and certificates takes most of the time.
const Authority& authority() {
    static const Authority one;
    return one;
}
const TrustStore& trust() {
    static const auto store = authority().trust();
    return *store;
}

test::Outcome outcome_of(const Claims& claims) { return judge(authority().pass(claims), trust()); }

// Checks that each text is refused without claims, or has the same claims as the untouched pass. Returns how
// many are accepted.
std::size_t accepted(const std::vector<std::string>& texts, const std::string& claims) {
    std::size_t n = 0;
    const auto outcomes = test::judge_all(texts, test::context_for(trust()));
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const bool valid = outcomes[i].reason == "ok";
        n += valid;
        if (outcomes[i].claims != (valid ? claims : "")) FAIL("text " << i << ": " << texts[i]);
        if (outcomes[i].reason == "unchecked") FAIL("text " << i);
    }
    return n;
}

Fill number(double value) {
    return [value](cbor::Writer& w) { w.real(value); };
}

}  // namespace

TEST_CASE("hcert: what was signed is what is shown", "[hcert]") {
    for (const auto& [payload, type] : {std::pair{test::vaccination(), "vaccination"},
                                        {test::negative_test(), "test"},
                                        {test::recovery(), "recovery"}}) {
        const test::Outcome outcome = judge(authority().pass(payload), trust());
        CHECK(outcome.reason == "ok");
        CHECK(outcome.warnings.empty());
        CHECK(outcome.claims == payload);
        const std::string kid = base64_encode(authority().kid(), Base64::standard);
        CHECK(outcome.verdict ==
              R"({"result":"valid","reason":"ok","format":"hcert","issuer":"KR","kid":")" + kid +
                  R"(","type":")" + type + R"(","id":")" + make_uvci("KR", "0123456789ABCDEF") +
                  R"(","issued_at":"2021-12-14T04:00:00Z","expires_at":"2022-06-12T04:00:00Z",)" +
                  R"("warnings":[]})");
    }
}

TEST_CASE("hcert: cut anywhere", "[hcert]") {
    const std::string pass = authority().pass();
    const std::string claims = judge(pass, trust()).claims;
    std::vector<std::string> texts;
    for (std::size_t n = 0; n < pass.size(); ++n) texts.push_back(pass.substr(0, n));
    for (std::size_t n = 1; n < pass.size(); ++n) texts.push_back(pass.substr(n));
    CHECK(accepted(texts, claims) == 0);
}

TEST_CASE("hcert: every character replaced", "[hcert]") {
    const std::string pass = authority().pass();
    const std::string claims = judge(pass, trust()).claims;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < pass.size(); ++i) {
        for (const char c : {'0', 'A', 'Z', ' ', ':', '$', 'a', '\n', '\0', '\x80', '"'}) {
            if (c == pass[i]) continue;
            texts.push_back(pass);
            texts.back()[i] = c;
        }
    }
    // Only the padding bits in the last byte of a DEFLATE block may change without effect.
    CHECK(accepted(texts, claims) < 20);
}

TEST_CASE("hcert: every bit flipped", "[hcert]") {
    const Buffer cose = authority().cose(authority().header(), Buffer{0xa0}, Claims().encoded());
    const Buffer packed = test::compressed(cose);
    const std::string claims = judge(test::hc1(packed), trust()).claims;
    REQUIRE_FALSE(claims.empty());
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 8 * cose.size(); ++i) {
        Buffer bad = cose;
        bad[i / 8] ^= static_cast<Byte>(1 << i % 8);
        texts.push_back(test::hc1(test::compressed(bad)));
    }
    CHECK(accepted(texts, claims) == 0);
    texts.clear();
    for (std::size_t i = 0; i < 8 * packed.size(); ++i) {
        Buffer bad = packed;
        bad[i / 8] ^= static_cast<Byte>(1 << i % 8);
        texts.push_back(test::hc1(bad));
    }
    CHECK(accepted(texts, claims) < 8);
}

TEST_CASE("hcert: every byte of the COSE message cut off or doubled", "[hcert]") {
    const Buffer cose = authority().cose(authority().header(), Buffer{0xa0}, Claims().encoded());
    const std::string claims = judge(test::hc1(test::compressed(cose)), trust()).claims;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < cose.size(); ++i) {
        Buffer shorter = cose, longer = cose;
        const auto at = static_cast<std::ptrdiff_t>(i);
        shorter.erase(shorter.begin() + at);
        longer.insert(longer.begin() + at, cose[i]);
        texts.push_back(test::hc1(test::compressed(shorter)));
        texts.push_back(test::hc1(test::compressed(longer)));
        texts.push_back(test::hc1(test::compressed(Bytes(cose).first(i))));
    }
    CHECK(accepted(texts, claims) == 1);  // without its tag it is still a COSE_Sign1
}

TEST_CASE("hcert: prefixes and sizes", "[hcert]") {
    const std::string pass = authority().pass();
    const std::string body = pass.substr(4);
    const std::pair<std::string, const char*> cases[] = {
        {body, "malformed"},
        {"hc1:" + body, "malformed"},
        {" " + pass, "malformed"},
        {pass + " ", "malformed"},
        {"HC1" + body, "malformed"},
        {"HC2:" + body, "unsupported"},
        {"HC0:", "unsupported"},
        {"HCX:" + body, "unsupported"},
        {"HC1:", "malformed"},
        {"", "malformed"},
        {std::string(limits::kPassBytes + 1, 'A'), "malformed"},
        {"HC1:" + std::string(limits::kPassBytes - 4, 'A'), "malformed"},
        {test::hc1(test::compressed(Buffer(10 << 20))), "malformed"},  // a bomb
        {test::hc1(test::compressed(Buffer(limits::kInflatedBytes, 0x81))),
         "malformed"},  // nested too deeply
        {test::hc1(Buffer(200, 0xff)), "malformed"},
    };
    for (const auto& [text, reason] : cases) {
        CAPTURE(text.substr(0, 20), text.size());
        CHECK(judge(text, trust()).reason == reason);
        CHECK(judge(text, trust()).claims.empty());
    }
    const std::string_view chunks[] = {pass, pass};
    const PassText two(chunks);
    const Context context = test::context_for(trust());
    Verifier verifier(context);
    CHECK(verifier.judge({&two, 1})[0].verdict.reason == Reason::malformed);
}

TEST_CASE("hcert: bytes after the compressed message are a warning", "[hcert]") {
    Buffer packed =
        test::compressed(authority().cose(authority().header(), Buffer{0xa0}, Claims().encoded()));
    packed.push_back(0);
    const test::Outcome outcome = judge(test::hc1(packed), trust());
    CHECK(outcome.reason == "ok");
    CHECK(outcome.warns("trailing-bytes"));
}

TEST_CASE("hcert: where and how the key is named", "[hcert]") {
    const Authority& a = authority();
    const std::string text_kid(as_text(a.kid()));
    const std::string base64_kid = base64_encode(a.kid(), Base64::standard);
    const Fill alg = [](cbor::Writer& w) { w.integer(1).integer(-7); };
    const Fill kid = [&](cbor::Writer& w) { w.integer(4).bytes(a.kid()); };
    const auto map = [](std::initializer_list<Fill> members) {
        return encode([&](cbor::Writer& w) {
            w.map(members.size());
            for (const Fill& member : members) member(w);
        });
    };
    const auto key = [](std::string_view value, bool as_text_string) -> Fill {
        return [=](cbor::Writer& w) {
            w.integer(4);
            as_text_string ? w.text(value) : w.bytes(as_bytes(value));
        };
    };
    struct Case {
        const char* what;
        Buffer protected_header, unprotected;
        const char* reason;
        const char* warning;
    };
    const Case cases[] = {
        {"both protected", map({alg, kid}), map({}), "ok", ""},
        {"kid unprotected", map({alg}), map({kid}), "ok", ""},
        {"both unprotected", {}, map({alg, kid}), "ok", ""},
        {"protected wins", map({alg, kid}), map({key("12345678", false)}), "ok", ""},
        {"protected wins, and is wrong", map({alg, key("12345678", false)}), map({kid}), "untrusted", ""},
        {"no kid", map({alg}), map({}), "untrusted", ""},
        {"kid as base64 bytes", map({alg, key(base64_kid, false)}), map({}), "untrusted", ""},
        {"kid as base64 text", map({alg, key(base64_kid, true)}), map({}), "ok", "kid-encoding"},
        {"kid an integer", map({alg, [](cbor::Writer& w) { w.integer(4).integer(1); }}), map({}), "untrusted",
         ""},
        {"kid too short", map({alg, key(text_kid.substr(0, 7), false)}), map({}), "untrusted", ""},
        {"kid and more", map({alg, key(text_kid + "x", false)}), map({}), "untrusted", ""},
        {"no algorithm", map({kid}), map({}), "unsupported", ""},
        {"another algorithm", map({[](cbor::Writer& w) { w.integer(1).integer(-35); }, kid}), map({}),
         "unsupported", ""},
        {"no such algorithm", map({[](cbor::Writer& w) { w.integer(1).integer(0); }, kid}), map({}),
         "unsupported", ""},
        {"HMAC", map({[](cbor::Writer& w) { w.integer(1).integer(5); }, kid}), map({}), "unsupported", ""},
        {"algorithm as text", map({[](cbor::Writer& w) { w.integer(1).text("ES256"); }, kid}), map({}),
         "unsupported", ""},
        {"huge algorithm", map({[](cbor::Writer& w) { w.integer(1).integer(INT64_MIN); }, kid}), map({}),
         "unsupported", ""},
        {"algorithm of an RSA key", map({[](cbor::Writer& w) { w.integer(1).integer(-37); }, kid}), map({}),
         "untrusted", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const test::Outcome outcome =
            judge(a.pass(c.protected_header, c.unprotected, Claims().encoded()), trust());
        CHECK(outcome.reason == c.reason);
        if (*c.warning) CHECK(outcome.warns(c.warning));
    }
    // A key listed under the kid that the pass has, whatever that is, is found, and the mistake is reported.
    for (const auto& [name, code] : {std::pair{base64_kid, "kid-encoding"},
                                     {std::string("7-bytes"), "kid-length"},
                                     {std::string(), "kid-missing"}}) {
        TrustStore listed;
        listed.add({"KR", name, VerificationKey(a.certificate.key), a.certificate, 0, "test"});
        const test::Outcome outcome =
            judge(a.pass(map({alg, key(name, true)}), map({}), Claims().encoded()), listed);
        CHECK(outcome.reason == "ok");
        CHECK(outcome.warns(code));
    }
}

TEST_CASE("hcert: time claims in every number that CBOR has", "[hcert]") {
    const auto with_exp = [](const Fill& fill) {
        Claims claims;
        claims.exp = fill;
        return outcome_of(claims);
    };
    const auto with_iat = [](const Fill& fill) {
        Claims claims;
        claims.iat = fill;
        return outcome_of(claims);
    };
    constexpr double expires = kExpires;
    CHECK(with_exp(number(expires)).reason == "ok");
    CHECK(with_exp(number(expires)).warns("float-time"));
    CHECK(with_exp(number(expires + 0.5)).reason == "ok");
    CHECK(with_exp([](cbor::Writer& w) { w.tag(1).integer(kExpires); }).reason == "ok");
    CHECK(with_exp(number(kIssued - 1)).reason == "expired");
    CHECK(with_exp([](cbor::Writer& w) { w.integer(kIssued - 1); }).warns("exp-before-iat") == false);
    // A number that is not a time between the years 0 and 9999 counts as missing, and never as valid.
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double bad :
         {std::nan(""), infinity, -infinity, 1e300, -1e300, 253402300800.0, 1e18, 9.3e18}) {
        CAPTURE(bad);
        // The reasons come in their order: a time before or after all times that exist is reported first.
        CHECK(with_exp(number(bad)).reason == (bad == -1e300 ? "expired" : "schema"));
        CHECK(with_iat(number(bad)).reason == (bad > 0 && bad < infinity ? "not-yet-valid" : "schema"));
    }
    const Fill last = [](cbor::Writer&w) { w.integer(INT64_MAX); },
               first = [](cbor::Writer&w) { w.integer(INT64_MIN); }, beyond = [](cbor::Writer&w) {
                   w.raw(Buffer{0x1b, 255, 255, 255, 255, 255, 255, 255, 255});
               };
    CHECK(with_exp(last).reason == "schema");
    CHECK(with_exp(beyond).reason == "schema");
    CHECK(with_exp(first).reason == "expired");
    CHECK(with_iat(last).reason == "not-yet-valid");
    CHECK(with_iat(beyond).reason == "not-yet-valid");
    CHECK(with_iat(first).reason == "schema");
    for (const Fill& bad :
         {Fill([](cbor::Writer& w) { w.text("2022-06-12T00:00:00Z"); }),
          Fill([](cbor::Writer& w) { w.null(); }), Fill([](cbor::Writer& w) { w.array(0); })}) {
        CHECK(with_exp(bad).reason == "schema");
        CHECK(with_iat(bad).reason == "schema");
    }
    CHECK(with_exp({}).reason == "schema");
    CHECK(with_iat({}).reason == "schema");
    CHECK(with_exp([](cbor::Writer& w) { w.integer(253402300799); }).reason == "ok");
    CHECK(with_iat(number(-62167219200.0 + 1)).reason == "ok");
}

TEST_CASE("hcert: documents that are none", "[hcert]") {
    const auto with_document = [](const Fill& fill) {
        Claims claims;
        claims.hcert = fill;
        return outcome_of(claims);
    };
    const auto nested = [](cbor::Writer& w) { w.map(1).integer(1); };
    for (const Fill& bad :
         {Fill(), Fill([](cbor::Writer& w) { w.null(); }), Fill([](cbor::Writer& w) { w.map(0); }),
          Fill([](cbor::Writer& w) { w.array(1).map(0); }),
          Fill([&](cbor::Writer& w) { nested(w), w.null(); }),
          Fill([&](cbor::Writer& w) { nested(w), w.map(0); }),
          Fill([&](cbor::Writer& w) { nested(w), w.array(0); }),
          Fill([&](cbor::Writer& w) { nested(w), w.text("{}"); })}) {
        const test::Outcome outcome = with_document(bad);
        CHECK(outcome.reason == "schema");
        CHECK(outcome.claims.empty());
    }
    const Authority& a = authority();
    for (const Buffer& bad :
         {Buffer{}, Buffer{0x80}, Buffer{0x00}, Buffer{0xa1, 0x01}, Buffer{0xa2, 1, 1, 1, 2},
          Buffer{0xa1, 1, 0x61, 0xff}, Buffer{0xbf, 1, 0x7f, 0x61, 'K', 0xff, 0xff}}) {
        CHECK(judge(a.pass(a.header(), Buffer{0xa0}, bad), trust()).reason == "malformed");
    }
    Buffer deep = encode([](cbor::Writer& w) { w.map(1).integer(-260); });
    deep.insert(deep.end(), 40'000, 0x81);
    deep.push_back(0);
    CHECK(judge(a.pass(a.header(), Buffer{0xa0}, deep), trust()).reason == "malformed");
    // Maps and arrays of indefinite length are accepted like those of definite length.
    Buffer open_ended{0xbf};
    const Buffer closed = Claims().encoded();
    open_ended.insert(open_ended.end(), closed.begin() + 1, closed.end());
    open_ended.push_back(0xff);
    CHECK(judge(a.pass(a.header(), Buffer{0xa0}, open_ended), trust()).claims == test::vaccination());
}

// Tests rules that hold in every format: critical headers, times that cannot be read, encodings of the signed
// bytes.
#include <catch2/catch.hpp>

#include <cmath>

#include "crypto/jws.hpp"
#include "formats/registration.hpp"
#include "keys/did.hpp"
#include "revocation/signed_list.hpp"
#include "site/manifest.hpp"
#include "support/authority.hpp"
#include "support/base58.hpp"
#include "support/list_fixture.hpp"

using namespace vpass;
using test::Fill;
using test::kDay;
using test::kIssued;
using test::Outcome;

namespace {

std::string sign_jws(const PrivateKey& key, const std::string& header, Bytes payload) {
    std::string text =
        base64_encode(as_bytes(header), Base64::url) + '.' + base64_encode(payload, Base64::url);
    Buffer signature;
    key.sign(as_bytes(text), signature);
    return text + '.' + base64_encode(signature, Base64::url);
}

// A format whose tokens are JWS. `make` takes further members of the header, and the claims beside the issuer
// and the credential.
struct JoseFormat {
    std::string name;
    std::function<std::string(const std::string& header, const std::string& claims, const std::string& vc)>
        make;
};

// A format whose tokens are COSE. The given claims replace those of a valid pass.
struct CoseFormat {
    std::string name;
    std::int64_t begins;  // the claim that says when a pass becomes valid
    std::function<std::string(const Fill& in_protected, Bytes unprotected, std::int64_t claim,
                              const Fill& value)>
        make;
};

struct World {
    test::Authority korea;
    PrivateKey key = PrivateKey::generate(Algorithm::es256);
    std::string did = test::infra_did(key.public_key());
    std::unique_ptr<TrustStore> trust = korea.trust();
    std::vector<JoseFormat> jose;
    std::vector<CoseFormat> cose;

    World() {
        const std::string url = "https://pass.example.test", web = "did:web:pass.example.test";
        const std::string kid = jws::thumbprint(key.public_key());
        const VerificationKey public_key(key.public_key());
        for (const auto& [issuer, name] :
             {std::pair(url, kid), std::pair(did, did), std::pair(web, std::string("k"))})
            trust->add({issuer, name, public_key, {}, 0, "test"});

        jose.push_back(
            {"shc", [=, this](const auto& header, const auto& claims, const auto& vc) {
                 Buffer body;
                 const std::string card =
                     R"({"type":["https://smarthealth.cards#health-card"],"credentialSubject":{)"
                     R"("fhirVersion":"4.0.1","fhirBundle":{"resourceType":"Bundle","type":"collection",)"
                     R"("entry":[{"fullUrl":"resource:0","resource":{"resourceType":"Basic"}}]}})" +
                     vc + "}";
                 deflate(as_bytes(R"({"iss":")" + url + "\"," + claims + ",\"vc\":" + card + "}"),
                         DeflateForm::raw, body);
                 return sign_jws(key, R"({"zip":"DEF","alg":"ES256","kid":")" + kid + "\"" + header + "}",
                                 body);
             }});
        jose.push_back({"did-infra", [=, this](const auto& header, const auto& claims, const auto& vc) {
                            return sign_jws(
                                key, R"({"alg":"ES256")" + header + "}",
                                as_bytes(R"({"iss":")" + did + "\"," + claims +
                                         R"(,"vc":{"type":["VerifiableCredential"],"credentialSubject":{})" +
                                         vc + "}}"));
                        }});
        cose.push_back(
            {"hcert", 6, [this](const Fill& more, Bytes unprotected, std::int64_t claim, const Fill& value) {
                 test::Claims claims;
                 (claim == 4   ? claims.exp
                  : claim == 5 ? claims.nbf
                  : claim == 6 ? claims.iat
                               : claims.nbf) = value;
                 return korea.pass(header(korea.kid(), more), unprotected, claims.encoded());
             }});
        cose.push_back(
            {"nzcp", 5,
             [=, this](const Fill& more, Bytes unprotected, std::int64_t claim, const Fill& value) {
                 std::string vc;
                 json::Writer out(vc);
                 Registration record;
                 record.forename = "길동";
                 record.birth_date = "1963-04-14";
                 find_format("nzcp")->write_payload(record, out);
                 const Buffer body = test::encode([&](cbor::Writer& w) {
                     w.map(claim == 6 && value ? 6 : 5).integer(1).text(web).integer(7).bytes(Buffer(16, 7));
                     const auto time = [&](std::int64_t label, UnixTime otherwise) {
                         w.integer(label);
                         if (claim == label && value)
                             value(w);
                         else
                             w.integer(otherwise);
                     };
                     time(5, kIssued);
                     time(4, test::kExpires);
                     if (claim == 6 && value) value(w.integer(6));
                     const json::Value document = json::check(vc);
                     w.text("vc").map(document.size() - 1);
                     for (const json::Member& member : document.members()) {
                         if (!member.has_key("id")) w.text(member.key()).json(member.value);
                     }
                 });
                 const Buffer in_protected = header(as_bytes("k"), more);
                 Buffer covered, signature;
                 cose::signed_bytes(in_protected, body, covered);
                 key.sign(covered, signature);
                 const Buffer message = test::encode([&](cbor::Writer& w) {
                     w.tag(18).array(4).bytes(in_protected).raw(unprotected).bytes(body).bytes(signature);
                 });
                 std::string text = "NZCP:/1/";
                 base32_encode(message, text);
                 return text;
             }});
    }
    static Buffer header(Bytes kid, const Fill& more) {
        return test::encode([&](cbor::Writer& w) {
            w.map(more ? 3 : 2).integer(cose::kAlg).integer(-7).integer(cose::kKid).bytes(kid);
            if (more) more(w);
        });
    }
    Outcome judge(const std::string& pass) const { return test::judge(pass, *trust); }
    Outcome judge(const CoseFormat& format, std::int64_t claim, const Fill& value) const {
        return judge(format.make({}, Buffer{0xa0}, claim, value));
    }
};

const std::string kNbf = R"("nbf":1639454400)";

bool refuses(const Outcome& outcome) {
    CAPTURE(outcome.reason, outcome.detail);
    CHECK(outcome.claims.empty());
    // A time far off is judged before the content is.
    return outcome.reason == "schema" || outcome.reason == "not-yet-valid" || outcome.reason == "expired";
}

}  // namespace

TEST_CASE("formats: a critical header refuses the pass, whatever it names", "[formats]") {
    const World world;
    const std::pair<const char*, const char*> headers[] = {
        {R"(,"crit":["urn:x"],"urn:x":1)", "unsupported"},
        {R"(,"crit":["b64"],"b64":true)", "unsupported"},
        {R"(,"crit":["urn:x"])", "malformed"},
        {R"(,"crit":[])", "malformed"},
        {R"(,"crit":"urn:x","urn:x":1)", "malformed"},
        {R"(,"crit":null)", "malformed"},
        {R"(,"crit":[1])", "malformed"},
        {R"(,"b64":false)", "unsupported"},
        {R"(,"b64":"false")", "malformed"},
        {R"(,"b64":true)", "ok"},
        {R"(,"urn:x":1)", "ok"},
    };
    for (const JoseFormat& format : world.jose) {
        for (const auto& [header, reason] : headers) {
            const Outcome outcome = world.judge(format.make(header, kNbf, ""));
            CAPTURE(format.name, header, outcome.detail);
            CHECK(outcome.reason == reason);
            CHECK(outcome.claims.empty() == (outcome.reason != "ok"));
        }
    }
    const std::pair<Fill, const char*> fills[] = {
        {[](cbor::Writer& w) { w.integer(2).array(1).integer(99); }, "unsupported"},
        {[](cbor::Writer& w) { w.integer(2).array(1).text("x"); }, "unsupported"},
        {[](cbor::Writer& w) { w.integer(2).array(0); }, "malformed"},
        {[](cbor::Writer& w) { w.integer(2).integer(99); }, "malformed"},
        {[](cbor::Writer& w) { w.integer(2).null(); }, "malformed"},
        {[](cbor::Writer& w) {
             w.raw(Buffer{0x18, 0x02}).array(1).integer(99);
         },
         "unsupported"},
        {[](cbor::Writer& w) { w.integer(99).array(0); }, "ok"},
    };
    for (const CoseFormat& format : world.cose) {
        for (std::size_t i = 0; i < std::size(fills); ++i) {
            const Outcome outcome = world.judge(format.make(fills[i].first, Buffer{0xa0}, 0, {}));
            CAPTURE(format.name, i, outcome.detail);
            CHECK(outcome.reason == fills[i].second);
        }
        const Buffer outside =
            test::encode([](cbor::Writer& w) { w.map(1).integer(2).array(1).integer(99); });
        CHECK(world.judge(format.make({}, outside, 0, {})).reason == "malformed");
    }
}

TEST_CASE("formats: a critical header refuses lists and manifests as well", "[formats]") {
    const PrivateKey key = PrivateKey::generate(Algorithm::es256);
    const std::string claims =
        R"({"sub":"https://x.test/1","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}})";
    const std::string plain = R"({"alg":"ES256","kid":"k","typ":"statuslist+jwt")";
    CHECK(test::error_code(
              [&] { SignedList::open(as_bytes(sign_jws(key, plain + "}", as_bytes(claims)))); }) == "none");
    for (const char* more : {R"(,"crit":["urn:x"],"urn:x":1})", R"(,"crit":[]})", R"(,"b64":false})"}) {
        CAPTURE(more);
        CHECK(test::error_code([&] {
                  SignedList::open(as_bytes(sign_jws(key, plain + more, as_bytes(claims))));
              }) != "none");
    }
    Manifest manifest;
    manifest.name = "KR";
    manifest.sequence = 1;
    manifest.expires_at = 2;
    const std::string good = write_manifest(manifest, key);
    const std::vector<PublicKey> roots{key.public_key()};
    CHECK_NOTHROW(read_manifest(good, roots));
    const jws::Compact parts = jws::split(good);
    std::string header(as_text(base64_decode(parts.header, Base64::url)));
    header.back() = ',';
    const std::string critical =
        sign_jws(key, header + R"("crit":["urn:x"],"urn:x":1})", base64_decode(parts.payload, Base64::url));
    CHECK(test::error_code([&] { read_manifest(critical, roots); }) == "unsupported");
}

TEST_CASE("formats: a time that cannot be read refuses the pass", "[formats]") {
    const World world;
    for (const JoseFormat& format : world.jose) {
        CHECK(world.judge(format.make("", kNbf, "")).reason == "ok");
        CHECK(world.judge(format.make("", kNbf + R"(,"exp":1671000000.5,"iat":1639454400)", "")).reason ==
              "ok");
        for (const std::string claim : {"exp", "nbf", "iat"}) {
            for (const std::string value :
                 {R"("1671000000")", "true", "false", "null", "[]", "{}", "\"\"", "1e400", "-1e400", "1e300",
                  "-1e300", "1671000000000", "253402300800"}) {
                const std::string others = claim == "nbf" ? "" : kNbf + ",";
                const Outcome outcome =
                    world.judge(format.make("", others + "\"" + claim + "\":" + value, ""));
                CAPTURE(format.name, claim, value);
                CHECK(refuses(outcome));
            }
        }
        for (const std::string name : {"expirationDate", "validUntil", "issuanceDate", "validFrom"}) {
            const bool ends = name == "expirationDate" || name == "validUntil";
            CAPTURE(format.name, name);
            const auto dated = [&](const std::string& value) {
                return world.judge(format.make("", kNbf, ",\"" + name + "\":" + value));
            };
            CHECK(dated(R"("2021-01-01T00:00:00Z")").reason == (ends ? "expired" : "ok"));
            CHECK(dated(R"("2031-01-01T00:00:00Z")").reason == (ends ? "ok" : "not-yet-valid"));
            for (const char* value :
                 {"null", "1671000000", "true", R"("soon")", R"("2021-02-30T00:00:00Z")", "\"\""})
                CHECK(refuses(dated(value)));
        }
        // The narrower of two counts, whichever comes first.
        CHECK(world
                  .judge(format.make("", kNbf + R"(,"exp":1671000000)",
                                     R"(,"expirationDate":"2021-12-01T00:00:00Z")"))
                  .reason == "expired");
        CHECK(world
                  .judge(format.make("", kNbf + R"(,"exp":1639454300)",
                                     R"(,"expirationDate":"2031-12-01T00:00:00Z")"))
                  .reason == "expired");
    }
    const Fill bad[] = {
        [](cbor::Writer& w) { w.text("1671000000"); },
        [](cbor::Writer& w) { w.bytes(Buffer{1}); },
        [](cbor::Writer& w) { w.boolean(true); },
        [](cbor::Writer& w) { w.null(); },
        [](cbor::Writer& w) { w.array(0); },
        [](cbor::Writer& w) { w.map(0); },
        [](cbor::Writer& w) { w.real(std::nan("")); },
        [](cbor::Writer& w) { w.real(HUGE_VAL); },
        [](cbor::Writer& w) { w.real(-HUGE_VAL); },
        [](cbor::Writer& w) {
            w.raw(Buffer{0xf9, 0x7e, 0x00});
        },
        [](cbor::Writer& w) {
            w.raw(Buffer{0xf9, 0x7c, 0x00});
        },
        [](cbor::Writer& w) { w.real(1e300); },
        [](cbor::Writer& w) { w.real(-1e300); },
        [](cbor::Writer& w) { w.integer(1671000000000); },
        [](cbor::Writer& w) { w.integer(INT64_MAX); },
        [](cbor::Writer& w) { w.integer(INT64_MIN); },
        [](cbor::Writer& w) { w.tag(2).bytes(test::unhex("6399a6c0")); },
        [](cbor::Writer& w) { w.tag(0).text("2022-12-14T00:00:00Z"); },
        [](cbor::Writer& w) { w.tag(1).text("1671000000"); },
        [](cbor::Writer& w) { w.tag(37).integer(1671000000); },
    };
    for (const CoseFormat& format : world.cose) {
        CHECK(world.judge(format, 0, {}).reason == "ok");
        for (const std::int64_t claim : {4, 5, 6}) {
            for (std::size_t i = 0; i < std::size(bad); ++i) {
                CAPTURE(format.name, claim, i);
                CHECK(refuses(world.judge(format, claim, bad[i])));
            }
        }
        const Outcome real = world.judge(format, 4, [](cbor::Writer& w) { w.real(1671000000); });
        CHECK(real.reason == "ok");
        CHECK(real.warns("float-time"));
        const Outcome tagged = world.judge(format, 4, [](cbor::Writer& w) { w.tag(1).integer(1671000000); });
        CHECK(tagged.reason == "ok");
        CHECK(tagged.warns("tagged-date-time"));
        const Outcome milliseconds =
            world.judge(format, 4, [](cbor::Writer& w) { w.integer(1671000000000); });
        CHECK(milliseconds.detail.find("time-in-milliseconds at /cwt/exp") == 0);
    }
}

TEST_CASE("formats: an issuer that is not a text is malformed, not missing", "[formats]") {
    const World world;
    test::Claims claims;
    claims.iss = [](cbor::Writer& w) { w.bytes(as_bytes("KR")); };
    const std::string pass = world.korea.pass(claims);
    CHECK(world.judge(pass).reason == "malformed");
    Envelope envelope;
    const std::string_view text = pass;
    open_pass({&text, 1}, envelope);
    REQUIRE_FALSE(envelope.findings.empty());
    CHECK(envelope.findings.front().kind == &finding::kWrongType);
    CHECK(envelope.findings.front().pointer == "/cwt/iss");
    claims.iss = {};
    CHECK(world.judge(world.korea.pass(claims)).reason == "ok");
}

TEST_CASE("formats: a pass that cannot expire warns, and does not fail under --strict", "[formats]") {
    const World world;
    Context strict = test::context_for(*world.trust);
    strict.strict = true;
    const std::string vc = world.jose[1].make("", kNbf, "");
    CHECK(world.judge(vc).warns("no-expiry"));
    CHECK(test::judge(vc, strict).reason == "ok");
    CHECK_FALSE(world.judge(world.jose[1].make("", kNbf + R"(,"exp":1671000000)", "")).warns("no-expiry"));
    CHECK_FALSE(world.judge(world.jose[1].make("", kNbf, R"(,"validUntil":"2031-01-01T00:00:00Z")"))
                    .warns("no-expiry"));
    CHECK(world.judge(world.jose[0].make("", kNbf, "")).warns("no-expiry"));
    CHECK_FALSE(world.judge(world.korea.pass()).warns("no-expiry"));
}

TEST_CASE("formats: an empty protected header is verified in both forms that signers use", "[formats]") {
    const World world;
    const Buffer outside = test::encode([&](cbor::Writer& w) {
        w.map(2).integer(cose::kAlg).integer(-7).integer(cose::kKid).bytes(world.korea.kid());
    });
    const Buffer none, map{0xa0}, open_map{0xbf, 0xff}, other = test::unhex("a1186300");
    const Buffer content = test::Claims().encoded();
    const auto reason = [&](Bytes sent, Bytes covered) {
        Buffer message, signature;
        cose::signed_bytes(covered, content, message);
        world.korea.key.sign(message, signature);
        const Buffer pass = test::encode([&](cbor::Writer& w) {
            w.tag(18).array(4).bytes(sent).raw(outside).bytes(content).bytes(signature);
        });
        return world.judge(test::hc1(test::compressed(pass))).reason;
    };
    CHECK(reason(none, none) == "ok");
    CHECK(reason(none, map) == "ok");
    CHECK(reason(map, none) == "ok");
    CHECK(reason(map, map) == "ok");
    CHECK(reason(open_map, none) == "ok");
    CHECK(reason(open_map, open_map) == "ok");
    CHECK(reason(map, other) == "bad-signature");
    CHECK(reason(other, none) == "bad-signature");
    CHECK(reason(other, map) == "bad-signature");
}

TEST_CASE("formats: a pass that was issued outside its signer's validity, or outlives it, warns",
          "[formats]") {
    const auto outcome = [](UnixTime not_before, UnixTime not_after) {
        const test::Authority korea({.not_before = not_before, .not_after = not_after});
        return test::judge(korea.pass(), *korea.trust(), kIssued + kDay);
    };
    const Outcome early = outcome(kIssued + 1, kIssued + 730 * kDay);
    CHECK(early.reason == "ok");
    CHECK(early.warns("signed-outside-validity"));
    CHECK(outcome(kIssued, kIssued + 730 * kDay).reason == "ok");
    CHECK_FALSE(outcome(kIssued, test::kExpires).warns("expires-after-signer"));
    const Outcome longer = outcome(kIssued, test::kExpires - 1);
    CHECK(longer.reason == "ok");
    CHECK(longer.warns("expires-after-signer"));
    const Outcome late = outcome(kIssued - 2 * kDay, kIssued - kDay);
    CHECK(late.reason == "ok");
    CHECK(late.warns("signed-outside-validity"));
}

TEST_CASE("formats: relatives that are known are unsupported, others malformed", "[formats]") {
    const World world;
    for (const char* text : {"HC2:6BF", "HCA:6BF", "HCZ:6BF", "HC0:6BF", "NZCP:/2/A", "LT1:6BF", "NL2:6BF",
                             "shlink:/eyJ1", "https://viewer.example.test/#shlink:/eyJ1", "vhlink:/eyJ1"}) {
        CAPTURE(text);
        CHECK(world.judge(text).reason == "unsupported");
    }
    for (const char* text :
         {"HCa:6BF", "HC:6BF", "HC1;6BF", "hc1:6BF", "HC12:6BF", "https://viewer.example.test/"}) {
        CAPTURE(text);
        CHECK(world.judge(text).reason == "malformed");
    }
}

TEST_CASE("formats: what lies ahead of a pass or before a birth is found, and warns", "[formats]") {
    const World world;
    const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const auto of = [&](const std::string& payload) { return world.judge(world.korea.pass(payload)); };
    const auto is_clean = [](const Outcome& outcome) {
        return outcome.reason == "ok" && outcome.warnings.empty();
    };
    const std::string vaccination = test::vaccination(), tested = test::negative_test(),
                      recovered = test::recovery();
    CHECK(is_clean(of(vaccination)));
    CHECK(is_clean(of(tested)));
    CHECK(is_clean(of(recovered)));
    // The pass was issued on the 14th at 04:00 UTC, which is the 14th everywhere west of UTC+14.
    CHECK(is_clean(of(replaced(vaccination, "2021-08-01", "2021-12-14"))));
    CHECK(of(replaced(vaccination, "2021-08-01", "2021-12-15")).warns("future-date"));
    CHECK(
        of(replaced(tested, "2021-12-13T09:30:00+09:00", "2021-12-15T09:30:00+09:00")).warns("future-date"));
    CHECK(of(replaced(recovered, "2021-09-01", "2022-09-01")).warns("future-date"));
    CHECK(of(replaced(vaccination, "1963-04-14", "2022-01-01")).warns("future-date"));
    CHECK(of(replaced(vaccination, "1963-04-14", "2022")).warns("future-date"));
    CHECK(of(replaced(vaccination, "1963-04-14", "2021-08-02")).warns("before-birth"));
    CHECK(of(replaced(tested, "1963-04-14", "2021-12-14")).warns("before-birth"));
    CHECK(of(replaced(recovered, "1963-04-14", "2021-10")).warns("before-birth"));
    CHECK(is_clean(of(replaced(vaccination, "1963-04-14", "2021-08-01"))));
    CHECK(is_clean(of(replaced(vaccination, "\"dn\":2,\"sd\":2", "\"dn\":2,\"sd\":1"))));
    CHECK(is_clean(of(replaced(vaccination, "\"dn\":2,\"sd\":2", "\"dn\":3,\"sd\":2"))));

    // Names are counted in form C: 80 syllables of Hangul are 240 letters in form D.
    std::string decomposed;
    for (int i = 0; i < 80; ++i) decomposed += "\u1112\u1169\u11bc";
    CHECK(is_clean(of(replaced(vaccination, "홍", decomposed))));
    CHECK(of(replaced(vaccination, "홍", decomposed + "홍")).warns("too-long"));
}

TEST_CASE("formats: a signature in DER is named", "[formats]") {
    const World world;
    test::Claims claims;
    const Buffer content = claims.encoded(), header = world.korea.header();
    for (const std::size_t size : {0U, 63U, 65U, 70U, 72U}) {
        const Buffer pass = test::encode([&](cbor::Writer& w) {
            w.tag(18).array(4).bytes(header).map(0).bytes(content).bytes(Buffer(size, 0x30));
        });
        const std::string text = test::hc1(test::compressed(pass));
        CHECK(world.judge(text).reason == "bad-signature");
        Envelope envelope;
        const std::string_view view = text;
        open_pass({&view, 1}, envelope);
        REQUIRE(envelope.findings.size() == 1);
        CHECK(envelope.findings[0].kind == &finding::kSignatureFormat);
        CHECK(envelope.findings[0].pointer == "/cose/signature");
    }
}

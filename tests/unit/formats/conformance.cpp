// Holds every row of formats() to what its users rely on. A new format is tested by being in the list.
#include <catch2/catch.hpp>

#include <set>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "formats/registration.hpp"
#include "formats/summary.hpp"
#include "passes/qr.hpp"
#include "revocation/revocation_set.hpp"
#include "revocation/slots.hpp"
#include "support/format_corpus.hpp"
#include "support/signed_pass.hpp"

using namespace vpass;
using tests::Judge;
using tests::Judged;

namespace {

constexpr UnixTime kIssued = 1639364400;  // 2021-12-13T03:00:00Z
constexpr const char* kTypes[] = {"vaccination", "test", "recovery", "prophylaxis"};

// A signer whose certificate has a name in every format.
struct Issuer {
    Issuer() {
        CertificateRequest request;
        request.country = "KR";
        request.organization = "Test";
        request.common_name = "Test DSC";
        request.not_before = kIssued - 86400;
        request.not_after = kIssued + 86400 * 3650;
        request.san_uris = {"https://pass.example", "did:web:pass.example"};
        certificate = make_certificate(request, key.public_key(), nullptr, key);
        judge.trust.add(certificate, "test");
        judge.at = kIssued + 60;
    }

    // `slot` is named in the form that the format has for it.
    std::string sign(const Format& format, const std::string& payload,
                     std::optional<std::uint64_t> slot = {}) {
        SealOptions options;
        options.signer = format.signer_name(certificate);
        options.issued_at = kIssued;
        options.expires_at = kIssued + 86400 * 180;
        options.certificate = certificate.der;
        const std::string rid = slot ? slot_rid(*slot) : "";
        if (format.slot == SlotForm::rid) options.rid = rid;
        if (format.slot == SlotForm::index) options.status_index = slot;
        return test::signed_pass(format, payload, options, key);
    }

    PrivateKey key = PrivateKey::generate(Algorithm::es256);
    Certificate certificate;
    Judge judge;
};

// Returns the payload of a made-up record; empty when the format has none for its type.
std::string payload_of(const Format& format, const char* type) {
    std::string payload;
    json::Writer writer(payload);
    try {
        format.write_payload(tests::registration(type), writer);
    } catch (const Error& e) {
        REQUIRE(e.name() == "bad-field");
        return {};
    }
    return payload;
}

// Calls `with` for every format that writes and every type of record that it can express.
template <typename With>
void each_payload(With with) {
    for (const Format& format : formats()) {
        if (!format.write_payload) continue;
        std::size_t types = 0;
        for (const char* type : kTypes) {
            const std::string payload = payload_of(format, type);
            if (payload.empty()) continue;
            INFO(format.name << " " << type);
            ++types;
            with(format, payload);
        }
        CHECK(types > 0);
    }
}

}  // namespace

TEST_CASE("every format: a row is whole, and its name is its own", "[conformance]") {
    std::set<std::string_view> names;
    for (const Format& format : formats()) {
        INFO(format.name);
        CHECK(names.insert(format.name).second);
        CHECK(find_format(format.name) == &format);
        CHECK_FALSE(format.title.empty());
        CHECK(format.detect);
        CHECK(format.open);
        CHECK(format.check_schema);
        CHECK(format.write_claims);
        CHECK(format.write_layers);
        const bool writes = format.write_payload != nullptr;
        CHECK(writes == (format.check_payload != nullptr));
        CHECK(writes == (format.signer_name != nullptr));
        CHECK(writes == (format.draft != nullptr));
        CHECK(writes == (format.seal != nullptr));
        CHECK((!writes || format.summarize));  // what is issued can be printed
        CHECK_FALSE(format.detect(""));
        CHECK_FALSE(format.detect("hello"));
    }
}

TEST_CASE("every format: what it writes is valid, and no changed bit is", "[conformance]") {
    Issuer issuer;
    each_payload([&](const Format& format, const std::string& payload) {
        Findings findings;
        const std::string id = format.check_payload(json::check(payload), ValueSets(), findings);
        CHECK(findings.empty());
        const std::string pass = issuer.sign(format, payload);
        CHECK(detect_format(pass) == &format);
        const Judged judged = issuer.judge.judge(pass);
        INFO(judged.detail);
        REQUIRE(judged.reason == "ok");
        CHECK(judged.findings.empty());
        tests::check_bit_flips(issuer.judge, pass);
        // The same pass under a key of the same name that nobody trusts.
        Issuer other;
        CHECK(other.judge.judge(pass).reason == "untrusted");
    });
}

TEST_CASE("every format: a pass has words for paper and fits into one code", "[conformance]") {
    Issuer issuer;
    each_payload([&](const Format& format, const std::string& payload) {
        const std::string pass = issuer.sign(format, payload);
        Envelope envelope;
        const std::string_view text = pass;
        open_pass(PassText(&text, 1), envelope);
        const PassSummary summary = summarize(envelope);
        CHECK_FALSE(summary.name.empty());
        CHECK_FALSE(summary.birth_date.empty());
        CHECK(encode_qr(pass, format.qr).size > 0);
    });
}

TEST_CASE("every format: a pass is revoked by its slot, and by a rule about its key", "[conformance]") {
    Issuer issuer;
    const std::string kid = issuer.certificate.kid();
    const ListSigner signer{issuer.key, find_format("hcert")->signer_name(issuer.certificate)};
    each_payload([&](const Format& format, const std::string& payload) {
        const auto reason = [&](const std::string& pass, const RevocationSet& revoked) {
            issuer.judge.revoked = revoked;
            const std::string out = issuer.judge.judge(pass).reason;
            issuer.judge.revoked = {};
            return out;
        };
        RevocationLists rules(issuer.judge.trust);
        rules.add(
            SignedList::open(write_rules({"rules", kIssued, {}, {}}, {1, {{kid, "", {}, {}}}}, signer)));
        CHECK(reason(issuer.sign(format, payload), RevocationSet(std::move(rules))) == "revoked");
        if (format.slot == SlotForm::none) return;
        StatusList slots(1000);
        slots.set(447);
        RevocationLists lists(issuer.judge.trust);
        const std::string uri = "https://lists.example/" + base64_encode(as_bytes(kid), Base64::url);
        lists.add(SignedList::open(write_status_cwt({uri, kIssued, {}, {}}, slots, signer)));
        const RevocationSet revoked(std::move(lists));
        CHECK(reason(issuer.sign(format, payload, 447), revoked) == "revoked");
        CHECK(reason(issuer.sign(format, payload, 448), revoked) == "ok");
    });
}

TEST_CASE("every format: an audit finds the last dose in the claims that verify writes", "[conformance]") {
    Issuer issuer;
    std::size_t found = 0;
    for (const Format& format : formats()) {
        if (!format.write_payload || !format.last_dose) continue;
        INFO(format.name);
        const std::string pass = issuer.sign(format, payload_of(format, "vaccination"));
        Envelope envelope;
        const std::string_view text = pass;
        open_pass(PassText(&text, 1), envelope);
        std::string claims;
        json::Writer writer(claims);
        format.write_claims(envelope, writer);
        CHECK_FALSE(format.last_dose(json::check(claims)).product.string().empty());
        CHECK_FALSE(format.last_dose(json::check("[]")).product);
        ++found;
    }
    CHECK(found >= 3);
}

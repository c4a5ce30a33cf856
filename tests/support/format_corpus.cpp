#include "support/format_corpus.hpp"
#include "support/signed_pass.hpp"
#include "support/vectors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "formats/uvci.hpp"
#include "revocation/list_files.hpp"

namespace vpass::tests {
namespace {

using nlohmann::ordered_json;

std::vector<ordered_json> load_cases(const std::string& corpus) {
    return test::line_vectors<ordered_json>(corpus + "/cases.ndjson");
}

std::vector<std::string> paths(const ordered_json& one, const char* name, const std::string& corpus) {
    std::vector<std::string> out;
    for (const auto& file : one.value(name, ordered_json::array()))
        out.push_back(test::vectors_path(corpus + "/" + file.get<std::string>()));
    return out;
}

Case make_case(const ordered_json& one, const std::string& corpus) {
    Case out;
    out.there = true;
    if (one["pass"].is_string())
        out.parts.push_back(one["pass"]);
    else
        for (const auto& part : one["pass"]) out.parts.push_back(part);
    out.judge = std::make_unique<Judge>(paths(one, "trust", corpus), paths(one, "revoked", corpus),
                                        one["at"].get<std::string>());
    return out;
}

}  // namespace

bool Judged::found(const std::string& code) const {
    return std::find(findings.begin(), findings.end(), code) != findings.end();
}

Judge::Judge(const std::vector<std::string>& trust_files, const std::vector<std::string>& lists,
             const std::string& clock) {
    for (const std::string& file : trust_files) trust.load(file);
    revoked = read_revocation_set(lists, trust);
    if (clock != "issued") at = parse_rfc3339(clock).value();
}

Judged Judge::judge(const std::vector<std::string>& parts) {
    Context context(trust, value_sets_);
    context.revoked = &revoked;
    context.at = at;
    Verifier verifier(context);
    const std::vector<std::string_view> views(parts.begin(), parts.end());
    const PassText text(views);
    const Judgement& judgement = verifier.judge({&text, 1}).front();
    const Envelope& envelope = judgement.envelope;
    Judged out{std::string(reason_name(judgement.verdict.reason)),
               judgement.verdict.detail,
               {},
               {},
               {},
               envelope.issuer,
               envelope.kid_text,
               envelope.id,
               std::string(envelope.type)};
    json::Writer claims(out.claims);
    if (judgement.verdict.valid()) envelope.format->write_claims(envelope, claims);
    if (judgement.verdict.reason > Reason::unsupported) {
        json::Writer layers(out.layers);
        layers.begin_object();
        envelope.format->write_layers(text, envelope, layers);
        layers.end_object();
        CHECK_NOTHROW(json::check(out.layers));
        Findings findings = envelope.findings;
        envelope.format->check_schema(envelope, value_sets_, findings);
        for (const Finding& finding : findings) out.findings.emplace_back(finding.kind->code);
    }
    return out;
}

bool run_corpus(const std::string& name) {
    const auto cases = load_cases(name);
    for (const auto& one : cases) {
        if (one["want"] == "any") continue;
        const Case loaded = make_case(one, name);
        const Judged answer = loaded.judge->judge(loaded.parts);
        INFO(one["id"] << " " << one.value("note", "") << ": " << answer.reason << " " << answer.detail);
        if (one["want"] == "valid") {
            CHECK(answer.reason == "ok");
            CHECK_NOTHROW(json::check(answer.claims));
        } else {
            CHECK(answer.reason != "ok");
            const auto reasons = one.value("reasons", ordered_json::array());
            if (!reasons.empty()) CHECK(std::count(reasons.begin(), reasons.end(), answer.reason) == 1);
            CHECK(answer.claims.empty());
        }
    }
    return !cases.empty();
}

Case load_case(const std::string& corpus, const std::string& id) {
    for (const auto& one : load_cases(corpus)) {
        if (one["id"] == id) return make_case(one, corpus);
    }
    return {};
}

void check_bit_flips(Judge& judge, const std::string& pass) {
    const Judged original = judge.judge(pass);
    REQUIRE(original.reason == "ok");
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < pass.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = pass;
            changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
            const Judged answer = judge.judge(changed);
            if (answer.reason != "ok") continue;
            ++accepted;
            INFO("character " << i << " bit " << bit);
            CHECK(answer.claims == original.claims);
        }
    }
    CHECK(accepted < pass.size() / 4);  // white space and unsigned bytes only
}

Registration registration(const std::string& type) {
    Registration record;
    auto set = [&](const char* name, const char* value) {
        REQUIRE(set_registration_field(record, name, value));
    };
    set("type", type.c_str());
    record.id = make_uvci("KR", "0123456789ABCDEF0123456789ABCDEF");
    set("surname", "홍");
    set("forename", "길동");
    set("birth_date", "1963-04-14");
    set("issuer", "Korea Disease Control and Prevention Agency");
    if (type == "vaccination") {
        set("vaccine", "Comirnaty");
        set("dose", "2");
        set("doses", "2");
        set("vaccinated_on", "2021-07-10");
    } else if (type == "test") {
        set("test_type", "pcr");
        set("result", "negative");
        set("sampled_at", "2021-12-12T09:30:00+09:00");
    } else if (type == "prophylaxis") {
        set("vaccine", "Stamaril");
        set("vaccinated_on", "2021-12-01");
        set("lot", "V3B721V");
        set("clinician", "Kim Minji, MD");
        set("sex", "female");
        set("nationality", "KR");
        set("identity", "M12345678");
        set("guardian", "Hong Panseo");
        set("valid_until", "2031-12-01");
    } else {
        set("positive_on", "2021-08-01");
        set("valid_from", "2021-08-12");
        set("valid_until", "2022-01-28");
    }
    complete(record, {}, ValueSets(), 1639364400);
    return record;
}

Signer::Signer(const std::string& issuer, Algorithm algorithm)
    : issuer_(issuer), key_(PrivateKey::generate(algorithm)) {
    CertificateRequest request;
    request.country = issuer.size() == 2 ? issuer : "KR";
    request.organization = "Test";
    request.common_name = "Test CSCA";
    request.not_before = issued_at - 86400;
    request.not_after = issued_at + 86400 * 3650;
    request.is_ca = true;
    certificate_ = make_certificate(request, key_.public_key(), nullptr, key_);
}

std::string Signer::sign(const Format& format, const std::string& payload, const std::string& rid) {
    SignerName signer = format.signer_name(certificate_);
    signer.issuer = issuer_;
    const SealOptions options{signer, key_.algorithm(), issued_at, expires_at, certificate_.der, rid};
    return test::signed_pass(format, payload, options, key_);
}

void Signer::introduce(const Format& format, Judge& judge) const {
    judge.trust.add(
        {issuer_, format.signer_name(certificate_).kid, VerificationKey(key_.public_key()), {}, 0, "test"});
    judge.at = issued_at + 60;
}

std::string check_round_trip(const std::string& name, const std::string& issuer, const Registration& record) {
    const Format* format = find_format(name);
    REQUIRE(format != nullptr);
    std::string payload;
    json::Writer writer(payload);
    format->write_payload(record, writer);
    Findings findings;
    format->check_payload(json::check(payload), ValueSets(), findings);
    for (const Finding& finding : findings) CHECK(finding.kind->code == "");
    Signer signer(issuer);
    const std::string pass = signer.sign(*format, payload);
    CHECK(detect_format(pass) == format);
    Judge judge;
    signer.introduce(*format, judge);
    const Judged answer = judge.judge(pass);
    INFO(answer.detail);
    CHECK(answer.reason == "ok");
    CHECK(answer.findings.empty());
    check_bit_flips(judge, pass);
    return pass;
}

}  // namespace vpass::tests

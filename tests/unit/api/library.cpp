// The interface that is installed, by its own headers alone.
#include <catch2/catch.hpp>
#include <vpass/vpass.hpp>

#include <fstream>
#include <sstream>

#include "support/scratch.hpp"

namespace {

const vpass::Time kAt = vpass::parse_rfc3339("2021-12-14T12:10:00+09:00").value();

std::string read(const std::filesystem::path& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

// An authority with its keys in a folder of its own.
struct Issuer {
    ScratchFolder scratch;
    const std::filesystem::path folder = scratch.path();
    Issuer() { vpass::make_authority({.is_test = true}, kAt).write(folder / "keys"); }

    std::string file(const char* name) const { return (folder / name).string(); }
    vpass::SigningKey key() const {
        return vpass::SigningKey::load(file("keys/dsc.key"), file("keys/dsc.pem"));
    }
    vpass::Trust trust() const { return vpass::Trust::load(file("keys/dsc.pem")); }
    static std::string payload(std::uint64_t person, std::string_view format = "hcert") {
        return vpass::payload(vpass::Registration::sample(1, person), format, {.at = kAt});
    }
    std::string pass(std::uint64_t person) const {
        return vpass::Signer(key(), {.at = kAt}).sign(payload(person)).pass;
    }
};

}  // namespace

TEST_CASE("library: a pass is signed, verified and explained") {
    const Issuer issuer;
    const std::string pass = issuer.pass(1);
    vpass::Verifier verifier(issuer.trust(), {.at = kAt});
    const vpass::Verdict verdict = verifier.verify(pass);
    CHECK(verdict);
    CHECK(verdict.reason() == "ok");
    CHECK(verdict.format() == "hcert");
    CHECK(verdict.id().starts_with("URN:UVCI:01:KR:"));
    CHECK(verdict.issued_at() == kAt);
    CHECK(verdict.judged_at() == kAt);
    CHECK(verdict.claims().find("\"dob\"") != std::string_view::npos);
    CHECK(verdict.json().starts_with("{\"result\":\"valid\""));
    // A record, and a line end, as the command reads them.
    CHECK(verifier.verify("{\"pass\":\"" + pass + "\"}\r\n"));
    CHECK(vpass::inspect(pass).starts_with("{\"layers\":"));
    CHECK(vpass::inspect("nonsense").find("\"error\"") != std::string::npos);
}

TEST_CASE("library: nothing that is in a pass throws, and nothing of it shows before its signature is good") {
    const Issuer issuer;
    vpass::Verifier verifier(issuer.trust(), {.at = kAt}), trusting_nobody(vpass::Trust(), {.at = kAt});
    const std::string pass = issuer.pass(1), huge(std::size_t{2} << 20, 'A');
    for (const std::string_view text :
         {std::string_view(), std::string_view("\0HC1:", 5), std::string_view("{"),
          std::string_view("{\"error\":{}}"), std::string_view("\xff\xfe"), std::string_view("HC1:"),
          std::string_view(huge)}) {
        const vpass::Verdict verdict = verifier.verify(text);
        CHECK_FALSE(verdict);
        CHECK(verdict.reason() == "malformed");
        CHECK(verdict.claims().empty());
        CHECK(verdict.json().starts_with("{\"result\":\"invalid\",\"reason\":\"malformed\""));
    }
    const vpass::Verdict stranger = trusting_nobody.verify(pass);
    CHECK(stranger.reason() == "untrusted");
    CHECK((stranger.id().empty() && stranger.claims().empty() && !stranger.issued_at()));
    const vpass::Verdict late =
        vpass::Verifier(issuer.trust(), {.at = kAt + std::chrono::hours(24 * 365)}).verify(pass);
    CHECK(late.code() == vpass::Reason::expired);
    CHECK((!late.id().empty() && late.claims().empty()));
    // No clock but the present is taken when nobody names one.
    CHECK(vpass::Verifier(issuer.trust()).verify(pass).reason() == "expired");
    CHECK(vpass::Verifier(issuer.trust(), {.at_issue = true}).verify(pass));
}

TEST_CASE("library: many passes get the answers that each gets alone") {
    const Issuer issuer;
    vpass::Signer signer(issuer.key(), {.at = kAt});
    std::vector<std::string> passes;
    for (std::uint64_t person = 0; person < 150; ++person) {
        passes.push_back(signer.sign(Issuer::payload(person)).pass);
        if (person % 7 == 0) passes.back().pop_back();
    }
    const std::vector<std::string_view> views(passes.begin(), passes.end());
    vpass::Verifier verifier(issuer.trust(), {.at = kAt});
    const std::vector<vpass::Verdict> verdicts = verifier.verify(views);
    REQUIRE(verdicts.size() == passes.size());
    for (std::size_t i = 0; i < passes.size(); ++i) {
        CHECK(verdicts[i].json() == verifier.verify(passes[i]).json());
        CHECK(verdicts[i].valid() == (i % 7 != 0));
    }
    CHECK(verifier.verify(std::span<const std::string_view>()).empty());
}

TEST_CASE("library: objects keep alive what they were made of, and stay usable when they were moved from") {
    const Issuer issuer;
    auto trust = std::make_unique<vpass::Trust>(issuer.trust());
    const vpass::Trust moved = std::move(*trust);
    CHECK(trust->size() == moved.size());
    vpass::Verifier verifier(*trust, {.at = kAt});
    trust.reset();
    CHECK(verifier.verify(issuer.pass(1)));
    auto door = [] {
        const vpass::Policy policy = vpass::Policy::load("kr");
        return std::make_unique<vpass::Door>(policy, vpass::Door::Options{.venue = "restaurant"});
    }();
    const vpass::Decision decision = door->decide(verifier.verify(issuer.pass(1)));
    door.reset();
    CHECK_FALSE(decision.text("ko").empty());
    CHECK(decision.json().find("\"result\"") != std::string::npos);
}

TEST_CASE("library: a door refuses what is not valid, and asks for facts that its policy knows") {
    const Issuer issuer;
    const vpass::Policy policy = vpass::Policy::parse(vpass::built_in_policy("kr"));
    CHECK(policy.warnings().empty());
    vpass::Door door(policy, {.venue = "restaurant"});
    const vpass::Decision decision =
        door.decide(vpass::Verifier(vpass::Trust(), {.at = kAt}).verify(issuer.pass(1)));
    CHECK_FALSE(decision.admit);
    CHECK(decision.text("en") == "the pass is not valid");
    CHECK_FALSE(door.decide_without_pass(kAt).admit);
    CHECK(code_of([&] { vpass::Door(policy, {.venue = "moon base"}); }) == "unknown-venue");
    CHECK(code_of([&] { vpass::Door(policy, {.venue = "restaurant", .facts = "[]"}); }) == "bad-fact");
    CHECK(code_of([&] { vpass::Door(policy, {.venue = "restaurant", .facts = "{\"moon\":1}"}); }) ==
          "unknown-fact");
    CHECK(code_of([&] { vpass::Policy::load("/none"); }) == "io");
    CHECK(code_of([&] { vpass::built_in_policy("none"); }) == "unknown-policy");
}

TEST_CASE("library: bad payloads are answers, bad keys and formats are errors") {
    const Issuer issuer;
    vpass::Signer signer(issuer.key(), {.at = kAt});
    const std::string good = Issuer::payload(1);
    const std::vector<std::string_view> payloads = {"{", good, "[]"};
    const std::vector<vpass::SignedPass> passes = signer.sign(payloads);
    REQUIRE(passes.size() == 3);
    CHECK(passes[0].error_code == "bad-json");
    CHECK(passes[1]);
    CHECK(passes[2].error_code == "bad-payload");
    CHECK((passes[0].pass.empty() && passes[2].pass.empty()));
    CHECK(code_of([&] { vpass::Signer(issuer.key(), {.format = "morse"}); }) == "usage");
    CHECK(code_of([&] {
              vpass::SigningKey::load(issuer.file("keys/csca.key"), issuer.file("keys/dsc.pem"));
          }) == "bad-key");
    CHECK(code_of([&] { vpass::SigningKey::load("/none"); }) == "io");
    CHECK(code_of([&] { vpass::make_authority({.country = "korea"}, kAt); }) == "usage");
    CHECK(code_of([&] { vpass::make_authority({}, kAt).write(issuer.folder / "keys"); }) == "exists");
    CHECK(code_of([&] { vpass::Registration().set("shoe_size", "44"); }) == "bad-field");
    CHECK(code_of([&] { vpass::payload(vpass::Registration::from_json("{\"type\":\"test\"}")); }) ==
          "bad-field");
    CHECK(vpass::certificate_request(issuer.key(), {}).starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
    // Faults, for tests of verifiers, are what they say.
    const std::string expired =
        vpass::Signer(issuer.key(), {.at = kAt, .fault = vpass::Fault::expired}).sign(good).pass;
    CHECK(vpass::Verifier(issuer.trust(), {.at = kAt}).verify(expired).reason() == "expired");
}

TEST_CASE("library: a ledger issues each payload once, revokes, restores and publishes") {
    const Issuer issuer;
    const auto folder = issuer.folder / "ledger";
    vpass::Ledger::create(folder, "log.example/passes");
    const vpass::Ledger::Options options{
        .operator_name = "kim", .at = kAt, .memory = issuer.folder / "memory", .wait = false};
    std::vector<std::string> passes;
    const std::filesystem::path site = issuer.folder / "site";
    {
        vpass::Ledger ledger(folder, options);
        CHECK(code_of([&] { vpass::Ledger(folder, options); }) == "locked");
        const std::string one = Issuer::payload(1), two = Issuer::payload(2);
        const std::vector<std::string_view> payloads = {one, "{", two, one};
        const auto answers = ledger.issue(issuer.key(), payloads, {.at = kAt});
        REQUIRE(answers.size() == 4);
        CHECK((answers[0] && answers[0].index && answers[2]));
        CHECK(answers[1].error_code == "bad-json");
        CHECK(answers[3].error_code == "already-signed");
        CHECK(ledger.issue(issuer.key(), one, {.at = kAt}).error_code == "already-signed");
        passes = {answers[0].pass, answers[2].pass};
        CHECK(ledger.issue(issuer.key(), "[]", {.at = kAt}).error_code ==
              ledger.issue(issuer.key(), "[]", {.at = kAt}).error_code);

        CHECK(ledger.revoke(passes[0], "lost").result == "revoked");
        CHECK(ledger.revoke(passes[0]).result == "already-revoked");
        CHECK(ledger.revoke("URN:UVCI:01:KR:NONE#X").result == "unknown");
        CHECK(ledger.restore(passes[1]).result == "not-revoked");
        CHECK(code_of([&] { ledger.publish(site, {}); }) == "no-key");
        const vpass::Publication first = ledger.publish(site, {.keys = {issuer.key()}});
        CHECK((first.is_new && first.sequence == 1));
        CHECK_FALSE(ledger.publish(site, {.keys = {issuer.key()}}).is_new);
    }
    const vpass::Site::Options by_root{.root = issuer.file("keys/dsc.pem"),
                                       .memory = issuer.file("seen.json")};
    const vpass::Site published = vpass::Site::open(site.string(), by_root);
    CHECK(published.warnings(kAt).empty());
    CHECK(published.warnings(published.expires_at()).size() >= 1);
    CHECK(vpass::Verifier(published, {.at = kAt}).verify(passes[0]).reason() == "revoked");
    CHECK(vpass::Verifier(published, {.at = kAt, .require_status = true}).verify(passes[1]));
    CHECK(code_of([&] { published.policy("kr.json"); }) == "unknown-policy");
    CHECK(code_of([&] { vpass::Site::open(site.string(), {.root = ""}); }) == "bad-trust");
    CHECK(code_of([&] { vpass::Site::open(site.string(), {.root = issuer.file("keys/csca.pem")}); }) ==
          "bad-site");
    {
        vpass::Ledger ledger(folder, options);
        CHECK(ledger.restore(passes[0]).result == "restored");
        ledger.publish(site, {.keys = {issuer.key()}});
    }
    CHECK(vpass::Verifier(vpass::Site::open(site.string(), by_root), {.at = kAt}).verify(passes[0]));
    CHECK(vpass::Verifier(published, {.at = kAt}).verify(passes[0]).reason() == "revoked");  // what it was

    const vpass::LogKeys keys{.log = {(folder / "public" / "vkey").string()}};
    vpass::Log log(folder, keys);
    CHECK(log.origin() == "log.example/passes");
    CHECK(log.audit({read(folder / "public" / "checkpoint")}).empty());
    const std::string proof = log.prove(passes[0]);
    CHECK(vpass::check_proof(proof, passes[0], keys).empty());
    CHECK_FALSE(vpass::check_proof(proof, passes[1], keys).empty());
    CHECK_FALSE(vpass::check_proof("nonsense", passes[0], keys).empty());
    CHECK(code_of([&] { log.prove(issuer.pass(9)); }) == "unlogged");
    CHECK(code_of([&] { log.prove(log.size()); }) == "bad-range");
    CHECK(code_of([&] { vpass::Log(folder, {}); }) == "usage");
}

TEST_CASE("library: codes are drawn and read again") {
    const std::string pass = Issuer().pass(1);
    CHECK(vpass::read_qr(vpass::qr_png(pass)) == std::vector<std::string>{pass});
    CHECK(vpass::qr_svg(pass).starts_with("<"));
    CHECK_FALSE(vpass::qr_text(pass).empty());
    CHECK(vpass::print_pdf(pass).starts_with("%PDF-"));
    CHECK(vpass::print_pdf(pass, vpass::PageSize::card) == vpass::print_pdf(pass, vpass::PageSize::card));
    CHECK(code_of([&] { vpass::print_pdf("no pass"); }) != "");
    CHECK(code_of([&] { vpass::print_pdf(pass, vpass::PageSize::a4, "/none"); }) == "io");
    CHECK(code_of([&] { vpass::qr_png(pass, 0); }) == "usage");
    CHECK(code_of([&] { vpass::qr_png(std::string(9000, 'a')); }) == "qr-too-long");
    CHECK(code_of([&] { vpass::read_qr("no picture"); }) == "bad-picture");
}

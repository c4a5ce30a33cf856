// Tests a ledger's state as a site: all forms have the same content, nothing is published twice, and a
// publication that is cut short leaves the old site or the new one, and a ledger that goes on.
#include "ledger/publish/publish.hpp"

#include <catch2/catch.hpp>

#include "data/encoding.hpp"
#include "site/site.hpp"
#include "support/ledger_fixture.hpp"
#include "support/list_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
using namespace vpass::test;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kDay = 86400;

SigningKey new_key(std::string country = "KR") {
    const PrivateKey key = PrivateKey::generate(Algorithm::es256);
    CertificateRequest request;
    request.country = std::move(country);
    request.common_name = "DSC";
    request.not_before = kAct - kDay;
    request.not_after = kAct + 365 * kDay;
    return SigningKey(key, make_certificate(request, key.public_key(), nullptr, key));
}

// An authority in a scratch folder, with one key.
struct Authority {
    ScratchFolder scratch;
    SigningKey key = new_key();
    PrivateKey root = PrivateKey::generate(Algorithm::es256);
    SignerName name = find_format("hcert")->signer_name(key.certificate);

    fs::path ledger() const { return scratch / "ledger"; }
    fs::path site() const { return scratch / "site"; }

    void sign(std::uint64_t first, std::uint64_t count) {
        Ledger open(ledger());
        open.begin("tester", kAct, "sign");
        const RegisterKey row = open.use_key(name, key.certificate);
        CountBlocks counts = open.counts(row);
        auto passes = numbered_passes(row, counts, first, count);
        const GivenCounts given = counts.given();
        open.append({.events = {}, .passes = passes, .given = {&given, 1}, .also = {}});
    }
    void revoke(std::initializer_list<std::uint64_t> entries) {
        Ledger open(ledger());
        ::revoke(open, entries);
    }
    PublishPlan plan(UnixTime at = kAct) const {
        PublishPlan out;
        out.site = site();
        out.keys = {key};
        out.root = root;
        out.at = at;
        out.valid_for = 7 * kDay;
        out.deltas = 3;
        return out;
    }
    Published publish(const PublishPlan& plan) const {
        Ledger open(ledger());
        open.begin("tester", plan.at, "publish");
        return vpass::publish(open, ledger(), plan);
    }
    Site read() const {
        const PublicKey roots[] = {root.public_key()};
        return Site::read(site(), roots);
    }
    // Returns the slots whose passes verify calls revoked.
    std::vector<std::uint64_t> revoked_among(std::uint64_t count, UnixTime at = kAct) const {
        const Site site = read();
        TrustStore trust;
        site.load_trust(trust);
        RevocationLists lists(trust);
        site.load_lists(lists);
        const RevocationSet revoked(std::move(lists));
        site.require_lists(revoked);
        REQUIRE(trust.with_kid(name.kid).size() == 1);
        std::vector<std::uint64_t> out;
        const Register rows(ledger_register(ledger()), Register::Mode::read);
        std::map<std::int64_t, std::string> uris, kids;
        for (const RegisterKey& row : rows.keys()) {
            uris[row.key] = row.status_uri;
            kids[row.key] = row.raw_kid();
        }
        rows.passes(0, count, [&](const RegisterPass& pass) {
            Envelope envelope;
            envelope.issuer = "KR";
            envelope.issued_at = pass.issued_at;
            envelope.status_index = pass.slot;
            envelope.status_uri = uris[pass.key];
            const TrustedKey& signer = *trust.with_kid(kids[pass.key])[0];
            const auto status = revoked.status(envelope, signer, at);
            CHECK(status != RevocationSet::Status::unknown);
            envelope.status_uri.clear();  // the short form
            CHECK(revoked.status(envelope, signer, at) == status);
            if (status == RevocationSet::Status::revoked) out.push_back(pass.entry);
        });
        return out;
    }
};

using Entries = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a site says what the register says, in every form", "[publication]") {
    Authority authority;
    Ledger::create(authority.ledger(), LedgerConfig::make("log.example/passes"));
    authority.sign(0, 100);  // entry 0 tells of the key
    CHECK(authority.publish(authority.plan()).is_new);
    CHECK(authority.revoked_among(101).empty());
    authority.revoke({3, 50, 77});
    CHECK(authority.publish(authority.plan()).sequence == 2);
    CHECK(authority.revoked_among(101) == Entries{3, 50, 77});
    authority.sign(100, 100);
    authority.revoke({150});
    CHECK(authority.publish(authority.plan()).sequence == 3);
    CHECK(authority.revoked_among(220) == Entries{3, 50, 77, 150});

    const Site site = authority.read();
    REQUIRE(site.manifest().lists.size() == 1);
    const Manifest::List& list = site.manifest().lists[0];
    const VerificationKey key(authority.key.certificate.key);
    const auto open = [&](const std::string& name) {
        return SignedList::open(site.file(list.folder + '/' + name));
    };
    CHECK(read_status_list(open("list.cwt"), key).hash() == list.hash);
    CHECK(read_status_list(open("list.jwt"), key).hash() == list.hash);
    CHECK(read_compact_list(open("compact-3.cwt"), key).hash == list.hash);
    CHECK(read_delta(open("delta-1-3.cwt"), key).hash == list.hash);
    CHECK(read_delta(open("delta-1-3.cwt"), key).changes == 4);
    CHECK(read_delta(open("delta-2-3.cwt"), key).changes == 1);
    CHECK(check_ledger(authority.ledger()) == 208);
}

TEST_CASE("an unchanged state is published again only when it grows old", "[publication]") {
    Authority authority;
    Ledger::create(authority.ledger(), LedgerConfig::make("log.example/passes"));
    authority.sign(0, 10);
    CHECK(authority.publish(authority.plan()).is_new);
    const Sha256 first = authority.read().manifest_hash();
    CHECK_FALSE(authority.publish(authority.plan()).is_new);
    CHECK_FALSE(authority.publish(authority.plan(kAct + 3 * kDay)).is_new);
    CHECK(authority.read().manifest_hash() == first);
    CHECK(authority.publish(authority.plan(kAct + 4 * kDay)).sequence == 2);
    PublishPlan plan = authority.plan(kAct + 4 * kDay);
    plan.policies.emplace_back("kr.json", Buffer{'[', ']'});
    CHECK(authority.publish(plan).sequence == 3);
    CHECK_FALSE(authority.publish(plan).is_new);
    CHECK(authority.publish(authority.plan(kAct + 4 * kDay)).sequence == 4);  // without the policy
    plan = authority.plan(kAct + 4 * kDay);
    plan.refresh = true;
    CHECK(authority.publish(plan).sequence == 5);
    // The next publication repairs any damage of the site.
    write_file(authority.site() / "trust.jwks", as_bytes("{}"));
    CHECK(authority.publish(authority.plan(kAct + 4 * kDay)).sequence == 6);
    authority.revoke({5});
    CHECK(authority.publish(authority.plan(kAct + 4 * kDay)).sequence == 7);
    CHECK(authority.revoked_among(11, kAct + 5 * kDay) == Entries{5});
}

TEST_CASE("nobody publishes what verifiers would refuse", "[publication]") {
    Authority authority;
    Ledger::create(authority.ledger(), LedgerConfig::make("log.example/passes"));
    authority.sign(0, 10);
    fs::copy(authority.ledger(), authority.scratch / "backup", fs::copy_options::recursive);
    PublishPlan plan = authority.plan();
    plan.keys = {new_key("JP")};
    CHECK(error_code([&] { authority.publish(plan); }) == "no-key");
    plan.keys = {};
    CHECK(error_code([&] { authority.publish(plan); }) == "no-key");
    CHECK_FALSE(fs::exists(authority.site()));
    authority.publish(authority.plan());
    plan = authority.plan();
    plan.root = PrivateKey::generate(Algorithm::es256);
    CHECK(error_code([&] { authority.publish(plan); }) == "wrong-root");
    fs::remove_all(authority.ledger());
    fs::rename(authority.scratch / "backup", authority.ledger());
    CHECK(error_code([&] { authority.publish(authority.plan()); }) == "newer-site");
}

TEST_CASE("a key that is gone is spoken for by another one of its issuer", "[publication]") {
    Authority authority;
    Ledger::create(authority.ledger(), LedgerConfig::make("log.example/passes"));
    authority.sign(0, 10);
    const SigningKey old = authority.key;
    const SignerName old_name = authority.name;
    authority.key = new_key();
    authority.name = find_format("hcert")->signer_name(authority.key.certificate);
    authority.sign(10, 10);
    {
        Ledger open(authority.ledger());
        open.begin("tester", kAct, "revoke");
        RegisterEvent rule;  // the old key as a whole
        rule.type = LogEntryType::revoke;
        rule.key = 1;
        rule.hash = sha256({});
        open.append({.events = {&rule, 1}, .passes = {}, .given = {}, .also = {}});
    }
    authority.revoke({14});
    authority.publish(authority.plan());
    CHECK(authority.revoked_among(22) == Entries{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14});
    const Site site = authority.read();
    CHECK(site.manifest().lists.size() == 2);
    TrustStore trust;
    site.load_trust(trust);
    RevocationLists lists(trust);
    site.load_lists(lists);
    const RevocationSet revoked(std::move(lists));
    Envelope pass;
    pass.issuer = "KR";
    pass.issued_at = kAct;
    CHECK(revoked.status(pass, *trust.with_kid(old_name.kid)[0], kAct) == RevocationSet::Status::revoked);
    CHECK(revoked.status(pass, *trust.with_kid(authority.name.kid)[0], kAct) ==
          RevocationSet::Status::unknown);
}

TEST_CASE("the short form holds for the passes of a key that no longer signs", "[publication]") {
    Authority authority;
    Ledger::create(authority.ledger(), LedgerConfig::make("log.example/passes"));
    authority.sign(0, 10);
    authority.key = new_key();
    authority.name = find_format("hcert")->signer_name(authority.key.certificate);
    authority.sign(10, 10);
    authority.revoke({4, 14});
    authority.publish(authority.plan());
    CHECK(authority.revoked_among(22) == Entries{4, 14});
}

TEST_CASE("a publication that is cut short leaves the old site or the new one", "[publication]") {
    for (const FaultAt::Form form : kFaultForms) {
        for (int n = 1 + static_cast<int>(form);; n += 11) {
            INFO("form " << static_cast<int>(form) << ", change " << n);
            Authority authority;
            Ledger::create(authority.ledger(), LedgerConfig::make("log.example/passes"));
            authority.sign(0, 5);
            authority.publish(authority.plan());
            authority.revoke({2});
            const bool done = survives([&] {
                const FaultAt fault(n, form);
                authority.publish(authority.plan());
            });
            const std::uint64_t shown = authority.read().manifest().sequence;
            CHECK(authority.revoked_among(6) == (shown == 1 ? Entries{} : Entries{2}));
            const Published next = authority.publish(authority.plan());
            CHECK(next.sequence >= shown);
            CHECK(next.is_new == (shown == 1));
            CHECK(authority.revoked_among(6) == Entries{2});
            check_ledger(authority.ledger());
            if (!done) continue;
            CHECK(shown == 2);
            break;
        }
    }
}

// Tests one public key under many names: a statement about one name holds for all of them.
#include <catch2/catch.hpp>

#include "crypto/jws.hpp"
#include "revocation/revocation_set.hpp"
#include "support/authority.hpp"
#include "support/list_fixture.hpp"

using namespace vpass;
using namespace vpass::test;

namespace {

// Returns the same RSA key, marked for PSS (RFC 4055 §1.2): it has another object identifier, and no
// parameters.
Buffer marked_for_pss(Buffer spki) {
    const Buffer plain = unhex("300d06092a864886f70d0101010500"),
                 marked = unhex("300b06092a864886f70d01010a");
    const auto at = std::search(spki.begin(), spki.end(), plain.begin(), plain.end());
    REQUIRE(at == spki.begin() + 4);
    Buffer out(spki.begin(), at);
    append(out, marked);
    out.insert(out.end(), at + static_cast<std::ptrdiff_t>(plain.size()), spki.end());
    out[3] = static_cast<Byte>(out[3] - 2);
    return out;
}

// One key that is trusted as an EU DSC, as the key of a health card issuer, and without an issuer.
struct ManyNames {
    PrivateKey key = PrivateKey::generate(Algorithm::es256);
    PrivateKey ca_key = PrivateKey::generate(Algorithm::es256);
    CertificateRequest request{.country = "KR",
                               .organization = {},
                               .common_name = "DSC",
                               .not_before = kIssued - kDay,
                               .not_after = kExpires,
                               .is_ca = false,
                               .is_test = false,
                               .extended_key_usage = {},
                               .san_uris = {"https://kdca.example"}};
    Certificate ca = make_certificate({.country = "KR",
                                       .organization = {},
                                       .common_name = "CSCA",
                                       .not_before = kIssued - kDay,
                                       .not_after = kExpires,
                                       .is_ca = true,
                                       .is_test = false,
                                       .extended_key_usage = {},
                                       .san_uris = {}},
                                      ca_key.public_key(), nullptr, ca_key);
    Certificate certificate = make_certificate(request, key.public_key(), &ca, ca_key);
    ListIssuer other{"listskid", "KR"};
    TrustStore trust;

    ManyNames() {
        trust.add(certificate, "dsc.pem");
        trust.add({"", "anykid", VerificationKey(key.public_key()), {}, 0, "bare.jwks"});
        trust.add(other.trusted());
    }
    std::vector<const TrustedKey*> entries() const {
        std::vector<const TrustedKey*> out;
        for (const auto& entry : trust.keys()) {
            if (entry->key.public_key().same_as(key.public_key())) out.push_back(entry.get());
        }
        return out;
    }
    std::vector<std::string> names() const {
        return {certificate.kid(), jws::thumbprint(key.public_key()),
                jws::kid_for("did:web:", key.public_key()), "anykid"};
    }
};

Envelope pass() {
    Envelope out;
    out.issuer = "KR";
    out.issued_at = kIssued;
    out.rid = "card-1";
    return out;
}

}  // namespace

TEST_CASE("identity: a key is the same in whichever form it comes", "[key_identity]") {
    for (const Algorithm algorithm : {Algorithm::es256, Algorithm::ps256, Algorithm::ed25519}) {
        const PublicKey key = PrivateKey::generate(algorithm).public_key();
        CHECK(key.identity() == sha256(key.spki()));
        CHECK(PublicKey::from_spki(key.spki()).same_as(key));
        CHECK_FALSE(PrivateKey::generate(algorithm).public_key().same_as(key));
    }
    const PublicKey ec = PrivateKey::generate(Algorithm::es256).public_key();
    const auto point = ec.ec_coordinates();
    Buffer compressed = unhex("3039301306072a8648ce3d020106082a8648ce3d030107032200");
    compressed.push_back(static_cast<Byte>(2 + (point.y.back() & 1)));
    append(compressed, point.x);
    const PublicKey same = PublicKey::from_spki(compressed);
    CHECK(compressed != ec.spki());
    CHECK(same.identity() == ec.identity());
    const PublicKey rsa = PrivateKey::generate(Algorithm::ps256).public_key();
    const PublicKey pss = PublicKey::from_spki(marked_for_pss(rsa.spki()));
    CHECK(pss.spki() != rsa.spki());
    CHECK(pss.identity() == rsa.identity());
    CHECK_THROWS_AS(PublicKey().identity(), Error);
}

TEST_CASE("identity: entries of one key know all of its names and issuers", "[key_identity]") {
    const ManyNames key;
    REQUIRE(key.entries().size() == 3);
    CHECK(key.trust.identities().size() == 2);
    for (const TrustedKey* entry : key.entries()) {
        for (const std::string& name : key.names()) CHECK(entry->identity->is_called(name));
        CHECK_FALSE(entry->identity->is_called("listskid"));
        CHECK(entry->identity->signs_for("KR"));
        CHECK(entry->identity->signs_for("https://kdca.example"));
    }
}

TEST_CASE("identity: a rule revokes a key by any name, under every entry", "[key_identity]") {
    const ManyNames key;
    for (const std::string& name : key.names()) {
        RevocationLists lists(key.trust);
        lists.add(SignedList::open(
            write_rules({"rules", kIssued, {}, {}}, {1, {{name, "", {}, {}}}}, key.other.signer())));
        const RevocationSet set(std::move(lists));
        for (const TrustedKey* entry : key.entries()) {
            INFO(entry->kid);
            CHECK(set.status(pass(), *entry, kIssued) == RevocationSet::Status::revoked);
        }
        CHECK(set.status(pass(), key.other.trusted(), kIssued) == RevocationSet::Status::unknown);
    }
}

TEST_CASE("identity: lists of every kind name a key by any name", "[key_identity]") {
    const ManyNames key;
    for (const std::string& name : key.names()) {
        RevocationLists card_lists(key.trust), slot_lists(key.trust);
        card_lists.add(CardList{name, 1, {{"card-1", {}}}});
        const RevocationSet cards(std::move(card_lists));
        StatusList list(10);
        list.set(3);
        const std::string uri = "https://kr.example/" + base64_encode(as_bytes(name), Base64::url);
        slot_lists.add(SignedList::open(write_status_cwt({uri, kIssued, {}, {}}, list, key.other.signer())));
        const RevocationSet slots(std::move(slot_lists));
        for (const TrustedKey* entry : key.entries()) {
            INFO(entry->kid);
            CHECK(cards.status(pass(), *entry, kIssued) == RevocationSet::Status::revoked);
            Envelope envelope = pass();
            envelope.status_index = 3;
            CHECK(slots.status(envelope, *entry, kIssued) == RevocationSet::Status::revoked);
            envelope.status_index = 4;
            CHECK(slots.status(envelope, *entry, kIssued) == RevocationSet::Status::good);
        }
    }
    RevokedHashes hashes;
    Envelope envelope = pass();
    envelope.algorithm = Algorithm::es256;
    envelope.signature.assign(64, 7);
    hashes.add(RevocationBatch{"KR",
                               kExpires,
                               key.certificate.kid(),
                               HashKind::signature,
                               {signature_hash(Algorithm::es256, envelope.signature)}});
    hashes.seal(&key.trust);
    for (const TrustedKey* entry : key.entries())
        CHECK(hashes.ask(envelope, *entry, kIssued) == RevokedHashes::Status::revoked);
}

TEST_CASE("identity: a certificate whose signature is written another way keeps its name", "[key_identity]") {
    const ManyNames key;
    const auto other = with_other_signature(key.certificate, key.ca);
    REQUIRE(other);
    CHECK(other->kid() != key.certificate.kid());
    CHECK(is_issued_by(*other, key.ca));
    CHECK(with_other_signature(*other, key.ca)->der == key.certificate.der);
    // Only the CA is trusted; the pass carries the signer's certificate.
    TrustStore ca_only;
    ca_only.add(key.ca, "csca.pem");
    ca_only.add(key.other.trusted());
    RevocationLists lists(ca_only);
    lists.add(SignedList::open(write_rules({"rules", kIssued, {}, {}},
                                           {1, {{key.certificate.kid(), "", {}, {}}}}, key.other.signer())));
    const RevocationSet set(std::move(lists));
    for (const Certificate* carried : {&key.certificate, &*other}) {
        const auto signer = ca_only.chain_to_trusted_ca(carried->der).key;
        REQUIRE(signer);
        CHECK(set.status(pass(), *signer, kIssued) == RevocationSet::Status::revoked);
    }
    // A DSC that is trusted by itself is the same key in either form.
    const auto signer = [&] {
        TrustStore& trust = const_cast<TrustStore&>(key.trust);
        trust.add(key.ca, "csca.pem");
        return trust.chain_to_trusted_ca(other->der).key;
    }();
    REQUIRE(signer);
    for (const std::string& name : key.names()) CHECK(signer->identity->is_called(name));
}

TEST_CASE("identity: two lists that disagree do not cancel each other", "[key_identity]") {
    const ManyNames key;
    const auto list = [&](const std::string& uri, std::uint64_t slot) {
        CompactList made{1, StatusList(10), {}};
        made.list.set(slot);
        made.hash = made.list.hash();
        return write_compact_list({uri, kIssued, {}, {}}, made, key.other.signer());
    };
    for (const char* second : {"https://a.example/listskid", "https://b.example/listskid"}) {
        RevocationLists lists(key.trust);
        lists.add(SignedList::open(list("https://a.example/listskid", 3)));
        lists.add(SignedList::open(list(second, 4)));
        const RevocationSet set(std::move(lists));
        const TrustedKey signer = key.other.trusted();
        Envelope envelope = pass();
        for (const std::uint64_t slot : {3, 4}) {
            envelope.status_index = slot;
            CHECK(set.status(envelope, signer, kIssued) == RevocationSet::Status::revoked);
        }
        envelope.status_index = 5;
        CHECK(set.status(envelope, signer, kIssued) == RevocationSet::Status::good);
    }
}

TEST_CASE("identity: a list of one country is of that country, however it is written", "[key_identity]") {
    const auto key_of = [](std::string_view issuer) {
        KeyIdentity out{PrivateKey::generate(Algorithm::es256).public_key()};
        out.add_issuer(issuer);
        return out;
    };
    struct Pair {
        const char *list, *pass;
        bool same;
    };
    const auto [list, pass, same] = GENERATE(values<Pair>({
        {"GR", "EL", true},
        {"GR", "GRC", true},
        {"gb", "UK", true},
        {"DE", " de ", true},
        {"KDCA", "KDCA", true},
        {"KDCA", "kdca", false},
        {"DE", "DK", false},
        {"WW", "ZZ", false},
    }));
    CAPTURE(list, pass);
    CHECK(same_authority(key_of(list), key_of(pass)) == same);
    CHECK(key_of(list).signs_for(pass) == same);
}

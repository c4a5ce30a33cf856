// Tests what verify asks: status lists by URI and by key, rules, and everything together.
#include <catch2/catch.hpp>
#include <fstream>

#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "passes/verify.hpp"
#include "revocation/list_files.hpp"
#include "revocation/revocation_set.hpp"
#include "support/authority.hpp"
#include "support/list_fixture.hpp"
#include "support/scratch.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using namespace vpass::test;

namespace {

constexpr UnixTime kNow = 1'639'450'000;
const std::string kUri = "https://example.test/status/1";

struct Korea {
    ListIssuer passes{"koreakid", "KR"};
    ListIssuer lists{"listskid", "KR"};
    ListIssuer stranger{"otherkid", "JP"};
    TrustStore trust;
    Korea() {
        for (const ListIssuer* issuer : {&passes, &lists, &stranger}) trust.add(issuer->trusted());
    }
};

Envelope pass(std::optional<std::uint64_t> index, std::string uri = {}) {
    Envelope out;
    out.issuer = "KR";
    out.issued_at = kNow - 10 * kDay;
    out.status_index = index;
    out.status_uri = std::move(uri);
    return out;
}

StatusList revoked(std::uint64_t slots, std::initializer_list<std::uint64_t> indexes) {
    StatusList out(slots);
    for (const std::uint64_t index : indexes) out.set(index);
    return out;
}

CompactList numbered(std::uint64_t sequence, StatusList list) {
    const Sha256 hash = list.hash();
    return {sequence, std::move(list), hash};
}

ListHead head(UnixTime issued_at, std::optional<UnixTime> expires_at = {}) {
    return {kUri, issued_at, expires_at, {}};
}

using SlotStatus = StatusIndex::Status;

}  // namespace

TEST_CASE("a pass finds its list by URI or, in the short form, by its key", "[revocation]") {
    const Korea korea;
    StatusIndex index;
    index.add(SignedList::open(write_status_cwt(head(kNow), revoked(1000, {5}), korea.passes.signer())),
              korea.trust);
    index.seal();
    const TrustedKey signer = korea.passes.trusted();
    CHECK(index.ask(pass(5, kUri), signer, kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(6, kUri), signer, kNow) == SlotStatus::good);
    CHECK(index.ask(pass(5), signer, kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(6), signer, kNow) == SlotStatus::good);
    CHECK(index.ask(pass(1000), signer, kNow) == SlotStatus::no_slot);
    CHECK(index.ask(pass({}), signer, kNow) == SlotStatus::not_covered);
    CHECK(index.ask(pass(5, kUri + "0"), signer, kNow) == SlotStatus::not_covered);
    // Another key of the issuer: by URI, but not in the short form. Another issuer: never.
    CHECK(index.ask(pass(5, kUri), korea.lists.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(5), korea.lists.trusted(), kNow) == SlotStatus::not_covered);
    CHECK(index.ask(pass(5, kUri), korea.stranger.trusted(), kNow) == SlotStatus::not_covered);
    // A SMART Health Card carries its slot as rid.
    Envelope card = pass({});
    card.rid = "5";
    CHECK(index.ask(card, signer, kNow) == SlotStatus::revoked);
    for (const char* rid : {"05", "5x", "MKyCxh7p6uQ", "99999999999999999999999"}) {
        card.rid = rid;
        CHECK(index.ask(card, signer, kNow) == SlotStatus::not_covered);
    }
}

TEST_CASE("a list that has expired still revokes, but no longer vouches", "[revocation]") {
    const Korea korea;
    StatusIndex index;
    index.add(
        SignedList::open(write_status_cwt(head(kNow, kNow + kDay), revoked(10, {5}), korea.passes.signer())),
        korea.trust);
    index.seal();
    const TrustedKey signer = korea.passes.trusted();
    CHECK(index.ask(pass(6), signer, kNow + kDay - 1) == SlotStatus::good);
    CHECK(index.ask(pass(6), signer, kNow + kDay) == SlotStatus::not_covered);
    CHECK(index.ask(pass(5), signer, kNow + kDay) == SlotStatus::revoked);
}

TEST_CASE("only a trusted key may sign a list, and only of its own issuer", "[revocation]") {
    const Korea korea;
    const ListIssuer unknown("koreakid", "KR");  // the same kid, another key
    StatusIndex index;
    auto add = [&](const ListIssuer& issuer) {
        return error_code([&] {
            index.add(SignedList::open(write_status_cwt(head(kNow), revoked(10, {5}), issuer.signer())),
                      korea.trust);
        });
    };
    CHECK(add(unknown) == "untrusted-list");
    CHECK(add(korea.stranger) == "none");
    index.seal();
    CHECK(index.ask(pass(5, kUri), korea.passes.trusted(), kNow) == SlotStatus::not_covered);
    CHECK(index.ask(pass(5, kUri), korea.stranger.trusted(), kNow) == SlotStatus::revoked);

    // A JWT names a binary kid in base64, a trust file holds its bytes.
    ListSigner signer = korea.passes.signer();
    signer.name.kid_text = base64_encode(as_bytes(korea.passes.kid), Base64::standard);
    index.add(SignedList::open(as_bytes(write_status_jwt(head(kNow), revoked(10, {3}), signer))),
              korea.trust);
    index.seal();
    CHECK(index.ask(pass(3, kUri), korea.passes.trusted(), kNow) == SlotStatus::revoked);
}

TEST_CASE("a list is its signer's, whatever its headers say or leave out", "[revocation]") {
    const Korea korea;
    const Authority authority;  // its DSC is in no trust file, its CA is
    TrustStore trust;
    for (const ListIssuer* issuer : {&korea.passes, &korea.stranger}) trust.add(issuer->trusted());
    trust.add(authority.ca, "csca");
    const auto list = [](const std::string& members, const PrivateKey& key) {
        const ListSigner signer{key, {"k", "k", "KR"}};
        const std::string made = write_status_jwt(head(kNow), revoked(10, {5}), signer);
        const std::string header = "{\"alg\":\"ES256\",\"typ\":\"statuslist+jwt\"" + members + "}";
        std::string text = base64_encode(as_bytes(header), Base64::url) + '.' +
                           made.substr(made.find('.') + 1, made.rfind('.') - made.find('.') - 1);
        const Buffer signature = sign_checked(key, as_bytes(text));
        text += '.';
        base64_encode(signature, Base64::url, text);
        return text;
    };
    const auto signer_of = [&](const std::string& text) -> std::string {
        try {
            return find_list_signer(SignedList::open(as_bytes(text)), trust)->kid;
        } catch (const Error& e) {
            return e.name();
        }
    };
    const std::string chain =
        ",\"x5c\":[\"" + base64_encode(authority.certificate.der, Base64::standard) + "\"]";
    CHECK(signer_of(list("", korea.passes.key)) == "koreakid");
    CHECK(signer_of(list(",\"kid\":\"unheard of\"", korea.passes.key)) == "koreakid");
    CHECK(signer_of(list(",\"kid\":\"otherkid\"", korea.passes.key)) == "koreakid");
    CHECK(signer_of(list(chain, authority.key)) == authority.certificate.kid());
    CHECK(signer_of(list(chain, korea.passes.key)) == "koreakid");  // the certificate is not the signer's
    CHECK(signer_of(list("", authority.key)) == "untrusted-list");
    CHECK(signer_of(list("", korea.lists.key)) == "untrusted-list");
    // The list of a key that a certificate brought along applies to passes of its country.
    StatusIndex index;
    index.add(SignedList::open(as_bytes(list(chain, authority.key))), trust);
    index.seal();
    CHECK(index.ask(pass(5, kUri), korea.passes.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(5, kUri), korea.stranger.trusted(), kNow) == SlotStatus::not_covered);
}

TEST_CASE("the newest list counts, and deltas lead there from any form, in any order", "[revocation]") {
    const Korea korea;
    const ListSigner signer = korea.passes.signer();
    const CompactList first = numbered(1, revoked(1000, {1}));
    const CompactList second = numbered(2, revoked(1000, {1, 2}));
    const CompactList third = numbered(3, revoked(2000, {2, 1500}));
    const Buffer files[] = {
        write_compact_list(head(kNow), first, signer),
        write_delta(head(kNow + kDay), first, second, signer),
        write_delta(head(kNow + 2 * kDay), second, third, signer),
    };
    const Buffer standard = write_status_cwt(head(kNow), first.list, signer);
    const TrustedKey key = korea.passes.trusted();
    auto third_list = [&](std::initializer_list<const Buffer*> order) {
        StatusIndex index;
        for (const Buffer* file : order) index.add(SignedList::open(*file), korea.trust);
        index.seal();
        CHECK(index.ask(pass(1), key, kNow) == SlotStatus::good);
        CHECK(index.ask(pass(2), key, kNow) == SlotStatus::revoked);
        CHECK(index.ask(pass(1500), key, kNow) == SlotStatus::revoked);
    };
    third_list({&files[0], &files[1], &files[2]});
    third_list({&files[2], &files[0], &files[1]});
    third_list({&files[2], &files[1], &standard});
    const Buffer whole = write_compact_list(head(kNow + 2 * kDay), third, signer);
    third_list({&whole, &files[0]});
    third_list({&files[0], &whole, &files[1], &files[2]});

    StatusIndex index;
    index.add(SignedList::open(files[0]), korea.trust);
    index.add(SignedList::open(files[2]), korea.trust);
    CHECK(error_code([&] { index.seal(); }) == "wrong-delta");
    StatusIndex alone;
    alone.add(SignedList::open(files[1]), korea.trust);
    CHECK(error_code([&] { alone.seal(); }) == "wrong-delta");
}

TEST_CASE("the short form asks every list of a key that has several", "[revocation]") {
    const Korea korea;
    StatusIndex index;
    ListHead other = head(kNow);
    other.uri += "0";
    index.add(SignedList::open(write_status_cwt(head(kNow), revoked(10, {5}), korea.passes.signer())),
              korea.trust);
    index.add(SignedList::open(write_status_cwt(other, revoked(10, {6}), korea.passes.signer())),
              korea.trust);
    index.seal();
    CHECK(index.ask(pass(5), korea.passes.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(6), korea.passes.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(7), korea.passes.trusted(), kNow) == SlotStatus::good);
    CHECK(index.ask(pass(6, kUri), korea.passes.trusted(), kNow) == SlotStatus::good);
    CHECK(index.ask(pass(5, kUri), korea.passes.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(6, other.uri), korea.passes.trusted(), kNow) == SlotStatus::revoked);
}

TEST_CASE("the short form finds a key's list by its name when another key signs it", "[revocation]") {
    const Korea korea;
    StatusIndex index;
    const std::string base = "https://kr.example/status/";
    const auto add = [&](const std::string& uri, std::uint64_t slot) {
        ListHead named = head(kNow);
        named.uri = uri;
        index.add(SignedList::open(write_status_cwt(named, revoked(10, {slot}), korea.lists.signer())),
                  korea.trust);
    };
    add(base + "koreakid", 5);
    add(base + base64_encode(as_bytes("listskid"), Base64::url), 6);
    add(base + "otherkid", 7);  // of another issuer, about which this key has nothing to say
    index.seal();
    CHECK(index.ask(pass(5), korea.passes.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(6), korea.passes.trusted(), kNow) == SlotStatus::good);
    CHECK(index.ask(pass(7), korea.stranger.trusted(), kNow) == SlotStatus::not_covered);
    // The third one is the signer's own, then, and it has two.
    CHECK(index.ask(pass(6), korea.lists.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(7), korea.lists.trusted(), kNow) == SlotStatus::revoked);
    CHECK(index.ask(pass(5), korea.lists.trusted(), kNow) == SlotStatus::good);
    CHECK(index.ask(pass(6, base + base64_encode(as_bytes("listskid"), Base64::url)), korea.lists.trusted(),
                    kNow) == SlotStatus::revoked);
}

TEST_CASE("rules revoke keys, issuers and spans of time", "[revocation]") {
    const Korea korea;
    const RuleList rules{7,
                         {{"koreakid", "", {}, {}},
                          {"listskid", "KR", kNow - 5 * kDay, kNow - kDay},
                          {"", "KR", {}, kNow - 100 * kDay}}};
    const SignedList file = SignedList::open(write_rules(head(kNow), rules, korea.lists.signer()));
    CHECK(file.kind() == ListKind::rules);
    const RuleList back = read_rules(file, korea.lists.verification_key);
    CHECK(back.sequence == 7);
    REQUIRE(back.rules.size() == 3);
    CHECK(back.rules[1].kid == "listskid");
    CHECK(back.rules[1].issuer == "KR");
    CHECK(back.rules[1].from == kNow - 5 * kDay);
    CHECK(back.rules[2].kid.empty());
    CHECK(error_code([&] { read_rules(file, korea.lists.verification_key, 8); }) == "rollback");
    CHECK(error_code([&] { read_rules(file, korea.passes.verification_key); }) == "bad-signature");

    RuleIndex index;
    index.add(file, korea.trust);
    index.seal();
    auto revokes = [&](const ListIssuer& signer, std::optional<UnixTime> issued_at) {
        Envelope envelope = pass({});
        envelope.issued_at = issued_at;
        return index.revokes(envelope, signer.trusted());
    };
    CHECK(revokes(korea.passes, kNow));
    CHECK(revokes(korea.lists, kNow - 5 * kDay));
    CHECK(revokes(korea.lists, kNow - kDay - 1));
    CHECK_FALSE(revokes(korea.lists, kNow - kDay));
    CHECK_FALSE(revokes(korea.lists, kNow - 5 * kDay - 1));
    CHECK(revokes(korea.lists, kNow - 101 * kDay));
    CHECK(revokes(korea.lists, {}));  // no time at all: within every span
    CHECK_FALSE(revokes(korea.stranger, kNow - 101 * kDay));
    CHECK_FALSE(revokes(korea.stranger, {}));

    index.add(
        SignedList::open(write_rules(head(kNow), {6, {{"listskid", "", {}, {}}}}, korea.lists.signer())),
        korea.trust);
    index.seal();
    CHECK_FALSE(revokes(korea.lists, kNow));
    index.add(
        SignedList::open(write_rules(head(kNow), {8, {{"listskid", "", {}, {}}}}, korea.lists.signer())),
        korea.trust);
    index.seal();
    CHECK(revokes(korea.lists, kNow));
    CHECK_FALSE(revokes(korea.passes, kNow));
}

TEST_CASE("rules that are not understood are refused", "[revocation]") {
    const ListIssuer issuer("k", "KR");
    auto code = [&](auto&& write) {
        Buffer value;
        cbor::Writer out(value);
        out.map(3).integer(0).integer(1).integer(4).integer(1).integer(7).array(1);
        write(out);
        const Buffer file = seal_list(head(kNow), kRulesClaim, value, {}, issuer.signer());
        return error_code([&] { read_rules(SignedList::open(file), issuer.verification_key); });
    };
    CHECK(code([](cbor::Writer& w) { w.map(1).integer(1).bytes(as_bytes("kid")); }) == "none");
    CHECK(code([](cbor::Writer& w) { w.map(0); }) == "bad-list");
    CHECK(code([](cbor::Writer& w) { w.integer(1); }) == "bad-list");
    CHECK(code([](cbor::Writer& w) { w.map(1).integer(1).text("kid"); }) == "bad-list");
    CHECK(code([](cbor::Writer& w) { w.map(1).integer(1).bytes({}); }) == "bad-list");
    CHECK(code([](cbor::Writer& w) { w.map(1).integer(2).text(""); }) == "bad-list");
    CHECK(code([](cbor::Writer& w) { w.map(1).integer(9).integer(1); }) == "bad-list");
    CHECK(code([](cbor::Writer& w) { w.map(1).text("kid").integer(1); }) == "bad-list");
    CHECK(code([](cbor::Writer& w) { w.map(2).integer(3).integer(9).integer(4).integer(9); }) == "bad-list");
    CHECK(error_code([&] { write_rules(head(kNow), {1, {{}}}, issuer.signer()); }) == "bad-list");
}

TEST_CASE("an HC1 pass carries its slot in either form", "[revocation]") {
    const Format* hcert = find_format("hcert");
    REQUIRE(hcert);
    const ListIssuer issuer("12345678", "KR");
    auto sealed = [&](std::optional<std::uint64_t> index, const std::string& uri) {
        Draft draft;
        Buffer signature;
        std::string text;
        SealOptions options;
        options.signer = issuer.signer().name;
        options.issued_at = kNow;
        options.expires_at = kNow + kDay;
        options.status_index = index;
        options.status_uri = uri;
        hcert->draft(json::Value("{}"), options, draft);
        issuer.key.sign(draft.signed_bytes, signature);
        hcert->seal(draft, signature, text);
        return text;
    };
    auto opened = [](const std::string& text) {
        Envelope out;
        const std::string_view part = text;
        open_pass({&part, 1}, out);
        return out;
    };
    const std::string without = sealed({}, {}), in_short = sealed(99'999'999, {}), in_full = sealed(7, kUri);
    CHECK_FALSE(opened(without).status_index.has_value());
    CHECK(opened(in_short).status_index == 99'999'999u);
    CHECK(opened(in_short).status_uri.empty());
    CHECK(opened(in_full).status_index == 7u);
    CHECK(opened(in_full).status_uri == kUri);
    CHECK(in_short.size() - without.size() < 24);
    CHECK(in_full.size() - in_short.size() > 60);
    // A reused envelope forgets its slot.
    Envelope envelope = opened(in_full);
    envelope.clear();
    CHECK_FALSE(envelope.status_index.has_value());
    CHECK(envelope.status_uri.empty());
}

TEST_CASE("the draft's referenced token names its slot as ours do", "[revocation]") {
    const auto vectors = test::json_vectors("statuslist/ietf_tsl.json");
    if (vectors.is_null()) return;
    Buffer token;
    hex_decode(vectors["referenced_token_cwt_hex"].get<std::string>(), token);
    // The token is not an HC1 pass, but its claims are: wrapped as one, it names slot 0.
    Buffer compressed;
    deflate(token, DeflateForm::zlib, compressed);
    std::string pass_text = "HC1:";
    base45_encode(compressed, pass_text);
    Envelope envelope;
    const std::string_view part = pass_text;
    open_pass({&part, 1}, envelope);
    CHECK(envelope.status_index == 0u);
    CHECK(envelope.status_uri == "https://example.com/statuslists/1");
}

TEST_CASE("a set loads every kind of list from files and folders", "[revocation]") {
    const Korea korea;
    const ScratchFolder folder;
    auto write = [&](const char* name, Bytes content) {
        std::ofstream(folder / name, std::ios::binary) << as_text(content);
        return (folder / name).string();
    };
    const CompactList first = numbered(1, revoked(100, {1}));
    const CompactList second = numbered(2, revoked(100, {1, 2}));
    write("a.delta", write_delta(head(kNow + 1), first, second, korea.passes.signer()));
    write("b.list", write_compact_list(head(kNow), first, korea.passes.signer()));
    write("c.jwt", as_bytes(write_status_jwt(head(kNow), first.list, korea.lists.signer()) + "\n"));
    write("d.rules",
          write_rules({"rules", kNow, {}, {}}, {1, {{"listskid", "", {}, {}}}}, korea.passes.signer()));
    write("e.json", as_bytes(write_card_list({"cardkey", 1, {{"some-rid", {}}}})));
    write("f.json",
          as_bytes(write_revocation_batches({"KR", 0, "koreakid", HashKind::uci, {uci_hash("UVCI:9")}})[0]));

    const std::vector<std::string> paths = {folder.path().string()};
    const RevocationSet set = read_revocation_set(paths, korea.trust);
    using Status = RevocationSet::Status;
    const TrustedKey signer = korea.passes.trusted();
    CHECK(set.status(pass(2, kUri), signer, kNow) == Status::revoked);
    CHECK(set.status(pass(3, kUri), signer, kNow) == Status::good);
    CHECK(set.status(pass(100, kUri), signer, kNow) == Status::no_slot);
    CHECK(set.status(pass(3, kUri), korea.lists.trusted(), kNow) == Status::revoked);
    CHECK(set.status(pass(3, kUri), korea.stranger.trusted(), kNow) == Status::unknown);
    TrustedKey card_signer = korea.stranger.trusted();
    card_signer.kid = "cardkey";
    Envelope card = pass({});
    card.rid = "some-rid";
    CHECK(set.status(card, card_signer, kNow) == Status::revoked);
    card.rid = "another";
    CHECK(set.status(card, card_signer, kNow) == Status::good);

    auto refused = [&](const char* name, Bytes content) {
        const std::vector<std::string> one = {write(name, content)};
        return error_code([&] { read_revocation_set(one, korea.trust); });
    };
    const ListIssuer unknown("koreakid", "KR");
    CHECK(refused("g", write_compact_list(head(kNow), first, unknown.signer())) == "bad-revocation");
    CHECK(refused("h", write_delta(head(kNow), first, second, korea.passes.signer())) == "bad-revocation");
    CHECK(refused("i", as_bytes("hello")) == "bad-revocation");
    CHECK(refused("j", as_bytes("{}")) == "bad-revocation");
    CHECK(refused("k", {}) == "bad-revocation");
    const std::vector<std::string> missing = {(folder / "none").string()};
    CHECK(error_code([&] { read_revocation_set(missing, korea.trust); }) == "bad-revocation");
}

// Fuzzes signed lists. The first byte says whether the rest is a whole file, or the claim of a list of some
// kind, which is then signed with our own key, so that the content is reached as well.
#include "fuzz.hpp"
#include "revocation/compact_list.hpp"
#include "revocation/rules.hpp"

using namespace vpass;

namespace {

void read(const SignedList& list, const VerificationKey& key) {
    switch (list.kind()) {
        case ListKind::status:
            read_status_list(list, key).count();
            return;
        case ListKind::rules:
            read_rules(list, key);
            return;
        case ListKind::compact:
            break;
    }
    if (is_delta(list)) {
        CompactList from{0, StatusList(1000), {}};
        const Delta delta = read_delta(list, key);
        from.hash = delta.from;
        apply(delta, from);
    } else {
        const CompactList compact = read_compact_list(list, key);
        fuzz::demand(compact.hash == compact.list.hash(), "the slots of the hash");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const PrivateKey secret = PrivateKey::generate(Algorithm::ed25519);
    static const VerificationKey key(secret.public_key());
    if (size < 1) return 0;
    const Bytes rest(data + 1, size - 1);
    fuzz::accepts([&] {
        if (data[0] % 4 == 0) return read(SignedList::open(rest), key);
        cbor::check(rest);
        const ListHead head{"uri", 1, {}, {}};
        const ListSigner signer{secret, {"kid", "kid", "KR"}};
        const ListClaim claims[] = {kStatusListClaim, kCompactListClaim, kRulesClaim};
        const ListClaim claim = claims[data[0] % 4 - 1];
        const std::string_view type = claim == kStatusListClaim ? kStatusCwtType : std::string_view();
        read(SignedList::open(seal_list(head, claim, rest, type, signer)), key);
    });
    return 0;
}

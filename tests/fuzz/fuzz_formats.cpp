// Fuzzes the content of a pass, behind a good signature, in every format that vpass writes: the first byte
// chooses the format, the rest is the payload of a record. A second choice for NZ COVID Passes and health
// cards takes the claims as they are encoded, which cannot be reached through our payloads.
#include "crypto/cose.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "judge.hpp"

using namespace vpass;

namespace {

struct FormatsWorld : fuzz::IssuingWorld {
    FormatsWorld() {
        for (const Format& format : formats())
            if (format.draft) written.push_back(&format);
    }
    std::vector<const Format*> written;
};

const FormatsWorld& world() {
    static const FormatsWorld one;
    return one;
}

std::string card_of_claims(std::string_view claims) {
    const Format& shc = *find_format("shc");
    Buffer packed;
    deflate(as_bytes(claims), DeflateForm::raw, packed);
    const std::string header =
        R"({"zip":"DEF","alg":"ES256","kid":")" + shc.signer_name(world().certificate).kid + "\"}";
    const std::string jws =
        base64_encode(as_bytes(header), Base64::url) + '.' + base64_encode(packed, Base64::url);
    Draft draft;
    draft.signed_bytes.assign(jws.begin(), jws.end());
    return world().seal(shc, draft);
}

std::string nzcp_of_claims(Bytes claims) {
    const Format& nzcp = *find_format("nzcp");
    Draft draft;
    cbor::Writer(draft.header)
        .map(2)
        .integer(cose::kKid)
        .text(nzcp.signer_name(world().certificate).kid)
        .integer(cose::kAlg)
        .integer(-7);
    draft.payload.assign(claims.begin(), claims.end());
    cose::signed_bytes(draft.header, draft.payload, draft.signed_bytes);
    return world().seal(nzcp, draft);
}

std::string pass_of(Byte choice, Bytes rest) {
    const std::size_t n = world().written.size();
    const std::size_t chosen = choice % (n + 2);
    if (chosen == n) return card_of_claims(as_text(rest));
    if (chosen == n + 1) return nzcp_of_claims(rest);
    return world().sign(*world().written[chosen], as_text(rest));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string pass;
    if (!fuzz::accepts([&] { pass = pass_of(data[0], {data + 1, size - 1}); })) return 0;
    fuzz::demand(fuzz::judge(world(), pass) != Reason::bad_signature, "what is signed verifies");
    return 0;
}

// Fuzzes a whole pass. Text goes to the verifier as it is, in whatever format; bytes that begin like a COSE
// message are packed and encoded first; a CBOR map is taken as the claims of a pass that the trusted key
// signs, so that the code behind the signature is reached too.
#include "crypto/cose.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "judge.hpp"

using namespace vpass;

namespace {

struct HcertWorld : fuzz::World {
    HcertWorld() {
        trust.add({"KR", "12345678", VerificationKey(key.public_key()), {}, 0, "fuzz"});
        cbor::Writer(header)
            .map(2)
            .integer(cose::kAlg)
            .integer(-7)
            .integer(cose::kKid)
            .bytes(as_bytes("12345678"));
    }
    Buffer header;
};

const HcertWorld& world() {
    static const HcertWorld one;
    return one;
}

std::string pass_of(Bytes input) {
    if (input.empty() || input[0] < 0x80) return std::string(as_text(input));
    Buffer message(input.begin(), input.end()), packed;
    if (input[0] >> 5 == 5) {
        Buffer covered, signature;
        cose::signed_bytes(world().header, input, covered);
        world().key.sign(covered, signature);
        cose::encode_sign1(world().header, input, signature, message);
    }
    deflate(message, DeflateForm::zlib, packed);
    std::string text = "HC1:";
    base45_encode(packed, text);
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::judge(world(), pass_of({data, size}));
    return 0;
}

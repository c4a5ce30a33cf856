// Fuzzes COSE_Sign1: the parts of a message must make a message with the same parts.
#include "crypto/cose.hpp"
#include "fuzz.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    cose::Sign1 message;
    if (!accepts([&] { message = cose::parse_sign1({data, size}); })) return 0;
    for (const std::int64_t label : {1, 3, 4, 33, -260}) {
        const cbor::Value value = message.header(label);
        if (message.is_protected(label))
            demand(value.raw().data() == message.protected_map[label].raw().data(), "protected wins");
    }
    Buffer encoded, covered, covered_again;
    cose::encode_sign1(message.protected_header, message.payload, message.signature, encoded);
    const cose::Sign1 again = cose::parse_sign1(encoded);
    demand(again.tagged, "written with its tag");
    demand(as_text(again.payload) == as_text(message.payload), "payload");
    demand(as_text(again.signature) == as_text(message.signature), "signature");
    cose::signed_bytes(message.protected_header, message.payload, covered);
    cose::signed_bytes(again.protected_header, again.payload, covered_again);
    demand(covered == covered_again, "what the signature covers");
    demand(accepts([&] { cbor::check(covered); }), "Sig_structure is CBOR");
    return 0;
}

#include "crypto/cose.hpp"

#include <array>

#include "base/error.hpp"
#include "data/cbor_head.hpp"

namespace vpass::cose {
namespace {

constexpr std::uint64_t kTagSign1 = 18;
constexpr std::uint64_t kTagCwt = 61;  // RFC 8392 §6

[[noreturn]] void fail(const char* what) {
    throw Error(Code::bad_cose, std::string("not a COSE_Sign1: ") + what);
}

// Returns the item inside one tag, however long the tag's number is written.
cbor::Value inside(cbor::Value tagged) { return cbor::Value(cbor::read_head(tagged.raw().data()).after); }

// A critical header changes the meaning of a message for those who know it (RFC 9052 §3.1), so we refuse a
// message that has one.
void refuse_critical(const Sign1& message) {
    if (message.unprotected_map[kCritical]) fail("its critical header is not protected");
    const cbor::Value critical = message.protected_map[kCritical];
    if (!critical) return;
    if (!critical.is(cbor::Type::array) || critical.size() == 0)
        fail("its critical header is not a list of labels");
    throw Error(Code::unsupported, "a critical header, which vpass does not support");
}

}  // namespace

Sign1 parse_sign1(Bytes encoded) {
    Sign1 out;
    cbor::Value value = cbor::check(encoded);
    if (value.tag() == kTagCwt) value = inside(value);
    if (value.tag() == kTagSign1) {
        out.tagged = true;
        value = inside(value);
    }
    if (!value.is(cbor::Type::array) || value.size() != 4) fail("not an array of four");
    std::array<cbor::Value, 4> part;
    std::size_t i = 0;
    for (const cbor::Value& element : value.elements()) part[i++] = element;
    if (!part[0].is(cbor::Type::bytes)) fail("the protected header is not a byte string");
    if (!part[1].is(cbor::Type::map)) fail("the unprotected header is not a map");
    if (!part[2].is(cbor::Type::bytes)) fail("the payload is not a byte string");
    if (!part[3].is(cbor::Type::bytes)) fail("the signature is not a byte string");
    out.protected_header = part[0].bytes();
    out.unprotected_map = part[1];
    out.payload = part[2].bytes();
    out.signature = part[3].bytes();
    if (!out.protected_header.empty()) {
        out.protected_map = cbor::check(out.protected_header);
        if (!out.protected_map.is(cbor::Type::map)) fail("the protected header is not a map");
    }
    refuse_critical(out);
    return out;
}

cbor::Value Sign1::header(std::int64_t label) const {
    const cbor::Value value = protected_map[label];
    return value ? value : unprotected_map[label];
}

bool Sign1::is_protected(std::int64_t label) const { return static_cast<bool>(protected_map[label]); }

void signed_bytes(Bytes protected_header, Bytes payload, Buffer& out) {
    out.clear();
    cbor::Writer(out).array(4).text("Signature1").bytes(protected_header).bytes({}).bytes(payload);
}

void signed_bytes(const Sign1& message, Buffer& out, Buffer& otherwise) {
    constexpr Byte kEmptyMap = 0xa0;
    signed_bytes(message.protected_header, message.payload, out);
    otherwise.clear();
    if (message.protected_header.empty())
        signed_bytes({&kEmptyMap, 1}, message.payload, otherwise);
    else if (message.protected_map.size() == 0)
        signed_bytes({}, message.payload, otherwise);
}

void encode_sign1(Bytes protected_header, Bytes payload, Bytes signature, Buffer& out) {
    out.clear();
    cbor::Writer(out).tag(kTagSign1).array(4).bytes(protected_header).map(0).bytes(payload).bytes(signature);
}

}  // namespace vpass::cose

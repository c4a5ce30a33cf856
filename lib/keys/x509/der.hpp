#pragma once
// Reads DER (X.690) element by element, for values of a known shape. Every function throws Unusual for what
// is not of that shape, or not in DER.
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace vpass::der {

struct Unusual {};

enum Tag : Byte {
    kBoolean = 0x01,
    kInteger = 0x02,
    kBitString = 0x03,
    kOctetString = 0x04,
    kNull = 0x05,
    kOid = 0x06,
    kUtf8String = 0x0c,
    kPrintableString = 0x13,
    kIa5String = 0x16,
    kUtcTime = 0x17,
    kGeneralizedTime = 0x18,
    kSequence = 0x30,
    kSet = 0x31,
};
constexpr Byte context(unsigned n, bool is_constructed) {
    return static_cast<Byte>(0x80 | (is_constructed ? 0x20 : 0) | n);
}

// The rest of the elements in a content.
class Reader {
 public:
    explicit Reader(Bytes content) : rest_(content) {}

    bool done() const { return rest_.empty(); }
    bool is_next(Byte tag) const { return !rest_.empty() && rest_[0] == tag; }
    Byte tag() const;            // of the next element
    Bytes take(Byte tag);        // the content of the next element, which has this tag
    Bytes take_whole(Byte tag);  // the same with tag and length
    Reader enter(Byte tag) { return Reader(take(tag)); }
    void end() const {
        if (!rest_.empty()) throw Unusual();
    }

 private:
    Bytes rest_;
};

std::string_view oid(Bytes content);       // the content, once it has been checked
std::string dotted(std::string_view oid);  // "2.5.29.15"
Bytes positive(Bytes content);             // an integer that is not negative, checked, with its leading zero
Bytes bits(Bytes content);                 // of a BIT STRING whose unused bits, if any, are zero

}  // namespace vpass::der

#include "keys/x509/der.hpp"

namespace vpass::der {
namespace {

// Splits off one element: its size with tag and length, and the size of those two.
struct Head {
    std::size_t head, whole;
};

Head head_of(Bytes rest) {
    if (rest.size() < 2 || (rest[0] & 0x1f) == 0x1f) throw Unusual();
    std::size_t length = rest[1], head = 2;
    if (length & 0x80) {
        const std::size_t octets = length & 0x7f;
        if (octets == 0 || octets > 3 || rest.size() < 2 + octets) throw Unusual();
        length = 0;
        for (std::size_t i = 0; i < octets; ++i) length = length << 8 | rest[2 + i];
        head += octets;
        if (length < 0x80 || length >> (8 * (octets - 1)) == 0) throw Unusual();  // there is a shorter form
    }
    if (rest.size() - head < length) throw Unusual();
    return {head, head + length};
}

}  // namespace

Byte Reader::tag() const {
    if (rest_.empty()) throw Unusual();
    return rest_[0];
}

Bytes Reader::take_whole(Byte tag) {
    if (!is_next(tag)) throw Unusual();
    const Bytes out = rest_.first(head_of(rest_).whole);
    rest_ = rest_.subspan(out.size());
    return out;
}

Bytes Reader::take(Byte tag) {
    if (!is_next(tag)) throw Unusual();
    const Head head = head_of(rest_);
    const Bytes out = rest_.first(head.whole).subspan(head.head);
    rest_ = rest_.subspan(head.whole);
    return out;
}

std::string_view oid(Bytes content) {
    if (content.empty() || content.back() & 0x80) throw Unusual();
    bool begins = true;
    for (const Byte byte : content) {
        if (begins && byte == 0x80) throw Unusual();  // a number with a leading zero
        begins = !(byte & 0x80);
    }
    return as_text(content);
}

std::string dotted(std::string_view oid) {
    std::string out;
    std::uint64_t number = 0;
    for (const char c : oid) {
        if (number >> 56) throw Unusual();
        const auto byte = static_cast<Byte>(c);
        number = number << 7 | (byte & 0x7f);
        if (byte & 0x80) continue;
        if (out.empty()) {
            const std::uint64_t arc = number < 80 ? number / 40 : 2;
            out = std::to_string(arc);
            number -= 40 * arc;
        }
        out += '.' + std::to_string(number);
        number = 0;
    }
    return out;
}

Bytes positive(Bytes content) {
    if (content.empty() || content[0] & 0x80) throw Unusual();
    if (content.size() > 1 && content[0] == 0 && !(content[1] & 0x80)) throw Unusual();
    return content;
}

Bytes bits(Bytes content) {
    if (content.empty() || content[0] > 7) throw Unusual();
    const Bytes out = content.subspan(1);
    if (out.empty() ? content[0] != 0 : out.back() & ((1 << content[0]) - 1)) throw Unusual();
    return out;
}

}  // namespace vpass::der

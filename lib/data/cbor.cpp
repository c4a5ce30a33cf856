// Reads checked CBOR lazily. Nothing here looks at lengths again: cbor_check.cpp has done so.
#include "data/cbor.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>
#include <string>

#include "base/error.hpp"
#include "base/same_name.hpp"
#include "data/cbor_head.hpp"
#include "data/encoding.hpp"

namespace vpass::cbor {
namespace {

double half_to_double(std::uint16_t half) {  // RFC 8949 appendix D
    const int exponent = half >> 10 & 0x1f;
    const int mantissa = half & 0x3ff;
    double value = exponent == 0    ? std::ldexp(mantissa, -24)
                   : exponent != 31 ? std::ldexp(mantissa + 1024, exponent - 25)
                   : mantissa == 0  ? INFINITY
                                    : NAN;
    return half & 0x8000 ? -value : value;
}

const Byte* skip(const Byte* p) {
    std::uint64_t items = 1;
    // The open containers of indefinite length; those of definite length are only a count of items still to
    // skip.
    struct Open {
        std::uint64_t items;
    } open[limits::kCborDepth + 1];
    std::size_t depth = 0;
    while (items) {
        if (*p == kBreak && depth) {
            ++p;
            items = open[--depth].items;
            continue;
        }
        const Head head = read_head(p);
        p = head.after;
        if (!head.indefinite || head.major == kTag) --items;
        switch (head.major) {
            case kBytes:
            case kText:
                p += head.argument;
                break;
            case kArray:
            case kMap:
                if (head.indefinite) {
                    open[depth++].items = items - 1;
                    items = ~std::uint64_t{0} >> 1;
                } else {
                    items += head.major == kMap ? 2 * head.argument : head.argument;
                }
                break;
            case kTag:
                ++items;
                break;
            default:
                break;
        }
    }
    return p;
}

// Collects the text keys that come before any other key.
void take_text_keys(Value map, std::set<std::string>& taken) {
    for (const Member& member : map.members()) {
        if (!member.key.is(Type::text)) return;
        taken.emplace(member.key.text());
    }
}

// Returns the name of a key in JSON. Keys that would look alike there (1 and "1") get a number, since a key
// may occur only once. A key that is itself an array or a map is shown as base64url of its encoding: as JSON
// in JSON its length would double with every level.
std::string unique_name(Value key, std::set<std::string>& taken) {
    std::string name(key.text());
    json::Writer writer(name);
    const Value inner = key.untagged();
    if (inner.is(Type::array) || inner.is(Type::map))
        name = base64_encode(inner.raw(), Base64::url);
    else if (!key.is(Type::text))
        to_json(key, writer);
    while (!taken.insert(name).second) name += "'" + std::to_string(taken.size());
    return name;
}

}  // namespace

Type Value::type() const {
    if (!at_) return Type::missing;
    switch (*at_ >> 5) {
        case kUnsigned:
        case kNegative:
            return Type::integer;
        case kBytes:
            return Type::bytes;
        case kText:
            return Type::text;
        case kArray:
            return Type::array;
        case kMap:
            return Type::map;
        case kTag:
            return Type::tag;
        default:
            break;
    }
    switch (*at_ & 31) {
        case 20:
        case 21:
            return Type::boolean;
        case 22:
        case 23:
            return Type::null;
        case 25:
        case 26:
        case 27:
            return Type::real;
        default:
            return Type::other;
    }
}

const Byte* Value::end() const {
    // The short strings and numbers that make up most of a pass need no loop.
    const Byte first = *at_;
    const unsigned major = first >> 5;
    const unsigned info = first & 31;
    if (info < 24) {
        if (major <= kNegative) return at_ + 1;
        if (major <= kText) return at_ + 1 + info;
    }
    return skip(at_);
}

Bytes Value::raw() const { return {at_, end()}; }

std::optional<double> Value::number() const {
    const Type t = type();
    if (t != Type::integer && t != Type::real) return {};
    const Head head = read_head(at_);
    if (head.major == kUnsigned) return static_cast<double>(head.argument);
    if (head.major == kNegative) return -1.0 - static_cast<double>(head.argument);
    switch (*at_ & 31) {
        case 25:
            return half_to_double(static_cast<std::uint16_t>(head.argument));
        case 26:
            return std::bit_cast<float>(static_cast<std::uint32_t>(head.argument));
        default:
            return std::bit_cast<double>(head.argument);
    }
}

std::optional<std::int64_t> Value::integer() const {
    const Type t = type();
    if (t == Type::integer) {
        const Head head = read_head(at_);
        if (head.argument > static_cast<std::uint64_t>(INT64_MAX)) return {};
        const auto value = static_cast<std::int64_t>(head.argument);
        return head.major == kNegative ? -1 - value : value;
    }
    if (t != Type::real) return {};
    const double value = *number();
    if (!(std::abs(value) <= 9007199254740992.0) || value != std::floor(value)) return {};
    return static_cast<std::int64_t>(value);
}

std::optional<bool> Value::boolean() const {
    if (!is(Type::boolean)) return {};
    return (*at_ & 31) == 21;
}

std::string_view Value::text() const {
    if (!is(Type::text)) return {};
    const Head head = read_head(at_);
    return as_text({head.after, head.argument});
}

Bytes Value::bytes() const {
    if (!is(Type::bytes)) return {};
    const Head head = read_head(at_);
    return {head.after, head.argument};
}

std::uint64_t Value::tag() const { return is(Type::tag) ? read_head(at_).argument : 0; }

Value Value::untagged() const {
    Value inner = *this;
    while (inner.is(Type::tag)) inner = Value(read_head(inner.at_).after);
    return inner;
}

Value Value::operator[](std::int64_t key) const {
    for (const Member& member : members()) {
        if (member.key.is(Type::integer) && member.key.integer() == key) return member.value;
    }
    return {};
}

Value Value::operator[](std::string_view key) const {
    for (const Member& member : members()) {
        if (member.key.is(Type::text) && same_name(member.key.text(), key)) return member.value;
    }
    return {};
}

Value::Members Value::members() const {
    if (!is(Type::map)) return {nullptr, 0};
    const Head head = read_head(at_);
    return {head.after, head.indefinite ? Members::kUntilBreak : head.argument};
}

Value::Elements Value::elements() const {
    if (!is(Type::array)) return {nullptr, 0};
    const Head head = read_head(at_);
    return {head.after, head.indefinite ? Elements::kUntilBreak : head.argument};
}

std::size_t Value::size() const {
    std::size_t n = 0;
    for ([[maybe_unused]] const Member& member : members()) ++n;
    for ([[maybe_unused]] const Value& value : elements()) ++n;
    return n;
}

namespace {

// Returns an integer that does not fit into signed 64 bits, in decimal.
std::string big_integer(Value value) {
    const Head head = read_head(value.raw().data());
    if (head.major == kUnsigned) return std::to_string(head.argument);
    if (head.argument == UINT64_MAX) return "-18446744073709551616";
    return '-' + std::to_string(head.argument + 1);
}

}  // namespace

void to_json(Value value, json::Writer& out) {
    switch (value.type()) {
        case Type::integer:
            if (const auto integer = value.integer())
                out.integer(*integer);
            else
                out.raw(big_integer(value));
            return;
        case Type::real:
            out.number(*value.number());
            return;
        case Type::text:
            out.string(value.text());
            return;
        case Type::bytes:
            out.string(base64_encode(value.bytes(), Base64::url));
            return;
        case Type::boolean:
            out.boolean(*value.boolean());
            return;
        case Type::tag:
            to_json(value.untagged(), out);
            return;
        case Type::array:
            out.begin_array();
            for (const Value& element : value.elements()) to_json(element, out);
            out.end_array();
            return;
        case Type::map: {
            std::set<std::string> taken;  // once there are other keys than text
            bool only_text = true;
            out.begin_object();
            for (const Member& member : value.members()) {
                if (only_text && !member.key.is(Type::text)) {
                    only_text = false;
                    take_text_keys(value, taken);
                }
                if (only_text)
                    out.any_key(member.key.text());
                else
                    out.any_key(unique_name(member.key, taken));
                to_json(member.value, out);
            }
            out.end_object();
            return;
        }
        default:
            out.null();
    }
}

Writer& Writer::head(unsigned major, std::uint64_t argument) {
    const auto type = static_cast<Byte>(major << 5);
    if (argument < 24) {
        out_.push_back(static_cast<Byte>(type | argument));
        return *this;
    }
    const unsigned size = argument <= 0xff         ? 0
                          : argument <= 0xffff     ? 1
                          : argument <= 0xffffffff ? 2
                                                   : 3;  // log2 of bytes
    out_.push_back(static_cast<Byte>(type | (24 + size)));
    for (int shift = (8 << size) - 8; shift >= 0; shift -= 8)
        out_.push_back(static_cast<Byte>(argument >> shift));
    return *this;
}

Writer& Writer::integer(std::int64_t value) {
    return value < 0 ? head(kNegative, static_cast<std::uint64_t>(-1 - value))
                     : head(kUnsigned, static_cast<std::uint64_t>(value));
}
Writer& Writer::bytes(Bytes value) {
    head(kBytes, value.size());
    return raw(value);
}
Writer& Writer::text(std::string_view value) {
    head(kText, value.size());
    return raw(as_bytes(value));
}
Writer& Writer::array(std::uint64_t count) { return head(kArray, count); }
Writer& Writer::map(std::uint64_t count) { return head(kMap, count); }
Writer& Writer::tag(std::uint64_t number) { return head(kTag, number); }
Writer& Writer::boolean(bool value) {
    out_.push_back(value ? 0xf5 : 0xf4);
    return *this;
}
Writer& Writer::null() {
    out_.push_back(0xf6);
    return *this;
}
Writer& Writer::real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    out_.push_back(0xfb);
    for (int shift = 56; shift >= 0; shift -= 8) out_.push_back(static_cast<Byte>(bits >> shift));
    return *this;
}
Writer& Writer::raw(Bytes item) {
    append(out_, item);
    return *this;
}

// Writes an integer beyond the signed 64 bits exactly; a double would round it.
Writer& Writer::big_integer(std::string_view text) {
    const bool negative = text.starts_with('-');
    std::uint64_t magnitude = 0;
    const auto [end, error] = std::from_chars(text.data() + negative, text.data() + text.size(), magnitude);
    if (error != std::errc() || end != text.data() + text.size())
        throw Error(Code::bad_number, "an integer is beyond what CBOR holds exactly");
    return negative ? head(kNegative, magnitude - 1) : head(kUnsigned, magnitude);
}

Writer& Writer::json(const json::Value& value) {
    std::string scratch;
    switch (value.type()) {
        case json::Type::boolean:
            return boolean(*value.boolean());
        case json::Type::string:
            return text(value.string(scratch));
        case json::Type::number:
            if (const auto whole = value.integer()) return integer(*whole);
            if (value.raw().find_first_of(".eE") == std::string_view::npos) return big_integer(value.raw());
            if (const auto number = value.number()) return real(*number);
            throw Error(Code::bad_number, "a number is beyond what a double can hold");
        case json::Type::array:
            array(value.size());
            for (const json::Value element : value.elements()) json(element);
            return *this;
        case json::Type::object:
            map(value.size());
            for (const json::Member& member : value.members()) {
                if (member.raw_key.find('\\') == std::string_view::npos)
                    text(member.raw_key);
                else
                    text(member.key());
                json(member.value);
            }
            return *this;
        default:
            return null();
    }
}

}  // namespace vpass::cbor

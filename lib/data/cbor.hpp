#pragma once
// Reads strict CBOR (RFC 8949) without trees: check the bytes once, then read them lazily, as json.hpp does.
//
// `check` requires one well-formed item and nothing after it, valid UTF-8 in text, no duplicate map keys, and
// limited depth. It accepts arrays and maps of indefinite length (issuers send them) and refuses strings of
// indefinite length. A Value is a view of *checked* bytes and must not outlive them; reading allocates
// nothing and is safe from any thread.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "data/json.hpp"

namespace vpass::cbor {

enum class Type { missing, integer, bytes, text, array, map, tag, boolean, null, real, other };

class Value;
struct Member;

// Throws Error "bad-cbor" naming the byte offset, "duplicate-key" or "too-deep".
Value check(Bytes bytes, std::size_t depth = limits::kCborDepth);
// Checks the first item of `bytes` in the same way; `rest` gets the bytes that follow it.
Value check_first(Bytes bytes, Bytes& rest, std::size_t depth = limits::kCborDepth);

class Value {
 public:
    Value() = default;
    explicit Value(const Byte* at) : at_(at) {}

    Type type() const;
    bool is(Type t) const { return type() == t; }
    explicit operator bool() const { return at_ != nullptr; }  // present?
    Bytes raw() const;                                         // the encoded item
    const Byte* begin() const { return at_; }                  // its first byte
    const Byte* end() const;                                   // the byte after it

    // Each returns nothing (or an empty view) when the item has another type.
    std::optional<std::int64_t> integer()
        const;  // also whole floats (issuers send 1.0); nothing when it does not fit
    std::optional<double> number() const;
    std::optional<bool> boolean() const;
    std::string_view text() const;
    Bytes bytes() const;

    std::uint64_t tag() const;  // of a tagged item
    Value untagged() const;     // inside all tags; the item itself when there are none
    bool is_float() const { return type() == Type::real; }

    Value operator[](std::int64_t key) const;  // of a map; missing when it has no such key
    Value operator[](std::string_view key) const;
    // Finds several members in one walk. Each is missing where the map has no such key.
    template <std::size_t N>
    std::array<Value, N> pick(const std::int64_t (&keys)[N]) const;
    template <std::size_t N>
    std::array<Value, N> pick(const std::string_view (&keys)[N]) const;

    // for (const auto& [key, value] : map.members()); for (Value v : array.elements()). Empty for other
    // types.
    template <typename Item, int ItemsEach>
    class Range;
    using Members = Range<Member, 2>;
    using Elements = Range<Value, 1>;
    Members members() const;
    Elements elements() const;
    std::size_t size() const;  // of an array or a map

 private:
    const Byte* at_ = nullptr;
};

struct Member {
    Value key;
    Value value;
};

template <typename Item, int ItemsEach>
class Value::Range {
 public:
    // `count` items follow `first`; when `count` is kUntilBreak, items follow up to the break byte.
    static constexpr std::uint64_t kUntilBreak = ~std::uint64_t{0};
    Range(const Byte* first, std::uint64_t count) : first_(first), count_(count) {}

    class Iterator {
     public:
        Iterator(const Byte* at, std::uint64_t left) : at_(at), left_(left) { read(); }
        const Item& operator*() const { return item_; }
        Iterator& operator++() {
            if (left_ != kUntilBreak && --left_ == 0)
                return *this;  // what follows the last item costs no walk
            at_ = last_value().end();
            read();
            return *this;
        }
        bool operator!=(std::nullptr_t) const { return left_ != 0; }

     private:
        void read() {
            if (left_ == kUntilBreak && *at_ == 0xff) left_ = 0;
            if (left_ == 0) return;
            if constexpr (ItemsEach == 2) {
                item_.key = Value(at_);
                item_.value = Value(item_.key.end());
            } else {
                item_ = Value(at_);
            }
        }
        const Value& last_value() const {
            if constexpr (ItemsEach == 2)
                return item_.value;
            else
                return item_;
        }
        const Byte* at_;
        std::uint64_t left_;
        Item item_;
    };
    Iterator begin() const { return {first_, count_}; }
    std::nullptr_t end() const { return nullptr; }

 private:
    const Byte* first_;
    std::uint64_t count_;
};

template <std::size_t N>
std::array<Value, N> Value::pick(const std::int64_t (&keys)[N]) const {
    std::array<Value, N> out;
    for (const Member& member : members()) {
        if (!member.key.is(Type::integer)) continue;
        const auto place = std::ranges::find(keys, member.key.integer());
        if (place != std::end(keys)) out[static_cast<std::size_t>(place - keys)] = member.value;
    }
    return out;
}

template <std::size_t N>
std::array<Value, N> Value::pick(const std::string_view (&keys)[N]) const {
    std::array<Value, N> out;
    for (const Member& member : members()) {
        if (!member.key.is(Type::text)) continue;
        const auto place = std::ranges::find(keys, member.key.text());
        if (place != std::end(keys)) out[static_cast<std::size_t>(place - keys)] = member.value;
    }
    return out;
}

// Appends the item as JSON: bytes as base64url, integer keys as decimal text, keys that are arrays or maps as
// base64url of their encoding, tags dropped, undefined as null. Keys that would be the same in JSON are told
// apart by a number: {1: …, "1": …} has "1" and "1'1".
void to_json(Value value, json::Writer& out);

// Builds an encoding at the end of a buffer, with each head in its shortest form (RFC 8949 §4.2.1).
class Writer {
 public:
    explicit Writer(Buffer& out) : out_(out) {}
    Writer& integer(std::int64_t value);
    Writer& bytes(Bytes value);
    Writer& text(std::string_view value);
    Writer& array(std::uint64_t count);
    Writer& map(std::uint64_t count);
    Writer& tag(std::uint64_t number);
    Writer& boolean(bool value);
    Writer& null();
    Writer& real(double value);
    Writer& raw(Bytes item);
    // Writes checked JSON as CBOR, with its members in their order; numbers with a fraction become doubles.
    // Throws Error "bad-number" for a number that is too large for a double (1e400), and for an integer
    // beyond the range of CBOR.
    Writer& json(const json::Value& value);

 private:
    Writer& head(unsigned major, std::uint64_t argument);
    Writer& big_integer(std::string_view text);
    Buffer& out_;
};

}  // namespace vpass::cbor

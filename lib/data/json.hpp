#pragma once
// Strict JSON without trees: check a text once, then read it lazily through views that allocate nothing.
//
// `check` enforces RFC 8259 and more: valid UTF-8, no lone surrogates, no duplicate keys at any level (after
// unescaping), a depth limit. A `Value` is a view of *checked* text; it must not outlive that text. Reading
// is const and free of shared state, so any number of threads may read one text.
//
// This serves records and signed payloads, where an unknown key must survive byte for byte and a tree per
// line costs more than everything else. Files that are read once at start (trust, rules) use nlohmann_json.
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"

namespace vpass::json {

enum class Type { missing, null, boolean, number, string, array, object };

class Value;
struct Member;

// Checks the whole text and returns it as a value. Throws Error "bad-json" naming the byte offset, or
// "duplicate-key", "too-deep".
Value check(std::string_view text, std::size_t depth = limits::kJsonDepth);

class Value {
 public:
    Value() = default;
    explicit Value(std::string_view raw) : raw_(raw) {}

    Type type() const;
    bool is(Type t) const { return type() == t; }
    explicit operator bool() const { return !raw_.empty(); }  // present?
    std::string_view raw() const { return raw_; }

    // Each returns nothing (or empty text) when the value has another type.
    std::optional<bool> boolean() const;
    std::optional<std::int64_t> integer() const;  // also 2.0 and 2e0: whole numbers that fit
    std::optional<double> number() const;
    std::string string() const;                           // unescaped
    std::string_view string(std::string& scratch) const;  // unescaped, without a copy when nothing is escaped

    Value operator[](
        std::string_view key) const;  // a missing Value when this is not an object or does not have the key
    Value operator[](std::size_t index) const;

    // for (const auto& [key, value] : object.members()); for (Value v : array.elements()). Empty for other
    // types.
    class Members;
    class Elements;
    Members members() const;
    Elements elements() const;
    std::size_t size() const;  // of an array or an object

 private:
    std::string_view raw_;
};

struct Member {
    std::string_view raw_key;  // between the quotes, still escaped
    Value value;
    bool has_key(std::string_view key) const;  // compares the unescaped key
    std::string key() const;
};

class Value::Members {
 public:
    explicit Members(std::string_view raw) : raw_(raw) {}
    class Iterator {
     public:
        Iterator(const char* at, const char* end);
        const Member& operator*() const { return member_; }
        Iterator& operator++();
        bool operator!=(const Iterator& other) const { return at_ != other.at_; }

     private:
        void read();
        const char* at_;  // of the key, or of the closing brace
        const char* end_;
        Member member_;
    };
    Iterator begin() const;
    Iterator end() const;

 private:
    std::string_view raw_;
};

class Value::Elements {
 public:
    explicit Elements(std::string_view raw) : raw_(raw) {}
    class Iterator {
     public:
        Iterator(const char* at, const char* end);
        Value operator*() const { return value_; }
        Iterator& operator++();
        bool operator!=(const Iterator& other) const { return at_ != other.at_; }

     private:
        void read();
        const char* at_;
        const char* end_;
        Value value_;
    };
    Iterator begin() const;
    Iterator end() const;

 private:
    std::string_view raw_;
};

// Checks a text like check(), lists the members of the outermost object, for records, and tells whether the
// text is compact, that is without white space between tokens. `members` is replaced.
Value check(std::string_view text, std::size_t depth, std::vector<Member>& members, bool& compact);

// Appends checked JSON without the white space between tokens; returns at memcpy speed when there is none.
void append_compact(std::string& out, std::string_view raw);

// Appends `text` (valid UTF-8) as a JSON string with its quotes.
void append_string(std::string& out, std::string_view text);

// Builds compact JSON at the end of a string. The writer keeps no state: it sees from the last character
// whether a comma is due, so writers may be nested, handed on and dropped at any time.
class Writer {
 public:
    explicit Writer(std::string& out) : out_(out) {}
    Writer& begin_object() { return open('{'); }
    Writer& end_object() { return close('}'); }
    Writer& begin_array() { return open('['); }
    Writer& end_array() { return close(']'); }
    Writer& key(std::string_view name);  // needs no escaping: our own names only
    Writer& any_key(std::string_view name);
    Writer& string(std::string_view text);
    template <std::integral Integer>
    Writer& integer(Integer value) {
        if constexpr (std::signed_integral<Integer>)
            return signed_integer(value);
        else
            return unsigned_integer(value);
    }
    Writer& number(
        double value);  // shortest form that reads back; whole numbers without a fraction; NaN is null
    Writer& boolean(bool value);
    Writer& null();
    Writer& raw(std::string_view json);  // compact JSON
    Writer& text(std::string_view name, std::string_view value) { return key(name).string(value); }
    std::string& out() { return out_; }

 private:
    Writer& signed_integer(std::int64_t value);
    Writer& unsigned_integer(std::uint64_t value);
    Writer& open(char c);
    Writer& close(char c);
    void comma();
    std::string& out_;
};

}  // namespace vpass::json

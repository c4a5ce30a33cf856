// Implements the strict check in one pass over the text. It allocates only for objects of many keys.
#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"
#include "data/json_scan.hpp"

namespace vpass::json {
namespace {

class Checker {
 public:
    Checker(std::string_view text, std::size_t depth, std::vector<Member>* top)
        : begin_(text.data()), p_(begin_), end_(begin_ + text.size()), depth_(depth), top_(top) {}

    Value run() {
        space();
        const char* start = p_;
        value(0);
        const char* stop = p_;
        space();
        if (p_ != end_) fail("text after the value");
        return Value({start, static_cast<std::size_t>(stop - start)});
    }

    // Returns true when no white space stood between tokens.
    bool compact() const { return compact_; }

 private:
    [[noreturn]] void fail(const char* what) const {
        throw Error(Code::bad_json,
                    std::string("bad JSON at byte ") + std::to_string(p_ - begin_ + 1) + ": " + what);
    }

    void space() {
        const char* before = p_;
        p_ = skip_space(p_, end_);
        compact_ &= p_ == before;
    }

    void value(std::size_t depth) {
        if (p_ == end_) fail("a value is missing");
        switch (*p_) {
            case '{':
                return object(depth + 1);
            case '[':
                return array(depth + 1);
            case '"':
                string();
                return;
            case 't':
                return word("true");
            case 'f':
                return word("false");
            case 'n':
                return word("null");
            default:
                return number();
        }
    }

    void word(std::string_view expected) {
        if (!std::string_view(p_, static_cast<std::size_t>(end_ - p_)).starts_with(expected))
            fail("no JSON value");
        p_ += expected.size();
    }

    bool digit() const { return p_ != end_ && *p_ >= '0' && *p_ <= '9'; }
    void digits() {
        if (!digit()) fail("a digit is missing");
        while (digit()) ++p_;
    }
    void number() {
        if (*p_ == '-') ++p_;
        if (p_ != end_ && *p_ == '0')
            ++p_;
        else if (digit())
            digits();
        else
            fail("no JSON value");
        if (p_ != end_ && *p_ == '.') ++p_, digits();
        if (p_ != end_ && (*p_ == 'e' || *p_ == 'E')) {
            ++p_;
            if (p_ != end_ && (*p_ == '+' || *p_ == '-')) ++p_;
            digits();
        }
    }

    unsigned hex4() {
        if (end_ - p_ < 4) fail("short \\u escape");
        unsigned code = 0;
        for (int i = 0; i < 4; ++i, ++p_) {
            const int digit = hex_digit(*p_);
            if (digit < 0) fail("bad \\u escape");
            code = code << 4 | static_cast<unsigned>(digit);
        }
        return code;
    }

    void escape() {  // after the backslash
        if (p_ == end_) fail("text ends inside a string");
        const char c = *p_++;
        if (c != 'u') {
            if (!std::strchr("\"\\/bfnrt", c) || c == '\0') fail("bad escape");
            return;
        }
        const unsigned code = hex4();
        if (code >= 0xdc00 && code < 0xe000) fail("lone surrogate");
        if (code >= 0xd800 && code < 0xdc00) {
            if (end_ - p_ < 6 || p_[0] != '\\' || p_[1] != 'u') fail("lone surrogate");
            p_ += 2;
            const unsigned low = hex4();
            if (low < 0xdc00 || low >= 0xe000) fail("lone surrogate");
        }
    }

    // Returns the text between the quotes; `escaped` tells whether it holds a backslash. The function is
    // inlined, since a call would cost as much as reading most strings.
    [[gnu::always_inline]] std::string_view string(bool* escaped = nullptr) {
        const char* start = ++p_;
        bool wide = false;
        for (;;) {
            p_ = skip_plain(p_, end_);
            if (p_ == end_) fail("text ends inside a string");
            const auto c = static_cast<unsigned char>(*p_);
            if (c == '"') break;
            if (c == '\\') {
                ++p_;
                escape();
                if (escaped) *escaped = true;
            } else if (c < 0x20) {
                fail("control character inside a string");
            } else {
                wide = true;
                ++p_;
            }
        }
        const std::string_view inside(start, static_cast<std::size_t>(p_ - start));
        if (wide && !is_utf8(inside)) p_ = start, fail("string is not UTF-8");
        ++p_;
        return inside;
    }

    void array(std::size_t depth) {
        enter(depth);
        if (p_ != end_ && *p_ == ']') {
            ++p_;
            return;
        }
        for (;;) {
            space();
            value(depth);
            space();
            if (p_ != end_ && *p_ == ',')
                ++p_;
            else if (p_ != end_ && *p_ == ']')
                break;
            else
                fail("',' or ']' expected");
        }
        ++p_;
    }

    void object(std::size_t depth) {
        const char* start = p_;
        enter(depth);
        if (p_ != end_ && *p_ == '}') {
            ++p_;
            return;
        }
        Keys keys;
        for (;;) {
            space();
            if (p_ == end_ || *p_ != '"') fail("a key is missing");
            bool escaped = false;
            const std::string_view raw = string(&escaped);
            keys.doubtful |= escaped;
            keys.add(fingerprint(raw));
            space();
            if (p_ == end_ || *p_ != ':') fail("':' expected");
            ++p_;
            space();
            const char* value_start = p_;
            value(depth);
            if (top_ && depth == 1)
                top_->push_back({raw, Value({value_start, static_cast<std::size_t>(p_ - value_start)})});
            space();
            if (p_ != end_ && *p_ == ',')
                ++p_;
            else if (p_ != end_ && *p_ == '}')
                break;
            else
                fail("',' or '}' expected");
        }
        ++p_;
        if (keys.doubtful) refuse_duplicates(Value({start, static_cast<std::size_t>(p_ - start)}));
    }

    void enter(std::size_t depth) {
        if (depth > depth_)
            throw Error(Code::too_deep, "JSON is nested deeper than " + std::to_string(depth_));
        ++p_;
        space();
    }

    // Equal keys have equal fingerprints. Most other keys have different ones, which saves the comparison of
    // their texts.
    std::uint64_t fingerprint(std::string_view key) const {
        std::uint64_t word = 0;
        if (end_ - key.data() >= 8) {
            std::memcpy(&word, key.data(), 8);
            if (key.size() < 8)
                word &= (std::uint64_t{1} << 8 * key.size()) - 1;  // json_scan.hpp: little-endian
        } else {
            std::memcpy(&word, key.data(), std::min<std::size_t>(key.size(), 8));
        }
        return word ^ key.size() << 56;
    }

    // The fingerprints of an object's keys. They are doubtful when two are the same, when a key has an
    // escape, or when there are many keys; then the keys themselves are compared.
    struct Keys {
        static constexpr std::size_t kFew = 16;
        void add(std::uint64_t print) {
            if (n == kFew) {
                doubtful = true;
                return;
            }
            for (std::size_t i = 0; i < n; ++i) doubtful |= prints[i] == print;
            prints[n++] = print;
        }
        bool doubtful = false;
        std::size_t n = 0;
        std::uint64_t prints[kFew];
    };

    void refuse_duplicates(Value object) const {
        std::vector<std::string> names;
        for (const Member& member : object.members()) names.push_back(member.key());
        std::sort(names.begin(), names.end());
        if (std::adjacent_find(names.begin(), names.end()) == names.end()) return;
        throw Error(Code::duplicate_key,
                    "the object that ends at byte " + std::to_string(p_ - begin_) + " has a key twice");
    }

    const char* begin_;
    const char* p_;
    const char* end_;
    std::size_t depth_;
    std::vector<Member>* top_;
    bool compact_ = true;
};

}  // namespace

Value check(std::string_view text, std::size_t depth) { return Checker(text, depth, nullptr).run(); }

Value check(std::string_view text, std::size_t depth, std::vector<Member>& members, bool& compact) {
    members.clear();
    Checker checker(text, depth, &members);
    const Value value = checker.run();
    compact = checker.compact();
    return value;
}

}  // namespace vpass::json

// Checks well-formedness, UTF-8, depth and duplicate keys in one pass (RFC 8949 §5.3 and §5.6).
#include <algorithm>
#include <string>
#include <tuple>

#include "base/error.hpp"
#include "base/same_name.hpp"
#include "data/cbor.hpp"
#include "data/cbor_head.hpp"
#include "data/encoding.hpp"

namespace vpass::cbor {
namespace {

class Checker {
 public:
    Checker(Bytes bytes, std::size_t depth)
        : begin_(bytes.data()), p_(begin_), end_(begin_ + bytes.size()), depth_(depth) {}

    Value first(Bytes& rest) {
        keys_.clear();  // a check that threw left its keys behind
        item(0);
        rest = {p_, end_};
        return Value(begin_);
    }

 private:
    [[noreturn]] void fail(const char* what) const {
        throw Error(Code::bad_cbor,
                    std::string("bad CBOR at byte ") + std::to_string(p_ - begin_ + 1) + ": " + what);
    }

    std::uint64_t left() const { return static_cast<std::uint64_t>(end_ - p_); }

    Head head() {
        if (p_ == end_) fail("an item is missing");
        const unsigned info = *p_ & 31;
        if (info > 27 && info < 31) fail("reserved length");
        if (info >= 24 && info < 31 && left() < 1 + (std::uint64_t{1} << (info - 24))) fail("cut short");
        return read_head(p_);
    }

    Head item(std::size_t depth) {
        const Head h = head();
        if (h.indefinite && h.major != kArray && h.major != kMap)
            fail("indefinite length is not allowed here");
        if (h.major >= kArray && h.major <= kTag && depth >= depth_) {
            throw Error(Code::too_deep, "CBOR is nested deeper than " + std::to_string(depth_));
        }
        const Byte* start = p_;
        p_ = h.after;
        switch (h.major) {
            case kBytes:
            case kText:
                if (h.argument > left()) p_ = start, fail("a string is cut short");
                if (h.major == kText && !is_utf8(as_text({p_, h.argument})))
                    p_ = start, fail("text is not UTF-8");
                p_ += h.argument;
                break;
            case kArray:
                array(h, depth);
                break;
            case kMap:
                map(h, depth);
                break;
            case kTag:
                item(depth + 1);
                break;
            case kSimple:
                if ((*start & 31) == 24 && h.argument < 32) p_ = start, fail("bad simple value");
                break;
            default:
                break;
        }
        return h;
    }

    bool at_break() {
        if (p_ == end_) fail("the closing break is missing");
        if (*p_ != kBreak) return false;
        ++p_;
        return true;
    }

    void array(const Head& h, std::size_t depth) {
        if (h.indefinite) {
            while (!at_break()) item(depth + 1);
            return;
        }
        if (h.argument > left()) fail("an array is cut short");
        for (std::uint64_t i = 0; i < h.argument; ++i) item(depth + 1);
    }

    // A key by its value: integers compare equal whatever the length of their encoding, and so do strings.
    struct Key {
        unsigned major;
        std::uint64_t argument;
        std::string_view content;
        auto operator<=>(const Key&) const = default;
        bool operator==(const Key& b) const {
            return major == b.major && argument == b.argument && same_name(content, b.content);
        }
    };

    void member(std::size_t depth) {
        const Byte* start = p_;
        const Head h = item(depth + 1);
        const bool string = h.major == kBytes || h.major == kText;
        const bool integer = h.major == kUnsigned || h.major == kNegative;
        // Other keys (arrays, floats, …) do not occur in passes; they are compared as they are encoded.
        keys_.push_back({h.major, string || integer ? h.argument : 0,
                         integer ? "" : as_text({string ? h.after : start, p_})});
        item(depth + 1);
    }

    void map(const Head& h, std::size_t depth) {
        const std::size_t first = keys_.size();
        if (h.indefinite) {
            while (!at_break()) member(depth);
        } else {
            if (h.argument > left() / 2) fail("a map is cut short");
            for (std::uint64_t i = 0; i < h.argument; ++i) member(depth);
        }
        refuse_duplicates(first);
        keys_.resize(first);
    }

    void refuse_duplicates(std::size_t first) {
        const auto keys = keys_.begin() + static_cast<std::ptrdiff_t>(first);
        const auto n = static_cast<std::size_t>(keys_.end() - keys);
        bool twice = false;
        if (n > 16) {
            std::sort(keys, keys_.end());
            twice = std::adjacent_find(keys, keys_.end()) != keys_.end();
        } else {
            for (std::size_t i = first + 1; i < first + n; ++i) {
                for (std::size_t j = first; j < i; ++j) twice |= keys_[i] == keys_[j];
            }
        }
        if (twice) {
            throw Error(Code::duplicate_key,
                        "the CBOR map that ends at byte " + std::to_string(p_ - begin_) + " has a key twice");
        }
    }

    const Byte* begin_;
    const Byte* p_;
    const Byte* end_;
    std::size_t depth_;
    static thread_local std::vector<Key> keys_;
};

// Each thread keeps one stack of keys, since a run checks several items of a pass and millions of passes.
thread_local std::vector<Checker::Key> Checker::keys_;

}  // namespace

Value check_first(Bytes bytes, Bytes& rest, std::size_t depth) { return Checker(bytes, depth).first(rest); }

Value check(Bytes bytes, std::size_t depth) {
    Bytes rest;
    const Value value = check_first(bytes, rest, depth);
    if (!rest.empty()) {
        throw Error(Code::bad_cbor, "bad CBOR: " + std::to_string(rest.size()) + " bytes after the item");
    }
    return value;
}

}  // namespace vpass::cbor

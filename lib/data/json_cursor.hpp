#pragma once
// Forward-only reading of checked JSON. A Value finds the end of each member before it hands it out, so a
// document of depth d is scanned d times; a Cursor looks at every byte once. For payloads that are read as a
// whole on the hot path.
//
//     for (in.enter_object(); in.next_member(key);) {
//         if (key == "iss") issuer = in.take().string();
//         else in.skip();
//     }
//
// After each step of next_member() or next_element() the value ahead has to be consumed: by take(), by
// skip(), or by entering it and reading on until next_…() has returned false.
#include <forward_list>
#include <string>

#include "data/json.hpp"

namespace vpass::json {

class Cursor {
 public:
    explicit Cursor(Value checked) : p_(checked.raw().data()), end_(p_ + checked.raw().size()) {}

    Type type() const { return Value({p_, static_cast<std::size_t>(end_ - p_)}).type(); }

    // Step into the value ahead; false, and nothing moves, when it is of another type.
    bool enter_object() { return enter('{'); }
    bool enter_array() { return enter('['); }

    // To the next member or element of the container that was entered last; false at its end, which is left.
    bool next_member(std::string_view& key);  // unescaped; lives as long as the cursor
    bool next_element() { return next(']'); }

    Value take();  // the value ahead
    void skip() { take(); }
    // The value that was ahead at `start` and has been entered and left since.
    const char* position() const { return p_; }
    Value since(const char* start) const { return Value({start, static_cast<std::size_t>(p_ - start)}); }

    // Whether no white space stood between the tokens that were stepped over so far.
    bool compact() const { return compact_; }

 private:
    bool enter(char opening);
    bool next(char closing);
    void space();

    const char* p_;
    const char* end_;
    bool compact_ = true;
    std::forward_list<std::string> unescaped_;  // keys that were written with escapes
};

}  // namespace vpass::json

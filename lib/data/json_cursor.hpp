#pragma once
// Reads checked JSON forwards only. A Value finds the end of each member before it hands it out, so a
// document of depth d is scanned d times; a Cursor looks at every byte once. It serves payloads that are read
// as a whole on the hot path.
//
//     for (in.enter_object(); in.next_member(key);) {
//         if (key == "iss") issuer = in.take().string();
//         else in.skip();
//     }
//
// After each step of next_member() or next_element() the caller has to consume the value ahead: by take(), by
// skip(), or by entering it and reading on until next_…() has returned false.
#include <forward_list>
#include <string>

#include "data/json.hpp"

namespace vpass::json {

class Cursor {
 public:
    explicit Cursor(Value checked) : p_(checked.raw().data()), end_(p_ + checked.raw().size()) {}

    Type type() const { return Value({p_, static_cast<std::size_t>(end_ - p_)}).type(); }

    // Each steps into the value ahead. When the value has another type, the function returns false and
    // nothing moves.
    bool enter_object() { return enter('{'); }
    bool enter_array() { return enter('['); }

    // Each moves to the next member or element of the container that was entered last. At its end the
    // function leaves the container and returns false.
    bool next_member(std::string_view& key);  // unescaped; lives as long as the cursor
    bool next_element() { return next(']'); }

    Value take();  // the value ahead
    void skip() { take(); }
    // Returns the value that was ahead at `start` and that has been entered and left since.
    const char* position() const { return p_; }
    Value since(const char* start) const { return Value({start, static_cast<std::size_t>(p_ - start)}); }

    // Returns true when no white space stood between the tokens that were read so far.
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

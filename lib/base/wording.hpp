#pragma once
// A text in the two languages in which people are answered.
#include <string_view>

namespace vpass {

struct Wording {
    std::string_view english, korean;

    // Returns the Korean text for "ko", and the English one for every other language.
    std::string_view in(std::string_view language) const { return language == "ko" ? korean : english; }
    bool empty() const { return english.empty(); }
};

}  // namespace vpass

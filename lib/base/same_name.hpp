#pragma once
// Compares short names. Most pairs differ in length or in their last letter, and a call of memcmp costs more
// than the rest of the comparison.
#include <string_view>

namespace vpass {

inline bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    if (a.empty()) return true;
    if (a.back() != b.back()) return false;
    for (std::size_t i = 0; i + 1 < a.size(); ++i) {
        if (a[i] != b[i]) return false;
    }
    return true;
}

}  // namespace vpass

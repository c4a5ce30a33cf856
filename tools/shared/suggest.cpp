#include "suggest.hpp"

#include <algorithm>

#include "base/edit_distance.hpp"

namespace vpass::tools {
namespace {

// Three letters of which one is wrong may be a mistake; of two wrong ones they are another word.
std::size_t most_wrong(std::string_view word) { return word.size() < 3 ? 0 : word.size() < 5 ? 1 : 2; }

std::string_view without_dashes(std::string_view name) {
    return name.substr(std::min(name.find_first_not_of('-'), name.size()));
}

}  // namespace

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> names) {
    constexpr std::size_t kMost = 4;  // of a word of one letter everything is the rest
    const std::string_view plain = without_dashes(word);
    std::vector<std::string> out;
    if (plain.empty()) return out;
    for (const std::string& name : names) {
        if (without_dashes(name).starts_with(plain)) out.push_back(name);
    }
    if (out.size() > kMost) out.clear();
    if (!out.empty()) return out;
    std::size_t least = most_wrong(plain) + 1;
    for (const std::string& name : names) {
        const std::size_t distance = edit_distance(plain, without_dashes(name));
        if (distance < least) least = distance, out = {name};
    }
    return out;
}

std::string one_or_other(std::span<const std::string> names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i) out += i + 1 == names.size() ? " or " : ", ";
        out += names[i];
    }
    return out;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> names, std::string_view before) {
    std::vector<std::string> quoted;
    for (const std::string& name : nearest(word, names))
        quoted.push_back("'" + std::string(before) + name + "'");
    return quoted.empty() ? "" : "did you mean " + one_or_other(quoted) + "?";
}

}  // namespace vpass::tools

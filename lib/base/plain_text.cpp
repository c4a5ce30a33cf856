#include "base/plain_text.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/unicode.hpp"

namespace vpass {
namespace {

constexpr char32_t kNonJoiner = 0x200c, kJoiner = 0x200d;

bool is_plain_ascii(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return text.empty();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] < ' ' || text[i] > '~' || (text[i] == ' ' && text[i + 1] == ' ')) return false;
    }
    return true;
}

bool is_arabic(char32_t c) { return (c >= 0x620 && c < 0x780) || (c >= 0x8a0 && c < 0x900); }

// Returns true where a joiner is spelling and not decoration (UAX #31, section 2.3): between Persian letters
// that do not join, and in conjuncts of Indic scripts.
bool is_spelling(std::u32string_view text, std::size_t at) {
    if (at == 0 || at + 1 == text.size()) return false;
    if (is_virama(text[at - 1])) return text[at] == kJoiner || text[at] == kNonJoiner;
    return text[at] == kNonJoiner && is_arabic(text[at - 1]) && is_arabic(text[at + 1]);
}

}  // namespace

void make_plain(std::string& text) {
    if (is_plain_ascii(text)) return;
    const std::u32string before = code_points(text);
    std::u32string out;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const char32_t c = before[i];
        if (is_everyday(c) && c != ' ') {
            out += c;
        } else if (is_white_space(c)) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else if (is_invisible(c) && !is_spelling(before, i)) {
            throw Error(Code::bad_field, code_point_name(c) + " cannot be seen, so no pass may hold it");
        } else {
            out += c;
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    text = composed(to_utf8(out));
}

}  // namespace vpass

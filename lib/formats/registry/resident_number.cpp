// Recognises Korean resident registration numbers: YYMMDD-SXXXXXC.
#include <chrono>

#include "formats/registration.hpp"

namespace vpass {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

// The seventh digit stands for century and sex: 9 and 0 for the 19th century, 1, 2, 5, 6 for the 20th, 3, 4,
// 7, 8 for the 21st.
std::chrono::year_month_day birth_date(const int (&digits)[13]) {
    const int sex = digits[6];
    const int century = sex == 0 || sex == 9                           ? 1800
                        : sex == 1 || sex == 2 || sex == 5 || sex == 6 ? 1900
                                                                       : 2000;
    return {std::chrono::year(century + digits[0] * 10 + digits[1]),
            std::chrono::month(static_cast<unsigned>(digits[2] * 10 + digits[3])),
            std::chrono::day(static_cast<unsigned>(digits[4] * 10 + digits[5]))};
}

bool has_check_digit(const int (&digits)[13]) {
    constexpr int kWeights[] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    int sum = 0;
    for (int i = 0; i < 12; ++i) sum += digits[i] * kWeights[i];
    const int remainder = sum % 11;
    return digits[12] == (11 - remainder) % 10 ||
           digits[12] == (13 - remainder) % 10;  // the latter of foreigners
}

// Thirteen digits in a row are often something else, such as milliseconds, which fail the check digit.
// Numbers that were given since October 2020 do not have a check digit.
bool is_resident_number(const int (&digits)[13], bool hyphen) {
    using namespace std::chrono;
    const year_month_day birth = birth_date(digits);
    return birth.ok() && (hyphen || has_check_digit(digits) || birth >= 2020y / October / 1);
}

}  // namespace

bool has_resident_number(std::string_view text) {
    for (std::size_t i = 0; i + 13 <= text.size(); ++i) {
        // A number that begins here or before the byte at i + 12 goes past that byte.
        if (const char last = text[i + 12]; !is_digit(last) && last != '-') {
            i += 12;
            continue;
        }
        if (!is_digit(text[i]) || (i > 0 && (is_digit(text[i - 1]) || is_letter(text[i - 1])))) continue;
        int digits[13];
        std::size_t n = 0, at = i;
        bool hyphen = false;
        while (n < 13 && at < text.size() && is_digit(text[at])) {
            digits[n++] = text[at++] - '0';
            if (n == 6 && at < text.size() && text[at] == '-') hyphen = true, ++at;
        }
        if (n < 13 || (at < text.size() && (is_digit(text[at]) || is_letter(text[at])))) continue;
        if (is_resident_number(digits, hyphen)) return true;
    }
    return false;
}

}  // namespace vpass

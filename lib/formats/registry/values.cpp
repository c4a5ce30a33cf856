#include "formats/registry/values.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/time.hpp"

namespace vpass {
namespace {

struct Word {
    std::string_view field, word, code;
};
constexpr Word kWords[] = {
    {"test_type", "pcr", "LP6464-4"},
    {"test_type", "antigen", "LP217198-3"},
    {"test_type", "rat", "LP217198-3"},
    {"test_type", "신속항원", "LP217198-3"},
    {"test_type", "신속항원검사", "LP217198-3"},
    {"result", "negative", "260415000"},
    {"result", "음성", "260415000"},
    {"result", "positive", "260373001"},
    {"result", "양성", "260373001"},
    {"type", "vaccination", "vaccination"},
    {"type", "접종", "vaccination"},
    {"type", "예방접종", "vaccination"},
    {"type", "test", "test"},
    {"type", "검사", "test"},
    {"type", "recovery", "recovery"},
    {"type", "회복", "recovery"},
    {"type", "완치", "recovery"},
    {"type", "prophylaxis", "prophylaxis"},
    {"type", "icvp", "prophylaxis"},
    {"type", "국제예방접종", "prophylaxis"},
    {"type", "국제공인예방접종", "prophylaxis"},
    {"vaccine", "스타마릴", "YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0"},
    {"sex", "male", "male"},
    {"sex", "m", "male"},
    {"sex", "남", "male"},
    {"sex", "남자", "male"},
    {"sex", "남성", "male"},
    {"sex", "female", "female"},
    {"sex", "f", "female"},
    {"sex", "여", "female"},
    {"sex", "여자", "female"},
    {"sex", "여성", "female"},
    {"sex", "other", "other"},
    {"sex", "unknown", "unknown"},
    {"nationality", "대한민국", "KOR"},
    {"nationality", "한국", "KOR"},
};

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

std::string two_digits(std::string_view number) {
    return (number.size() == 1 ? "0" : "") + std::string(number);
}

// Converts a spreadsheet's number of days. Number 60 stands for February 29, 1900, which did not exist, so
// smaller numbers are ambiguous.
std::string from_serial(std::string_view text, DateForm form) {
    const std::size_t dot = text.find('.');
    if (dot != std::string_view::npos && text.find_first_not_of('0', dot + 1) != std::string_view::npos)
        return {};
    const std::string_view whole = text.substr(0, dot);
    int days = 0;
    if (!is_digits(whole) || whole.size() > 5) return {};
    std::from_chars(whole.data(), whole.data() + whole.size(), days);
    using namespace std::chrono;
    const Date zero = form == DateForm::excel ? Date(1899y / December / 30) : Date(1904y / January / 1);
    return days > 60 ? format_date(zero + std::chrono::days(days)) : std::string();
}

}  // namespace

const Vaccine* find_vaccine(std::string_view name) {
    for (const Vaccine& vaccine : known_vaccines())
        if (vaccine.product == name || vaccine.name == name) return &vaccine;
    const std::string wanted = lower_case(name);
    for (const Vaccine& vaccine : known_vaccines()) {
        const auto is_it = [&](std::string_view other) { return lower_case(other) == wanted; };
        if (is_it(vaccine.name) || is_it(vaccine.product) || std::ranges::any_of(vaccine.others, is_it))
            return &vaccine;
    }
    return nullptr;
}

std::string vaccine_names() {
    std::string out;
    for (const Vaccine& vaccine : known_vaccines()) {
        if (!out.empty()) out += ", ";
        out.append(vaccine.name).append(" (").append(vaccine.others.front()).append(")");
    }
    return out;
}

std::string_view code_of_word(std::string_view field, std::string_view word) {
    const std::string wanted = lower_case(word);
    for (const Word& row : kWords) {
        if (row.field == field && row.word == wanted) return row.code;
    }
    return {};
}

std::string iso_date(std::string_view written, DateForm form) {
    const std::string_view text = trimmed(written);
    if (text.size() == 10 && text[4] == '-' && text[7] == '-') return std::string(text);
    if (form == DateForm::excel || form == DateForm::excel_1904) {
        const std::string date = from_serial(text, form);
        if (!date.empty()) return date;
    }
    if (text.size() == 8 && is_digits(text))
        return std::string(text.substr(0, 4)) + '-' + std::string(text.substr(4, 2)) + '-' +
               std::string(text.substr(6));
    std::string plain(text);
    for (const std::string_view midnight : {" 00:00:00", "T00:00:00", " 0:00:00", " 00:00", " 0:00"}) {
        if (plain.ends_with(midnight)) plain.resize(plain.size() - midnight.size());
    }
    replace_all(plain, "년", "-");
    replace_all(plain, "월", "-");
    replace_all(plain, "일", "");
    replace_all(plain, " ", "");
    while (plain.ends_with('-') || plain.ends_with('.')) plain.pop_back();
    const std::size_t first = plain.find_first_of("-./");
    if (first == std::string::npos) return plain;
    const char separator = plain[first];
    std::vector<std::string> parts;
    for (std::string_view left = plain;;) {
        const std::size_t end = std::min(left.find(separator), left.size());
        parts.emplace_back(left.substr(0, end));
        if (end == left.size()) break;
        left.remove_prefix(end + 1);
    }
    if (parts.size() == 3 && form == DateForm::day_first) std::swap(parts[0], parts[2]);
    if (parts.size() == 3 && form == DateForm::month_first)
        std::rotate(parts.begin(), parts.begin() + 2, parts.end());
    const bool right = (parts.size() == 2 || parts.size() == 3) && parts[0].size() == 4 &&
                       std::ranges::all_of(parts, is_digits) && parts[1].size() <= 2 &&
                       parts.back().size() <= 2;
    if (!right) return std::string(text);
    std::string out = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) out += '-' + two_digits(parts[i]);
    return out;
}

std::string plain_time(std::string_view written) {
    std::string out(trimmed(written));
    if (!parse_rfc3339(out)) return out;
    out[10] = 'T';
    if (out.back() == 'z') out.back() = 'Z';
    if (out.compare(17, 2, "60") == 0) out.replace(17, 2, "59");
    return out;
}

}  // namespace vpass

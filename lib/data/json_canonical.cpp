#include "data/json_canonical.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"

namespace vpass::jcs {
namespace {

// Members are sorted by the UTF-16 code units of their keys (§3.2.3). That order is the one of UTF-8, except
// that U+E000 to U+FFFF come after the characters that take surrogates in UTF-16 and four bytes in UTF-8.
bool utf16_less(std::string_view a, std::string_view b) {
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (y == b.end()) return false;
    if (x == a.end()) return true;
    const auto p = static_cast<unsigned char>(*x), q = static_cast<unsigned char>(*y);
    const bool p_surrogates = p >= 0xf0, q_surrogates = q >= 0xf0;
    if (p_surrogates != q_surrogates) {
        if (p_surrogates && q >= 0xee) return true;
        if (q_surrogates && p >= 0xee) return false;
    }
    return p < q;
}

// RFC 8785 §3.2.2.2 requires the short forms \b and \f here, for which json::append_string writes the long
// form.
void append_string(std::string& out, std::string_view text) {
    out += '"';
    const auto is_plain = [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t run = i;
        while (run < text.size() && is_plain(text[run])) ++run;
        out += text.substr(i, run - i);
        if (run == text.size()) break;
        i = run;
        const char c = text[i];
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += "\\u00";
                out += {"0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
        }
    }
    out += '"';
}

void append_object(std::string& out, json::Value object) {
    struct Named {
        std::string key;
        json::Value value;
    };
    std::vector<Named> members;
    for (const json::Member& member : object.members()) members.push_back({member.key(), member.value});
    std::sort(members.begin(), members.end(),
              [](const Named& a, const Named& b) { return utf16_less(a.key, b.key); });
    out += '{';
    for (const Named& member : members) {
        if (out.back() != '{') out += ',';
        append_string(out, member.key);
        out += ':';
        append_canonical(out, member.value);
    }
    out += '}';
}

}  // namespace

std::string number_text(double value) {
    if (value == 0) return "0";
    char buffer[32];
    const auto [stop, error] =
        std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific);
    const std::string_view text(buffer, static_cast<std::size_t>(stop - buffer));  // "1.25e-07"
    const std::size_t e = text.find('e');
    std::string digits(1, text[0]);
    if (e > 1) digits += text.substr(2, e - 2);
    int exponent = 0;  // of the first digit
    std::from_chars(buffer + e + (text[e + 1] == '+' ? 2 : 1), stop, exponent);
    const int n = static_cast<int>(digits.size());

    std::string out = value < 0 ? "-" : "";
    if (exponent >= 0 && exponent < 21) {  // ECMA-262, Number::toString
        const auto whole = static_cast<std::size_t>(exponent) + 1;
        if (digits.size() <= whole) return out + digits.append(whole - digits.size(), '0');
        return out + digits.insert(whole, 1, '.');
    }
    if (exponent < 0 && exponent >= -6)
        return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    if (n > 1) digits.insert(1, 1, '.');
    return out + digits + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

void append_canonical(std::string& out, json::Value value) {
    switch (value.type()) {
        case json::Type::object:
            return append_object(out, value);
        case json::Type::array:
            out += '[';
            for (const json::Value element : value.elements()) {
                if (out.back() != '[') out += ',';
                append_canonical(out, element);
            }
            out += ']';
            return;
        case json::Type::string:
            return append_string(out, value.string());
        case json::Type::number: {
            const auto number = value.number();
            if (!number) throw Error(Code::bad_json, "a number that no double holds");
            out += number_text(*number);
            return;
        }
        default:
            out += value.raw();
    }
}

}  // namespace vpass::jcs

#include "vpass/uvci.hpp"

namespace vpass {
namespace {

constexpr std::string_view kSymbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:";

}  // namespace

char uvci_check_character(std::string_view text) {
    const std::size_t n = kSymbols.size();
    std::size_t sum = 0;
    std::size_t factor = 2;
    for (auto c = text.rbegin(); c != text.rend(); ++c) {
        const std::size_t value = kSymbols.find(*c);
        if (value == std::string_view::npos) return 0;
        const std::size_t addend = factor * value;
        sum += addend / n + addend % n;
        factor = 3 - factor;
    }
    return kSymbols[(n - sum % n) % n];
}

UvciCheck check_uvci(std::string_view uvci) {
    const std::size_t hash = uvci.rfind('#');
    if (hash == std::string_view::npos) return UvciCheck::absent;
    const char expected = uvci_check_character(uvci.substr(0, hash));
    const std::string_view given = uvci.substr(hash + 1);
    return expected && given.size() == 1 && given[0] == expected ? UvciCheck::right : UvciCheck::wrong;
}

std::string make_uvci(std::string_view country, std::string_view unique_part) {
    std::string out = "URN:UVCI:01:";
    out.append(country).append(":").append(unique_part);
    const char check = uvci_check_character(out);
    return out + "#" + check;
}

}  // namespace vpass

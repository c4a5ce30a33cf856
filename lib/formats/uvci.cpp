#include "formats/uvci.hpp"

#include <array>

namespace vpass {
namespace {

constexpr std::string_view kSymbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:";

constexpr std::array<short, 256> kValues = [] {
    std::array<short, 256> out{};
    out.fill(-1);
    for (std::size_t i = 0; i < kSymbols.size(); ++i)
        out[static_cast<unsigned char>(kSymbols[i])] = static_cast<short>(i);
    return out;
}();

}  // namespace

char uvci_check_character(std::string_view text) {
    const std::size_t n = kSymbols.size();
    std::size_t sum = 0;
    std::size_t factor = 2;
    for (auto c = text.rbegin(); c != text.rend(); ++c) {
        const int value = kValues[static_cast<unsigned char>(*c)];
        if (value < 0) return 0;
        const std::size_t addend = factor * static_cast<std::size_t>(value);
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

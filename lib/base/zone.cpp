#include "base/zone.hpp"

#include "base/error.hpp"
#include "base/time.hpp"

namespace vpass {

std::optional<int> parse_zone(std::string_view text) {
    if (text == "Z") return 0;
    if (text.size() != 6) return {};  // else a fraction of a second would pass, ".5+09:00"
    const auto utc = parse_rfc3339("2000-01-02T00:00:00" + std::string(text));
    if (!utc) return {};
    return static_cast<int>((*parse_rfc3339("2000-01-02T00:00:00Z") - *utc) / 60);
}

std::string format_zone(int minutes) {
    std::string out = minutes < 0 ? "-00:00" : "+00:00";
    const int size = minutes < 0 ? -minutes : minutes;
    const int digits[] = {size / 600, size / 60 % 10, size % 60 / 10, size % 10};
    const std::size_t places[] = {1, 2, 4, 5};
    for (std::size_t i = 0; i < 4; ++i) out[places[i]] = static_cast<char>('0' + digits[i]);
    return out;
}

int zone_of_option(const char* option, const std::string& text) {
    if (const auto zone = parse_zone(text)) return *zone;
    throw Error(Code::usage, std::string(option) + ": '" + text + "' is not an offset from UTC",
                "write it like +09:00");
}

}  // namespace vpass

#include "vpass/country.hpp"

#include <unicode/uloc.h>

#include <map>

namespace vpass {
namespace {

// Beside ISO 3166-1: Germany is a single letter in travel documents, and Kosovo has a code of ICAO's own.
constexpr std::pair<const char*, const char*> kOwn[] = {{"D", "DE"}, {"RKS", "XK"}};

using Table = std::map<std::string, std::string, std::less<>>;

const Table& by_alpha3() {
    static const Table table = [] {
        Table out;
        for (const char* const* code = uloc_getISOCountries(); *code; ++code)
            out[uloc_getISO3Country((std::string("und_") + *code).c_str())] = *code;
        for (const auto& [alpha3, alpha2] : kOwn) out[alpha3] = alpha2;
        return out;
    }();
    return table;
}

}  // namespace

std::string country_alpha2(std::string_view alpha3) {
    const auto found = by_alpha3().find(alpha3);
    return found == by_alpha3().end() ? std::string() : found->second;
}

std::string country_alpha3(std::string_view alpha2) {
    for (const auto& [own3, own2] : kOwn) {
        if (own2 == alpha2) return own3;
    }
    return uloc_getISO3Country(("und_" + std::string(alpha2)).c_str());
}

}  // namespace vpass

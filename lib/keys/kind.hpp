#pragma once
// Names the kinds of pass that a signer can be limited to, by its certificate (EU DCC, certificate
// governance, 4.3) or by the domain for which WHO's network lists it.
#include <cstdint>
#include <string_view>

namespace vpass {

// The subject of a pass. A certificate can name vaccination, test and recovery, which are about COVID-19.
enum class Kind : std::uint8_t { other, vaccination, test, recovery, prophylaxis, health_link };
std::string_view kind_name(Kind kind);  // "vaccination"

// The extended key usage of a signer of VDS-NC (ICAO Doc 9303-12 §7.1.3), which limits it to no kind.
inline constexpr std::string_view kVdsNcSignerUsage = "2.23.136.1.1.14.2";

constexpr bool is_covid_certificate(Kind kind) {
    return kind == Kind::vaccination || kind == Kind::test || kind == Kind::recovery;
}

}  // namespace vpass

#pragma once
// Names the kinds of pass that a signer can be limited to, by its certificate (EU DCC, certificate
// governance, 4.3) or by the domain for which WHO's network lists it.
#include <cstdint>
#include <string_view>

namespace vpass {

// The subject of a pass. A certificate can name vaccination, test and recovery, which are about COVID-19.
enum class Kind : std::uint8_t { other, vaccination, test, recovery, prophylaxis, health_link };
std::string_view kind_name(Kind kind);  // "vaccination"

constexpr bool is_covid_certificate(Kind kind) {
    return kind == Kind::vaccination || kind == Kind::test || kind == Kind::recovery;
}

}  // namespace vpass

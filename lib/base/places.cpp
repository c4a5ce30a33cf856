#include "base/places.hpp"

#include <array>
#include <cstdio>

#include "base/error.hpp"
#include "base/lazy_icu.hpp"
#include "base/unicode.hpp"

namespace vpass {
namespace {

constexpr const char* kUtc = "UTC";

void check(UErrorCode status) {
    if (U_FAILURE(status)) throw Error(Code::io, std::string("ICU: ") + sym_u_errorName(status));
}

}  // namespace

std::string country_in_words(const std::string& code, const char* language) {
    std::array<UChar, 128> name{};
    UErrorCode status = U_ZERO_ERROR;
    const int32_t length = sym_uloc_getDisplayCountry(("und_" + code).c_str(), language, name.data(),
                                                      static_cast<int32_t>(name.size()), &status);
    // ICU gives the code back with a warning when it has no name for it.
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) return {};
    return to_utf8(std::u16string_view(name.data(), static_cast<std::size_t>(length)));
}

struct TimeZone::State {
    UCalendar* calendar = nullptr;
    ~State() {
        if (calendar) sym_ucal_close(calendar);
    }
};

TimeZone::TimeZone(const std::string& name) : state_(std::make_unique<State>()) {
    const std::u16string id = to_utf16(name);
    const auto length = static_cast<int32_t>(id.size());
    std::array<UChar, 128> canonical{};
    UBool is_system = false;
    UErrorCode status = U_ZERO_ERROR;
    sym_ucal_getCanonicalTimeZoneID(id.data(), length, canonical.data(),
                                    static_cast<int32_t>(canonical.size()), &is_system, &status);
    if (U_FAILURE(status) || !is_system)
        throw Error(Code::usage, "there is no time zone '" + name + "'",
                    "zones have names like Asia/Seoul, Europe/Berlin or UTC");
    state_->calendar = sym_ucal_open(id.data(), length, "en", UCAL_GREGORIAN, &status);
    check(status);
}

TimeZone::~TimeZone() = default;

std::string TimeZone::minute(UnixTime time) {
    UErrorCode status = U_ZERO_ERROR;
    sym_ucal_setMillis(state_->calendar, static_cast<UDate>(time) * 1000, &status);
    const int32_t offset = sym_ucal_get(state_->calendar, UCAL_ZONE_OFFSET, &status) +
                           sym_ucal_get(state_->calendar, UCAL_DST_OFFSET, &status);
    check(status);
    const std::string local = format_rfc3339(time + offset / 1000);
    std::string out = local.substr(0, 10) + ' ' + local.substr(11, 5) + ' ';
    if (offset == 0) return out + kUtc;
    const int minutes = std::abs(offset) / 60'000;
    char text[32];
    std::snprintf(text, sizeof text, "(UTC%c%02d:%02d)", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return out + text;
}

std::string zone_of_country(const std::string& code) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UEnumeration, void (*)(UEnumeration*)> zones(
        sym_ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, code.c_str(), nullptr, &status),
        [](UEnumeration* list) { sym_uenum_close(list); });
    if (U_FAILURE(status)) return kUtc;
    int32_t length = 0;
    const char* const first = sym_uenum_next(zones.get(), &length, &status);
    if (U_FAILURE(status) || !first) return kUtc;
    const std::string only = first;  // the next call takes its place
    return sym_uenum_next(zones.get(), &length, &status) || U_FAILURE(status) ? kUtc : only;
}

}  // namespace vpass

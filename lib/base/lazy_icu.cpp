#include "base/lazy_icu.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kIcu, "libicuuc.so." U_ICU_VERSION_SHORT, "libicu" U_ICU_VERSION_SHORT, "names",
                   "recommended", "names that are not ASCII")
VPASS_LAZY_LIBRARY(kIcuCalendars, "libicui18n.so." U_ICU_VERSION_SHORT, "libicu" U_ICU_VERSION_SHORT, "sheet",
                   "recommended", "times in a zone, on pages with a pass to print")

}  // namespace vpass

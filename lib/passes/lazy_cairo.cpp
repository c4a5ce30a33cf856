#include "passes/lazy_cairo.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kCairo, "libcairo.so.2", "libcairo2", "sheet", "suggested", "pages with a pass to print")
VPASS_LAZY_LIBRARY(kFreeType, "libfreetype.so.6", "libfreetype6", "sheet", "suggested",
                   "pages with a pass to print")

}  // namespace vpass

#include "formats/value_names.hpp"

#include <algorithm>

namespace vpass {
namespace {

struct Name {
    std::string_view code, name;
};
constexpr Name kNames[] = {
#include "formats/value_names_data.inc"
};
static_assert(std::ranges::is_sorted(kNames, {}, &Name::code));

}  // namespace

std::string_view value_name(std::string_view code) {
    const auto* const found = std::ranges::lower_bound(kNames, code, {}, &Name::code);
    return found != std::end(kNames) && found->code == code ? found->name : std::string_view();
}

}  // namespace vpass

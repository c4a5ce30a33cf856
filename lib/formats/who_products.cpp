#include "formats/who_products.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.hpp"

namespace vpass {
namespace {

enum class Disease { yellow_fever, polio };

struct Row {
    std::string_view id;
    Disease disease;
    std::string_view type, name, package, maker;
};
constexpr Row kRows[] = {
#include "formats/who_products_data.inc"
};
static_assert(std::ranges::is_sorted(kRows, {}, &Row::id));

// The diseases of the products come first, in the order of `Disease`; the others occur as targets in older
// passes.
constexpr ProphylaxisDisease kDiseases[] = {
    {"1D47", {"Yellow fever", "황열"}},
    {"1C81", {"Poliomyelitis", "폴리오"}},
    {"RA01", {"COVID-19", "코로나바이러스감염증-19"}},
    {"RA01.0", {"COVID-19", "코로나바이러스감염증-19"}},
    {"840539006", {"COVID-19", "코로나바이러스감염증-19"}},
    {"1F03", {"Measles", "홍역"}},
    {"1C1C", {"Meningococcal disease", "수막구균 감염증"}},
    {"1A00", {"Cholera", "콜레라"}},
};

constexpr auto kProducts = [] {
    std::array<WhoProduct, std::size(kRows)> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Row& row = kRows[i];
        out[i] = {row.id,      row.type,  row.name,
                  row.package, row.maker, &kDiseases[static_cast<std::size_t>(row.disease)]};
    }
    return out;
}();

// People leave the sign of a trade mark out.
std::string plain_name(std::string_view name) {
    constexpr std::string_view kTradeMark = "™";
    if (name.ends_with(kTradeMark)) name.remove_suffix(kTradeMark.size());
    return lower_case(trimmed(name));
}

}  // namespace

const ProphylaxisDisease* prophylaxis_disease(std::string_view code) {
    const auto* const found = std::ranges::find(kDiseases, code, &ProphylaxisDisease::code);
    return found == std::end(kDiseases) ? nullptr : found;
}

const WhoProduct* who_product(std::string_view id) {
    const auto found = std::ranges::lower_bound(kProducts, id, {}, &WhoProduct::id);
    return found != kProducts.end() && found->id == id ? &*found : nullptr;
}

const WhoProduct* find_who_product(std::string_view id_or_name) {
    if (const WhoProduct* const product = who_product(id_or_name)) return product;
    const std::string wanted = plain_name(id_or_name);
    if (wanted.empty()) return nullptr;
    const auto is_it = [&](const WhoProduct& product) { return plain_name(product.name) == wanted; };
    if (std::ranges::count_if(kProducts, is_it) != 1) return nullptr;
    return &*std::ranges::find_if(kProducts, is_it);
}

}  // namespace vpass

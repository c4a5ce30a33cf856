#include "formats/vaccines.hpp"

#include <algorithm>

namespace vpass {
namespace {

constexpr std::string_view kPfizer[] = {"화이자",          "코미나티",        "Pfizer",
                                        "Pfizer-BioNTech", "Pfizer/BioNTech", "BNT162b2"};
constexpr std::string_view kModerna[] = {"모더나", "스파이크박스", "Moderna", "mRNA-1273"};
constexpr std::string_view kAstraZeneca[] = {"아스트라제네카", "백스제브리아", "AstraZeneca", "AZ"};
constexpr std::string_view kJanssen[] = {"얀센", "Jcovden", "Johnson & Johnson", "J&J"};
constexpr std::string_view kNovavax[] = {"노바백스", "뉴백소비드", "Novavax"};

constexpr Vaccine kVaccines[] = {
    {"EU/1/20/1528", "1119349007", "ORG-100030215", "Comirnaty", "208", kPfizer},
    {"EU/1/20/1507", "1119349007", "ORG-100031184", "Spikevax", "207", kModerna},
    {"EU/1/21/1529", "J07BX03", "ORG-100001699", "Vaxzevria", "210", kAstraZeneca},
    {"EU/1/20/1525", "J07BX03", "ORG-100001417", "Janssen", "212", kJanssen},
    {"EU/1/21/1618", "1162643001", "ORG-100032020", "Nuvaxovid", "211", kNovavax},
};

}  // namespace

std::span<const Vaccine> known_vaccines() { return kVaccines; }

const Vaccine* vaccine_of_product(std::string_view product) {
    const auto found = std::ranges::find(kVaccines, product, &Vaccine::product);
    return found == std::end(kVaccines) ? nullptr : found;
}

}  // namespace vpass

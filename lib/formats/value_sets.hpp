#pragma once
// Holds the codes that the fields of an EU DCC may have. The built-in sets are the codes published by the EU
// eHealth Network (ehn-dcc-development/ehn-dcc-valuesets); newer ones are loaded from the JSON files as
// published.
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace vpass {

enum class ValueSet {
    country,
    disease,
    vaccine,
    product,
    manufacturer,
    test_type,
    test_result,
    test_device,
    count_
};

class ValueSets {
 public:
    ValueSets();  // the built-in ones
    // Loads one published file, or every *.json of a folder; each replaces the set whose valueSetId it has.
    // Throws Error.
    void load(const std::string& path);
    bool contains(ValueSet set, std::string_view code) const;
    static std::string_view id(ValueSet set);  // "vaccines-covid-19-names"

 private:
    void load_file(const std::string& path);
    std::array<std::vector<std::string>, static_cast<std::size_t>(ValueSet::count_)> codes_;  // each sorted
};

// Returns the built-in sets as one JSON object of lists, by identifier, as Policy::add_value_sets() takes
// them.
std::string built_in_value_sets();

}  // namespace vpass

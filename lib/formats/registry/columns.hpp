#pragma once
// Finds the field of a registry record that each column of a table holds: by its name in any case, by the
// words that people use for it in English and Korean, or by the caller's choice.
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/registration.hpp"

namespace vpass {

// A field of records that are not a registry's, such as the time of a check.
struct OtherField {
    std::string_view name;
    std::vector<std::string_view> words = {};  // also in Korean
    bool is_number = false;
};

struct ColumnRules {
    bool names_needed = true;                                   // refuses columns of whole names
    std::map<std::string, std::string, std::less<>> fields;     // of columns with other names
    std::optional<std::set<std::string, std::less<>>> carried;  // only these other columns may occur
    std::span<const OtherField> others = {};  // given: these are the fields, instead of a registry record's
};

struct Column {
    std::string name;                          // as the table has it
    const RegistrationField* field = nullptr;  // nullptr: it is carried through
    const OtherField* other = nullptr;
    bool is_known() const { return field || other; }
};

// Throws Error "bad-csv" when two columns hold one field, when a column holds data that a table must not
// have, or when its name comes near a field's.
std::vector<Column> map_columns(const std::vector<std::string>& header, const ColumnRules& rules);

// Returns true when a table's name stands for this field.
bool is_column_of(std::string_view column, std::string_view field);

// Returns the field that a name is probably meant for; "" when none comes near. A field's own name is not
// near itself.
std::string nearest_field(std::string_view name);
const OtherField* find_field(std::span<const OtherField> fields, std::string_view column);
std::string nearest_field(std::span<const OtherField> fields, std::string_view name);

}  // namespace vpass

#pragma once
// Checks what FHIR R4 (hl7.org/fhir/R4) requires of the resources that health cards carry: members that have
// to be there, and the form of those that are. Other kinds of resources are not judged.
#include <string_view>
#include <vector>

#include "data/json.hpp"

namespace vpass::fhir {

// Sees the members of one resource, in any order, and then names those that are wrong.
class ResourceRules {
 public:
    void see(std::string_view key, json::Type type, std::string_view text);  // `text`: of a string
    std::vector<std::string_view> wrong() const;                             // missing, or of another form
    bool is_unfinished_immunization() const;

 private:
    std::string_view type_;   // as the rules have it; empty for other kinds
    unsigned seen_ = 0;       // a bit per row of the rules
    unsigned misshapen_ = 0;  // likewise
    bool unfinished_ = false;
};

bool is_date_time(std::string_view text);  // "2021", "2021-12", "2021-12-14" or RFC 3339

}  // namespace vpass::fhir

#pragma once
// Returns the content of a pass as a person reads it: rows of a form, in Korean and English, with names in
// the place of codes. They hold what Regulation (EU) 2021/953 requires of a certificate (Annex, points 1 to
// 3).
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/places.hpp"
#include "base/wording.hpp"
#include "formats/summary.hpp"

namespace vpass {

struct Row {
    std::string_view name;  // of the placeholder in a template
    Wording label;
    std::string value;
    std::string note = {};  // in small type: a code, or what to know of the value
    bool is_brief = true;   // stands on the smallest labels as well
};

struct SheetWords {
    Wording title;
    std::vector<Row> person, event, pass;
    std::string id;
    std::string authority;   // who issued the pass
    std::string issued_on;   // empty when the pass does not say
    Wording name_note;       // what to know of the Latin name; may be empty
    bool is_link = false;    // the code leads to a pass, and is not one
    bool is_annex6 = false;  // the form is that of the International Health Regulations (2005), Annex 6
};

// A letter with the code of a link: how to load the pass, for whom it is when `pass` has been opened, and
// that the code is to be kept from others. Throws Error "bad-text" for a link that cannot be read.
SheetWords link_words(std::string_view link, const Envelope* pass, TimeZone& zone,
                      const std::function<bool(std::string_view)>& can_print);

// `name_source` is the record's statement about the pass's Latin name (vpass-records(5)); `can_print` tells
// whether the font has all letters of a name.
SheetWords sheet_words(const Envelope& envelope, std::string_view name_source, TimeZone& zone,
                       const std::function<bool(std::string_view)>& can_print);

}  // namespace vpass

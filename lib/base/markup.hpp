#pragma once
// Escapes text for HTML and XML, between tags and in quoted attributes.
#include <string>
#include <string_view>

namespace vpass {

// Appends the text with a reference for each character that means something there. `control` stands in the
// place of each byte for which `is_control` returns true: what a page and an XML file may hold differs.
void append_escaped(std::string& out, std::string_view text, bool (*is_control)(char c),
                    std::string_view control);

}  // namespace vpass

#pragma once
// Fills forms of agencies: SVG files with {{names}} in the place of a pass's fields and of its code. Nothing
// is verified here.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passes/sheet/pass_reader.hpp"

namespace vpass {

// A template that was checked. Threads share it.
class SheetTemplate {
 public:
    // Throws Error "usage" for what is not an SVG in UTF-8, for a name that does not exist, and when the code
    // has no place.
    explicit SheetTemplate(std::string text);

    // Replaces `out` with the form of one part of the pass, counted from 0. What the pass does not have
    // becomes empty. Throws as SheetPrinter::print().
    void fill(PassReader& reader, PassText pass, std::size_t part, std::string_view name_source,
              PassText linked, std::string& out) const;

    static std::span<const std::string_view> names();

 private:
    struct Piece {
        std::string_view before;  // as it stands
        std::string_view name;    // of what follows; empty at the end
    };
    std::string text_;
    std::vector<Piece> pieces_;
};

}  // namespace vpass

#include "base/markup.hpp"

namespace vpass {

void append_escaped(std::string& out, std::string_view text, bool (*is_control)(char c),
                    std::string_view control) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                if (is_control(c))
                    out += control;
                else
                    out += c;
        }
    }
}

}  // namespace vpass

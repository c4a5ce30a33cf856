// Converts text of other encodings to UTF-8, through the C library's iconv.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace vpass {

// Input that is not valid in the encoding becomes the byte 0xFF, which UTF-8 never contains, so the line that
// holds it is refused later.
class TextDecoder {
 public:
    explicit TextDecoder(
        const std::string& encoding);  // throws Error "usage" for one that iconv does not know
    ~TextDecoder();
    TextDecoder(const TextDecoder&) = delete;
    TextDecoder& operator=(const TextDecoder&) = delete;
    void append(std::string_view bytes, bool at_end, std::string& out);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// Guesses the encoding from the first bytes of a text: "UTF-8", "UTF-16LE", "UTF-16BE" or "CP949" (which
// includes EUC-KR).
std::string detect_encoding(std::string_view start);

}  // namespace vpass

// Text of other encodings as UTF-8, through the C library's iconv.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace vpass {

// What is not valid in the encoding becomes the byte 0xFF, which no UTF-8 has: the line it stands on is
// refused.
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

// Of the first bytes of a text: "UTF-8", "UTF-16LE", "UTF-16BE" or "CP949" (which holds EUC-KR).
std::string detect_encoding(std::string_view start);

}  // namespace vpass

#include "base/text_decoder.hpp"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "base/ascii.hpp"
#include "base/error.hpp"

namespace vpass {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// Counts how well the bytes above 0x7F fit together as UTF-8 and as CP949.
struct Fit {
    std::size_t good = 0, bad = 0;
};

Fit fit_of_utf8(std::string_view text) {
    Fit out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const unsigned lead = byte_at(text, at);
        if (lead < 0x80) continue;
        const std::size_t more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
        if (more && at + more >= text.size()) break;  // cut by the end of the block
        bool good = more > 0;
        for (std::size_t i = 1; i <= more; ++i) good = good && (byte_at(text, at + i) & 0xc0) == 0x80;
        ++(good ? out.good : out.bad);
        if (good) at += more;
    }
    return out;
}

Fit fit_of_cp949(std::string_view text) {
    Fit out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const unsigned lead = byte_at(text, at), trail = byte_at(text, at + 1);
        if (lead < 0x80) continue;
        if (at + 1 == text.size()) break;
        const bool good = lead >= 0x81 && lead <= 0xfe &&
                          ((trail >= 'A' && trail <= 'Z') || (trail >= 'a' && trail <= 'z') ||
                           (trail >= 0x81 && trail <= 0xfe));
        ++(good ? out.good : out.bad);
        at += good;
    }
    return out;
}

}  // namespace

struct TextDecoder::State {
    iconv_t converter;
    std::string begun;  // of a character that goes on in the next piece
};

TextDecoder::TextDecoder(const std::string& encoding) : state_(std::make_unique<State>()) {
    std::string name = upper_case(encoding);
    if (name == "EUC-KR" || name == "EUCKR" || name == "KS_C_5601-1987") name = "CP949";  // which holds it
    state_->converter = iconv_open("UTF-8", name.c_str());
    if (state_->converter == reinterpret_cast<iconv_t>(-1))
        throw Error(Code::usage, "--encoding: '" + encoding + "' is not known",
                    "UTF-8, UTF-16, CP949 and EUC-KR are, and what 'iconv -l' lists");
}

TextDecoder::~TextDecoder() {
    if (state_->converter != reinterpret_cast<iconv_t>(-1)) iconv_close(state_->converter);
}

void TextDecoder::append(std::string_view bytes, bool at_end, std::string& out) {
    std::string& in = state_->begun.append(bytes);
    char* from = in.data();
    std::size_t left = in.size();
    while (left > 0) {
        char room[1 << 14];
        char* to = room;
        std::size_t space = sizeof room;
        const std::size_t result = iconv(state_->converter, &from, &left, &to, &space);
        const int reason = errno;
        out.append(room, sizeof room - space);
        if (result != static_cast<std::size_t>(-1) || reason == E2BIG) continue;
        if (reason == EINVAL && !at_end) break;  // the rest of the character comes later
        out += '\xff';
        ++from, --left;
    }
    in.erase(0, in.size() - left);
}

std::string detect_encoding(std::string_view start) {
    if (start.starts_with("\xff\xfe")) return "UTF-16LE";
    if (start.starts_with("\xfe\xff")) return "UTF-16BE";
    if (start.starts_with("\xef\xbb\xbf")) return "UTF-8";
    // The text has no byte-order mark, so we look for a header that begins with two ASCII characters.
    if (byte_at(start, 0) && !byte_at(start, 1) && byte_at(start, 2) && start.size() > 3 &&
        !byte_at(start, 3))
        return "UTF-16LE";
    if (start.size() > 3 && !byte_at(start, 0) && byte_at(start, 1) && !byte_at(start, 2) &&
        byte_at(start, 3))
        return "UTF-16BE";
    const Fit utf8 = fit_of_utf8(start), cp949 = fit_of_cp949(start);
    return utf8.bad > utf8.good && cp949.bad == 0 ? "CP949" : "UTF-8";
}

}  // namespace vpass

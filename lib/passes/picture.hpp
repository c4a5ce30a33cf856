#pragma once
// Reads pictures of any origin, and the QR codes in them. The size is limited before anything is decoded, so
// that a small file cannot fill the memory. The functions keep no state; any thread may call them.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace vpass {

struct Picture {
    std::size_t width = 0;
    std::size_t height = 0;
    Buffer pixels;            // row by row, 0 black to 255 white; what was transparent lies on white
    bool is_damaged = false;  // a part of the file is missing, and so a part of the picture
};

// The content of one QR code. A code of a structured append (ISO/IEC 18004 §8) holds a part of a text;
// `parity` is the exclusive or of the bytes of all `count` parts.
struct CodeText {
    std::string text;
    std::size_t number = 0, count = 0;  // from 1
    int parity = 0;
    bool is_part() const { return count > 1; }
};

class PicturePages;

// A file that holds one picture (PNG, JPEG, BMP, WebP, GIF, HEIC, AVIF), or a page or more (TIFF, PDF); the
// content tells which. All functions throw Error "bad-picture", "too-large" past the limits of limits.hpp,
// and "io" when the library that decodes the kind is not installed.
class PictureFile {
 public:
    explicit PictureFile(Bytes file);  // which outlives this object
    ~PictureFile();
    PictureFile(const PictureFile&) = delete;
    PictureFile& operator=(const PictureFile&) = delete;

    std::size_t pages() const { return count_; }
    Picture page(std::size_t index) const;  // from 0

 private:
    Bytes file_;
    Picture (*decode_)(Bytes) = nullptr;
    std::unique_ptr<PicturePages> pages_;
    std::size_t count_ = 1;
};

// Decodes the only or the first picture of a file.
Picture decode_picture(Bytes file);

// Returns all QR codes that can be read: dark on light or light on dark, faint, under uneven light, mirrored.
// Throws Error "no-code" when there is none, or "bad-picture" when the picture is damaged.
std::vector<CodeText> read_qr_codes(const Picture& picture);

}  // namespace vpass

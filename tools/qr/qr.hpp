#pragma once
// The two halves of `vpass qr`: passes into pictures (qr_write.cpp), pictures into passes (qr_read.cpp).
#include "command.hpp"

namespace vpass::tools {

struct QrOptions {
    StreamOptions stream;
    std::vector<std::string> inputs;
    std::vector<std::string> trust;  // by which parts of several passes are told apart
    bool read = false;
    std::string format;  // empty: as the place of the picture suggests
    std::string folder;
    int scale = 4;
    std::string sheet = "A4";
    std::string font;
};

// A path as records and messages show it: what is no UTF-8 cannot stand in JSON.
std::string shown_path(const std::string& path);

int write_pictures(QrOptions options);
int read_pictures(const QrOptions& options);

}  // namespace vpass::tools

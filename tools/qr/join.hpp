#pragma once
// Joins passes that were cut for several QR codes, from all pictures of a run.
//
// Parts tell their number and count, but not which pass they belong to, so combinations are tried. A pass is
// written only when its parts open together, and only where no other pass could be meant. Under --trust, the
// signature decides.
#include <map>
#include <mutex>
#include <optional>
#include <tuple>

#include "command.hpp"
#include "keys/trust_store.hpp"
#include "passes/picture.hpp"

namespace vpass::tools {

// Where a code was found. Pictures count from 1, and so do the pages of a file that has several.
struct PicturePlace {
    std::size_t line;
    std::string file;
    std::size_t page = 0;  // 0: the file is one picture
};

class PartJoiner {
 public:
    // `trust` may be null.
    explicit PartJoiner(const TrustStore* trust) : trust_(trust) {}

    // Keeps a text that is one of several parts; returns false when it is not. Any thread may call it.
    bool take(const PicturePlace& place, const CodeText& code);

    // Is called once every picture was read. Writes a record for each pass that is complete, with all of its
    // pictures, and an error for each part that is left over, with its text.
    void finish(Answer& answer);

    struct Part {
        PicturePlace place;
        std::string text;
        std::size_t rank = 0;  // among the parts of its number, by name
        bool used = false;
    };
    // All parts of one count: `numbers[0]` holds those that are number 1.
    struct Group {
        std::optional<int> parity;  // of a structured append
        std::vector<std::vector<Part>> numbers;
    };
    using Choice = std::vector<Part*>;

 private:
    const TrustStore* trust_;
    std::mutex mutex_;
    std::map<std::tuple<std::string_view, std::size_t, int>, Group> groups_;  // by format, count and parity
};

// Appends {"picture":…,"error":{…}}, with a "page" where there is one, and its message. With a `part`, it
// includes the text that the picture holds.
void write_unread(const PicturePlace& place, std::string_view code, const std::string& reason, Answer& answer,
                  std::string_view part = {});

}  // namespace vpass::tools

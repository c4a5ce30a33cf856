#pragma once
// Passes that were cut for several QR codes, put together again from the pictures of a folder.
#include <map>
#include <mutex>

#include "command.hpp"

namespace vpass::tools {

class PartJoiner {
 public:
    // Keeps a text that is one of several parts; false when it is not. Any thread may call it.
    bool take(std::size_t line, const std::string& file, const std::string& text);

    // Once every picture was read: a record for each pass that is complete, with all of its pictures, and an
    // error for each part that is left over.
    void finish(Answer& answer);

 private:
    struct Part {
        std::size_t line;
        std::string file;
        std::string text;
        bool used = false;
    };
    // The parts of one folder and one count: `numbers[0]` holds all that are number 1.
    struct Group {
        std::vector<std::vector<Part>> numbers;
    };
    using Choice = std::vector<Part*>;

    static bool choose(Group& group, Choice& choice, std::size_t& attempts);
    static Choice complete(Group& group, Part& first);

    std::mutex mutex_;
    std::map<std::pair<std::string, std::size_t>, Group> groups_;
};

// {"picture":…,"error":{…}}, and its message.
void write_unread(const std::string& file, std::string_view code, const std::string& reason, Answer& answer);

}  // namespace vpass::tools

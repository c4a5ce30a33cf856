#pragma once
// Continues an output file whose run did not come to its end: complete lines stay, a line that was cut off is
// removed, and the input's lines that have their answers are passed over.
#include "command.hpp"

namespace vpass::tools {

// What tells the answers of a command from its input.
struct Answers {
    std::string_view command;  // "sign"
    std::vector<std::string_view>
        members;             // that the command answers with, the one of every good answer first
    std::string_view input;  // the member without which an error record is carried on
    std::string_view count;  // what a good answer counts as
};
// The members with which sign answers.
inline const std::initializer_list<std::string_view> kSignMembers = {"pass", "kid", "index", "want"};
inline const Answers kSignAnswers = {"sign", kSignMembers, "payload", "signed"};

class Resumption {
 public:
    // Reads what FILE holds (it is made when there is none), and keeps other runs with --resume from it until
    // the object ends. Error "bad-resume" when it is no output of the command.
    Resumption(const std::string& path, const Answers& answers);
    ~Resumption();
    Resumption(const Resumption&) = delete;
    Resumption& operator=(const Resumption&) = delete;

    const ResumePoint& kept() const { return kept_; }
    // The input without the lines that are answered. Its read() is Error "bad-resume" when the last answer is
    // not that of its line: then this is another input.
    std::unique_ptr<Source> wrap_source(std::unique_ptr<Source> input) const;

 private:
    void scan();
    void take(std::string_view line);
    std::string path_;
    const Answers& answers_;
    int fd_;
    ResumePoint kept_;
    std::string last_;  // answer
};

}  // namespace vpass::tools

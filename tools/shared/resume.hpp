#pragma once
// Going on with an output file whose run did not come to its end: what is there stays, a line that was cut
// off goes, and the input's lines that have their answers are passed over.
#include "command.hpp"

namespace vpass::tools {

// The members that sign answers with.
inline const std::initializer_list<std::string_view> kSignMembers = {"pass", "kid", "index", "want"};

class Resumption {
 public:
    // Reads what FILE holds (it is made when there is none), and keeps other runs with --resume from it until
    // the object ends. Error "bad-resume" when it is no output of sign.
    explicit Resumption(const std::string& path);
    ~Resumption();
    Resumption(const Resumption&) = delete;
    Resumption& operator=(const Resumption&) = delete;

    const Kept& kept() const { return kept_; }
    // The input without the lines that are answered. Its read() is Error "bad-resume" when the last answer is
    // not that of its line: then this is another input.
    std::unique_ptr<Source> make_source(int input) const;

 private:
    void scan();
    void take(std::string_view line);
    std::string path_;
    int fd_;
    Kept kept_;
    std::string last_;  // answer
};

}  // namespace vpass::tools

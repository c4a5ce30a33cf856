#pragma once
// The inputs of a run over lines: files that are read one after the other, as if they were one.
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/pipeline.hpp"

namespace vpass::tools {

// Makes a source of what comes from a descriptor.
using MakeSource = std::function<std::unique_ptr<Source>(int fd)>;

// Lines are numbered through all files, from `first_line` on when it is not 0. Each file is opened when its
// turn comes.
class InputFiles : public Source {
 public:
    // No paths: standard input, which "-" stands for too. Throws Error "io" for what cannot be read, and
    // "usage" when standard input is there twice. `make` is empty for plain lines.
    InputFiles(std::vector<std::string> paths, std::size_t first_line, MakeSource make);
    ~InputFiles() override;

    bool read(Batch& out) override;
    void stop() override;

    // Throws Error "io" when the output, "-" for standard output, is one of the files.
    void refuse_as_output(const std::string& output) const;
    // Returns the bytes of all files; 0 when one of them is not a regular file.
    std::uint64_t bytes() const { return bytes_; }
    // Says where a line is that was read: "line 3", of several files "b.ndjson: line 3". Any thread may ask.
    std::string place(std::size_t line) const;

 private:
    void open_next();
    void close();

    std::vector<std::string> paths_;
    MakeSource make_;
    std::size_t first_line_;
    std::uint64_t bytes_ = 0;
    std::size_t next_ = 0;             // of paths_
    std::shared_ptr<const int> file_;  // that of current_
    bool stopped_ = false;
    std::unique_ptr<Source> current_;
    std::size_t last_line_ = 0;   // of all that was read, as it is numbered
    std::size_t shift_ = 0;       // from the current file's own numbers, modulo 2^64
    bool is_shift_known_ = true;  // the first line's number may be of a line behind a header
    struct Begin {
        std::size_t after;  // the last line of the files in front
        std::size_t shift;
        std::size_t path;
    };
    std::vector<Begin> begins_;
    mutable std::mutex mutex_;  // of current_, stopped_ and begins_
};

}  // namespace vpass::tools

#include "input_files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "input_file.hpp"

namespace vpass::tools {
namespace {

struct stat status_of(const std::string& path) {
    struct stat out {};
    const int failed = path == "-" ? ::fstat(STDIN_FILENO, &out) : ::stat(path.c_str(), &out);
    if (failed && path == "-")
        throw Error(Code::io, std::string("cannot read the input: ") + std::strerror(errno));
    if (failed || (path != "-" && ::access(path.c_str(), R_OK) != 0))
        throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
    if (S_ISDIR(out.st_mode))
        throw Error(Code::io, path == "-" ? "the input is a folder" : path + " is a folder");
    return out;
}

}  // namespace

InputFiles::InputFiles(std::vector<std::string> paths, std::size_t first_line, MakeSource make)
    : paths_(std::move(paths)),
      make_(std::move(make)),
      first_line_(first_line),
      is_shift_known_(!first_line) {
    if (paths_.empty()) paths_ = {"-"};
    if (std::ranges::count(paths_, "-") > 1) throw Error(Code::usage, "standard input can be read only once");
    bool is_known = true;
    for (const std::string& path : paths_) {
        const struct stat status = status_of(path);
        is_known = is_known && S_ISREG(status.st_mode);
        bytes_ += static_cast<std::uint64_t>(status.st_size);
    }
    if (!is_known) bytes_ = 0;
}

InputFiles::~InputFiles() { close(); }

void InputFiles::open_next() {
    const std::string& path = paths_[next_];
    file_ = open_input(path);
    auto source = make_ ? make_(*file_) : std::make_unique<LineReader>(*file_);
    const std::lock_guard lock(mutex_);
    if (is_shift_known_) shift_ = last_line_;
    begins_.push_back({last_line_, shift_, next_});
    current_ = std::move(source);
    if (stopped_) current_->stop();
    ++next_;
}

void InputFiles::close() {
    const std::lock_guard lock(mutex_);
    current_.reset();
    file_.reset();
}

bool InputFiles::read(Batch& out) {
    for (;;) {
        if (!current_) {
            if (next_ == paths_.size()) return false;
            open_next();
        }
        if (current_->read(out)) break;
        close();
    }
    if (out.lines.empty()) return true;
    if (!is_shift_known_) {
        const std::lock_guard lock(mutex_);
        shift_ = begins_.back().shift = first_line_ - out.lines.front().number;
        is_shift_known_ = true;
    }
    for (Line& line : out.lines) line.number += shift_;
    last_line_ = out.lines.back().number;
    return true;
}

void InputFiles::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    if (current_) current_->stop();
}

void InputFiles::refuse_as_output(const std::string& output) const {
    struct stat own {};
    const bool standard = output == "-";
    if ((standard ? ::fstat(STDOUT_FILENO, &own) : ::stat(output.c_str(), &own)) != 0) return;
    if (!S_ISREG(own.st_mode)) return;
    for (const std::string& path : paths_) {
        const struct stat status = status_of(path);
        if (own.st_dev == status.st_dev && own.st_ino == status.st_ino)
            throw Error(Code::io, (standard ? "one file" : output) + " is both input and output",
                        "write to another file, then rename it");
    }
}

std::string InputFiles::place(std::size_t line) const {
    if (paths_.size() == 1) return "line " + std::to_string(line);
    const std::lock_guard lock(mutex_);
    auto begin = begins_.rbegin();
    while (begin != begins_.rend() && begin->after >= line) ++begin;
    if (begin == begins_.rend()) return "line " + std::to_string(line);
    const std::string& path = paths_[begin->path];
    return input_name(path) + ": line " + std::to_string(line - begin->shift);
}

}  // namespace vpass::tools

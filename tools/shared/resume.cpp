#include "resume.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "data/record.hpp"

namespace vpass::tools {
namespace {

[[noreturn]] void fail(const std::string& what) {
    throw Error(Code::bad_resume, what,
                "--resume wants the input, from its start, and the output of one run over it; "
                "without --resume the file is written anew");
}

// What the command carries through: the record without the members of its own, or an earlier command's error.
std::string carried(std::string_view line, const Answers& answers) {
    std::string out;
    if (!line.starts_with('{')) {  // the bare text of a pass
        json::Writer(out).begin_object().text("pass", line);
        return out;
    }
    Record record;
    record.parse(line);
    if (record.is_error() && !record[answers.input]) {
        record.write_error(out);
        return out;
    }
    json::Writer w(out);
    w.begin_object();
    for (const json::Member& member : record.members()) {
        const std::string key = member.key();
        if (key == "error" || std::ranges::find(answers.members, key) != answers.members.end()) continue;
        std::string value;
        json::append_compact(value, member.value.raw());
        w.any_key(key).raw(value);
    }
    return out;
}

bool is_answer(const std::string& answer, const Line& line, const Answers& answers) {
    Record record;
    record.parse(answer);
    if (record.is_error() && record["line"].raw() == std::to_string(line.number)) return true;
    try {
        return !line.too_long && carried(answer, answers) == carried(line.text, answers);
    } catch (const Error&) {
        return false;
    }
}

class RestOfInput : public Source {
 public:
    RestOfInput(std::unique_ptr<Source> lines, std::size_t answered, const std::string& last,
                const std::string& path, const Answers& answers)
        : lines_(std::move(lines)), answered_(answered), last_(last), path_(path), answers_(answers) {}

    bool read(Batch& out) override {
        std::uint64_t passed_over = 0;
        while (lines_->read(out)) {
            pass_over(out);
            if (!out.lines.empty()) {
                out.bytes += passed_over;
                return true;
            }
            passed_over += out.bytes;
        }
        if (seen_ < answered_)
            fail("the input has " + std::to_string(seen_) + " lines and " + path_ + " " +
                 std::to_string(answered_));
        return false;
    }
    void stop() override { lines_->stop(); }

 private:
    void pass_over(Batch& batch) {
        if (seen_ == answered_) return;
        const std::size_t n = std::min(batch.lines.size(), answered_ - seen_);
        seen_ += n;
        if (seen_ == answered_ && !is_answer(last_, batch.lines[n - 1], answers_))
            fail("line " + std::to_string(answered_) + " of " + path_ +
                 " is not the answer to that line of the input");
        batch.lines.erase(batch.lines.begin(), batch.lines.begin() + static_cast<std::ptrdiff_t>(n));
    }

    std::unique_ptr<Source> lines_;
    std::size_t answered_;
    std::size_t seen_ = 0;
    std::string last_;
    std::string path_;
    const Answers& answers_;
};

}  // namespace

Resumption::Resumption(const std::string& path, const Answers& answers)
    : path_(path), answers_(answers), fd_(-1) {
    if (path == "-") throw Error(Code::usage, "--resume needs -o FILE: the output to go on with");
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    if (fd_ < 0) throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
    try {
        scan();
    } catch (...) {
        ::close(fd_);
        throw;
    }
}

Resumption::~Resumption() { ::close(fd_); }

void Resumption::scan() {
    struct stat status {};
    if (::fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode))
        throw Error(Code::usage, "--resume: " + path_ + " is not a regular file");
    // A run may hang, for example in its token, while its successor begins: their lines must not mix.
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0)
        throw Error(Code::locked, "another run is writing " + path_, "end it first, or let it finish");
    std::string rest;
    std::string buffer(1 << 18, '\0');
    for (;;) {
        const ssize_t n = ::read(fd_, buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw Error(Code::io, "cannot read " + path_ + ": " + std::strerror(errno));
        if (n == 0) break;
        rest.append(buffer, 0, static_cast<std::size_t>(n));
        std::size_t start = 0;
        for (std::size_t end; (end = rest.find('\n', start)) != std::string::npos; start = end + 1)
            take(std::string_view(rest).substr(start, end - start));
        rest.erase(0, start);
    }
    if (kept_.lines == 0 && !rest.empty() && rest.front() != '{') fail(path_ + " holds no records");
}

void Resumption::take(std::string_view line) {
    ++kept_.lines;
    Record record;
    try {
        record.parse(line);
    } catch (const Error&) {
        fail("line " + std::to_string(kept_.lines) + " of " + path_ + " is not a record");
    }
    const bool is_good = static_cast<bool>(record[answers_.members.front()]);
    if (!is_good && !record.is_error())
        fail("line " + std::to_string(kept_.lines) + " of " + path_ + " is not an answer of " +
             std::string(answers_.command));
    kept_.counts[std::string(is_good ? answers_.count : "error")] += 1;
    kept_.bytes += line.size() + 1;
    last_ = line;
}

std::unique_ptr<Source> Resumption::wrap_source(std::unique_ptr<Source> input) const {
    return std::make_unique<RestOfInput>(std::move(input), kept_.lines, last_, path_, answers_);
}

}  // namespace vpass::tools

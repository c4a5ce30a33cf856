#pragma once
// Answers lines with lines: in parallel, in order, in bounded memory. A batch holds the whole lines of one
// read(), so a slow pipe gets each answer at once and a file is read 64 KiB at a time.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace vpass {

struct Line {
    std::size_t number;     // from 1
    std::string_view text;  // without its line end
    bool too_long = false;  // past limits::kLineBytes; its text is not kept

    void require_whole() const;  // throws Error "line-too-long"
    void require_text() const;   // throws the same, and Error "empty-line" where there are only blanks
};

struct Batch {
    Batch() = default;
    Batch(const Batch&) = delete;  // nor moved: a short string takes its text along
    Batch& operator=(const Batch&) = delete;

    std::string data;  // what the lines are views of
    std::vector<Line> lines;
    std::uint64_t bytes = 0;  // of input that it stands for
};

// The result of a batch: its output, its counts, and the notes about single lines for stderr.
struct LineNote {
    std::size_t line;  // 0: it is about no line
    std::string text;
    bool remark =
        false;  // about a good line; however many there are, they never hide what is said of bad ones
};
struct Answer {
    std::size_t batch = 0;  // the number of the batch, from 1; 0: it is about none
    std::string out;
    std::map<std::string, std::uint64_t, std::less<>> counts;
    std::vector<LineNote> notes;
    std::uint64_t bytes = 0;
    std::string aside;  // for a second output, if the command has one
    // Ends the run: this answer, which says less than the whole batch asks, is the last one that counts.
    std::optional<Error> stop;

    void count(std::string_view name, std::uint64_t n = 1);
};

// A source delivers the batches of a run.
class Source {
 public:
    virtual ~Source() = default;
    virtual bool read(Batch& out) = 0;  // false at the end; throws Error "io"
    virtual void stop() {}              // makes a read() that waits in another thread return false
};

// Reads bytes from a file descriptor that stays the caller's, one read() after the other.
class InputBytes {
 public:
    explicit InputBytes(int fd);
    ~InputBytes();
    InputBytes(const InputBytes&) = delete;
    InputBytes& operator=(const InputBytes&) = delete;
    std::string_view
    read();       // valid until the next call; empty at the end and after stop(); throws Error "io"
    void stop();  // from any thread

 private:
    int fd_;
    int stop_[2];  // a pipe: readable once stop() was called
    std::unique_ptr<char[]> room_;
};

// Reads lines from a file descriptor that stays the caller's. A byte-order mark at the start and each CR
// before LF are dropped.
class LineReader : public Source {
 public:
    explicit LineReader(int fd) : input_(fd) {}
    bool read(Batch& out) override;
    void stop() override { input_.stop(); }

 private:
    InputBytes input_;
    std::string rest_;       // the begun line
    bool skipping_ = false;  // inside a line that is too long
    bool at_end_ = false;
    bool first_ = true;
    std::size_t next_line_ = 1;
};

using Work = std::function<void(const Batch&, Answer&)>;

// Feeds batches from `source` to `jobs` workers, each with a Work of its own from `make_work`, and hands the
// answers to `sink` in input order, on the calling thread. Returns why a worker stopped the run, if one did.
// The first exception of anyone ends the run and is thrown from here.
std::optional<Error> run_pipeline(Source& source, unsigned jobs, const std::function<Work()>& make_work,
                                  const std::function<void(Answer&)>& sink);

}  // namespace vpass

#include "base/pipeline.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "base/error.hpp"
#include "base/limits.hpp"

namespace vpass {
namespace {

// A queue that blocks its writer when it is full and its reader when it is empty, until it is closed.
template <typename T>
class BoundedQueue {
 public:
    explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}
    bool push(T item) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
        if (closed_) return false;
        items_.push_back(std::move(item));
        changed_.notify_all();
        return true;
    }
    std::optional<T> pop() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return closed_ || !items_.empty(); });
        if (items_.empty()) return {};
        T item = std::move(items_.front());
        items_.pop_front();
        changed_.notify_all();
        return item;
    }
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }

 private:
    std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<T> items_;
    bool closed_ = false;
};

constexpr std::size_t kAroundLine = 4;  // a byte-order mark and a CR, which do not count

struct Task {
    std::unique_ptr<Batch> batch;  // its lines are views of it, so it stays where it is
    std::size_t number;
    std::promise<Answer> answer;
};

Answer answer_for(const Work& work, const Batch& batch, std::size_t number) {
    Answer answer;
    answer.batch = number;
    answer.bytes = batch.bytes;
    work(batch, answer);
    return answer;
}

// Returns why the answer ends the run; nothing when it does not.
std::optional<Error> pass_on(Answer answer, const std::function<void(Answer&)>& sink) {
    std::optional<Error> stop = std::move(answer.stop);
    sink(answer);
    return stop;
}

std::optional<Error> run_inline(Source& source, const Work& work, const std::function<void(Answer&)>& sink) {
    std::optional<Error> stop;
    Batch batch;
    for (std::size_t number = 1; !stop && source.read(batch); ++number)
        stop = pass_on(answer_for(work, batch, number), sink);
    return stop;
}

}  // namespace

void Answer::count(std::string_view name, std::uint64_t n) {
    const auto found = counts.find(name);
    if (found != counts.end())
        found->second += n;
    else
        counts.emplace(name, n);
}

InputBytes::InputBytes(int fd) : fd_(fd), room_(std::make_unique_for_overwrite<char[]>(limits::kBatchBytes)) {
    if (pipe2(stop_, O_CLOEXEC) != 0) throw Error(Code::io, std::string("pipe: ") + std::strerror(errno));
}

InputBytes::~InputBytes() {
    close(stop_[0]);
    close(stop_[1]);
}

void InputBytes::stop() { [[maybe_unused]] const auto written = write(stop_[1], "", 1); }

std::string_view InputBytes::read() {
    pollfd waits[] = {{fd_, POLLIN, 0}, {stop_[0], POLLIN, 0}};
    while (poll(waits, 2, -1) < 0 && errno == EINTR) {
    }
    if (waits[1].revents) return {};
    ssize_t n = 0;
    do n = ::read(fd_, room_.get(), limits::kBatchBytes);
    while (n < 0 && errno == EINTR);
    if (n < 0) throw Error(Code::io, std::string("cannot read the input: ") + std::strerror(errno));
    return {room_.get(), static_cast<std::size_t>(n)};
}

bool LineReader::read(Batch& out) {
    out.lines.clear();
    out.data.clear();
    out.bytes = 0;
    while (!at_end_) {
        const std::string_view piece = input_.read();
        out.bytes += piece.size();
        at_end_ = piece.empty();
        const std::size_t stop = piece.rfind('\n') + 1;  // npos + 1 is 0
        if (stop == 0 && !at_end_) {                     // no whole line yet
            rest_ += piece;
            if (rest_.size() <= limits::kLineBytes + kAroundLine) continue;
            skipping_ = true;  // keep nothing of it; its line is told once its end is there
            rest_.clear();
            continue;
        }
        out.data.assign(rest_).append(piece, 0, stop);
        rest_.assign(piece, stop);
        break;
    }
    std::string_view left = out.data;
    if (first_ && left.starts_with("\xEF\xBB\xBF")) left.remove_prefix(3);
    first_ = first_ && out.data.empty();
    while (!left.empty() || (at_end_ && skipping_)) {
        const std::size_t newline = std::min(left.find('\n'), left.size());
        std::string_view text = left.substr(0, newline);
        left.remove_prefix(std::min(newline + 1, left.size()));
        if (text.ends_with('\r')) text.remove_suffix(1);
        const bool too_long = skipping_ || text.size() > limits::kLineBytes;
        out.lines.push_back({next_line_++, too_long ? std::string_view() : text, too_long});
        skipping_ = false;
    }
    return !out.lines.empty();
}

void Line::require_whole() const {
    if (too_long)
        throw Error(Code::line_too_long,
                    "the line is longer than " + std::to_string(limits::kLineBytes) + " bytes");
}

void Line::require_text() const {
    require_whole();
    if (text.find_first_not_of(" \t") == std::string_view::npos)
        throw Error(Code::empty_line, "the line is empty");
}

std::optional<Error> run_pipeline(Source& source, unsigned jobs, const std::function<Work()>& make_work,
                                  const std::function<void(Answer&)>& sink) {
    if (jobs <= 1) return run_inline(source, make_work(), sink);

    // Starting threads costs a millisecond. Most runs of a script have one batch, which needs no thread.
    Work first_work = make_work();
    auto batch = std::make_unique<Batch>();
    if (!source.read(*batch)) return {};
    std::optional<Error> stop = pass_on(answer_for(first_work, *batch, 1), sink);
    if (stop || !source.read(*batch)) return stop;

    BoundedQueue<Task> tasks(jobs);
    BoundedQueue<std::future<Answer>> answers(2 * jobs);  // in input order
    std::exception_ptr read_error;

    std::vector<std::jthread> threads;
    auto end_threads = [&] {
        tasks.close();
        answers.close();
        threads.clear();  // joins
    };
    auto start = [&](Work own) {
        threads.emplace_back([&tasks, work = std::move(own)] {
            while (auto task = tasks.pop()) {
                try {
                    task->answer.set_value(answer_for(work, *task->batch, task->number));
                } catch (...) {
                    task->answer.set_exception(std::current_exception());
                }
            }
        });
    };
    try {
        start(std::move(first_work));
        for (unsigned i = 1; i < jobs; ++i) start(make_work());
        threads.emplace_back([&] {
            try {
                std::size_t number = 2;
                do {
                    Task task{std::move(batch), number++, {}};
                    if (!answers.push(task.answer.get_future()) || !tasks.push(std::move(task))) break;
                    batch = std::make_unique<Batch>();
                } while (source.read(*batch));
            } catch (...) {
                read_error = std::current_exception();
            }
            tasks.close();
            answers.close();
        });
        while (auto future = answers.pop()) {
            stop = pass_on(future->get(), sink);
            if (!stop) continue;
            source.stop();
            break;
        }
    } catch (...) {
        source.stop();
        end_threads();
        throw;
    }
    end_threads();
    if (read_error && !stop) std::rethrow_exception(read_error);
    return stop;
}

}  // namespace vpass

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <condition_variable>
#include <future>
#include <thread>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "base/pipeline.hpp"

using namespace vpass;

namespace {

constexpr std::size_t kLimit = limits::kLineBytes;
// The time is long enough for any machine; only a test that fails waits for it.
constexpr auto kPatience = std::chrono::seconds(60);

class File {
 public:
    explicit File(std::string_view content) : fd_(memfd_create("vpass", MFD_CLOEXEC)) {
        while (!content.empty()) {
            const auto n = write(fd_, content.data(), content.size());
            if (n <= 0) throw std::runtime_error("memfd");
            content.remove_prefix(static_cast<std::size_t>(n));
        }
        rewind();
    }
    ~File() { close(fd_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int rewind() const {
        lseek(fd_, 0, SEEK_SET);
        return fd_;
    }

 private:
    int fd_;
};

class Pipe {
 public:
    Pipe() {
        if (pipe2(fds_, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    }
    ~Pipe() {
        finish();
        close(fds_[0]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int out() const { return fds_[0]; }
    void put(std::string_view text) const {
        if (write(fds_[1], text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("write");
    }
    void finish() {
        if (fds_[1] >= 0) close(fds_[1]);
        fds_[1] = -1;
    }

 private:
    int fds_[2];
};

// Returns the text that stands for a line: "number:text", its length where it is long, or "!" when it is too
// long.
std::string shown(std::size_t number, std::string_view text) {
    return std::to_string(number) + ":" +
           (text.size() > 1000 ? std::to_string(text.size()) + " bytes" : std::string(text));
}
std::vector<std::string> lines_of(int fd) {
    std::vector<std::string> out;
    LineReader reader(fd);
    for (Batch batch; reader.read(batch);) {
        for (const Line& line : batch.lines)
            out.push_back(shown(line.number, line.too_long ? "!" : line.text));
    }
    return out;
}
std::vector<std::string> lines_of(const std::string& content) { return lines_of(File(content).rewind()); }

void echo(const Batch& batch, Answer& answer) {
    for (const Line& line : batch.lines) {
        answer.out += std::to_string(line.number) + ":" + std::string(line.text) + "\n";
        answer.count(line.text.size() % 2 ? "odd" : "even");
        if (line.number % 100 == 0) answer.notes.push_back({line.number, "hundred"});
    }
    if (batch.lines.front().number % 3 == 0) std::this_thread::yield();
}

struct Outcome {
    std::string out;
    std::vector<std::size_t> notes;
    std::map<std::string, std::uint64_t, std::less<>> counts;
    std::uint64_t bytes = 0;
    void add(const Answer& answer) {
        out += answer.out;
        bytes += answer.bytes;
        for (const LineNote& note : answer.notes) notes.push_back(note.line);
        for (const auto& [name, n] : answer.counts) counts[name] += n;
    }
    bool operator==(const Outcome&) const = default;
};

Outcome run(int fd, unsigned jobs) {
    Outcome out;
    LineReader reader(fd);
    run_pipeline(
        reader, jobs, [] { return echo; }, [&](Answer& answer) { out.add(answer); });
    return out;
}

// Returns the message of the exception that ended the run.
std::string ends_with(const std::function<void()>& action) {
    try {
        action();
    } catch (const std::exception& e) {
        return e.what();
    }
    return "nothing";
}

// Does the same for a run whose input stays open; such a run must end too. Each answer brings another line.
std::string ends_while_open(unsigned jobs, const std::function<Work()>& make_work,
                            const std::function<void(Answer&)>& sink) {
    Pipe pipe;
    pipe.put("one\n");
    auto ended = std::async(std::launch::async, [&] {
        LineReader reader(pipe.out());
        return ends_with([&] {
            run_pipeline(reader, jobs, make_work, [&](Answer& answer) {
                sink(answer);
                pipe.put("another\n");
            });
        });
    });
    if (ended.wait_for(kPatience) != std::future_status::ready) {
        pipe.finish();
        return "it waits for its input";
    }
    pipe.finish();
    return ended.get();
}

}  // namespace

TEST_CASE("pipeline: what a line is", "[pipeline]") {
    using Lines = std::vector<std::string>;
    const std::pair<std::string, Lines> cases[] = {
        {"", {}},
        {"\n", {"1:"}},
        {"a", {"1:a"}},
        {"a\n", {"1:a"}},
        {"a\nb", {"1:a", "2:b"}},
        {"a\n\n\nb\n", {"1:a", "2:", "3:", "4:b"}},
        {"a\r\nb\r\n", {"1:a", "2:b"}},
        {"a\rb\n\r\n", {"1:a\rb", "2:"}},
        {"\xEF\xBB\xBF"
         "a\n",
         {"1:a"}},
        {"\xEF\xBB\xBF", {}},
        {"\xEF\xBB\xBF\n", {"1:"}},
        {"a\n\xEF\xBB\xBF"
         "b\n",
         {"1:a",
          "2:\xEF\xBB\xBF"
          "b"}},
        {"\xEF\xBB\xBF\xEF\xBB\xBF"
         "a\n",
         {"1:\xEF\xBB\xBF"
          "a"}},
        {std::string("a\0b\n", 4), {std::string("1:a\0b", 5)}},
    };
    for (const auto& [content, lines] : cases) {
        CAPTURE(content);
        CHECK(lines_of(content) == lines);
    }
}

TEST_CASE("pipeline: lines that are too long are told and skipped", "[pipeline]") {
    const std::string fits(kLimit, 'x'), over(kLimit + 1, 'x'), huge(5 * kLimit, 'x');
    CHECK(lines_of(fits + "\nb\n") == std::vector<std::string>{shown(1, fits), "2:b"});
    CHECK(lines_of(fits + "\r\nb\n") == std::vector<std::string>{shown(1, fits), "2:b"});
    CHECK(lines_of(fits) == std::vector<std::string>{shown(1, fits)});
    for (const std::string& line : {over, huge}) {
        CHECK(lines_of(line + "\nb\n") == std::vector<std::string>{"1:!", "2:b"});
        CHECK(lines_of(line + "\r\nb") == std::vector<std::string>{"1:!", "2:b"});
        CHECK(lines_of("a\n" + line) == std::vector<std::string>{"1:a", "2:!"});
        CHECK(lines_of(line + "\n" + line + "\nc") == std::vector<std::string>{"1:!", "2:!", "3:c"});
        CHECK(lines_of("\xEF\xBB\xBF" + line + "\n\nc\n") == std::vector<std::string>{"1:!", "2:", "3:c"});
    }
}

TEST_CASE("pipeline: whether a line is too long does not depend on where a read ends", "[pipeline]") {
    // The first line shifts the second so that one read ends between its CR and its LF, or at another edge.
    const std::string fits(kLimit, 'x');
    for (const std::size_t shift :
         {limits::kBatchBytes - 3, limits::kBatchBytes - 2, limits::kBatchBytes - 1}) {
        const std::string first(shift, 'a');
        CAPTURE(shift);
        CHECK(lines_of(first + "\n" + fits + "\r\nb\n") ==
              std::vector<std::string>{shown(1, first), shown(2, fits), "3:b"});
        CHECK(lines_of(first + "\n" + fits + "x\r\nb\n") ==
              std::vector<std::string>{shown(1, first), "2:!", "3:b"});
    }
    const std::string marked = "\xEF\xBB\xBF" + fits;
    CHECK(lines_of(marked + "\r\nb\n") == std::vector<std::string>{shown(1, fits), "2:b"});
}

TEST_CASE("pipeline: a line that says nothing is refused, and a long one before it", "[pipeline]") {
    const auto code_of = [](const Line& line) -> std::string {
        try {
            line.require_text();
        } catch (const Error& e) {
            return e.name();
        }
        return "";
    };
    CHECK(code_of({1, " x", false}).empty());
    CHECK(code_of({1, "", false}) == "empty-line");
    CHECK(code_of({1, " \t ", false}) == "empty-line");
    CHECK(code_of({1, "", true}) == "line-too-long");
    CHECK_NOTHROW(Line{1, "", false}.require_whole());
}

TEST_CASE("pipeline: lines cut anywhere by the pipe", "[pipeline]") {
    const std::string content =
        "\xEF\xBB\xBF"
        "one\r\n\ntwo\r\nthree";
    for (std::size_t cut = 0; cut <= content.size(); ++cut) {
        Pipe pipe;
        pipe.put(content.substr(0, cut));
        std::jthread writer([&] {
            pipe.put(content.substr(cut));
            pipe.finish();
        });
        CHECK(lines_of(pipe.out()) == std::vector<std::string>{"1:one", "2:", "3:two", "4:three"});
    }
}

TEST_CASE("pipeline: the output is the same at every number of jobs", "[pipeline]") {
    std::string content;
    for (int i = 0; i < 60'000; ++i)
        content += "line " + std::string(static_cast<std::size_t>(i * 7 % 50), 'x') + "\n";
    const File file(content);
    const Outcome alone = run(file.rewind(), 1);
    CHECK(alone.bytes == content.size());
    CHECK(alone.notes.size() == 600);
    CHECK(alone.counts.size() == 2);
    for (const unsigned jobs : {0U, 2U, 3U, 16U}) {
        CAPTURE(jobs);
        CHECK((run(file.rewind(), jobs) == alone));
    }
    for (const unsigned jobs : {1U, 16U}) CHECK(run(File("").rewind(), jobs).out.empty());
}

TEST_CASE("pipeline: a pipe that trickles is answered at once", "[pipeline]") {
    for (const unsigned jobs : {1U, 2U, 16U}) {
        CAPTURE(jobs);
        Pipe pipe;
        std::mutex mutex;
        std::condition_variable told;
        std::string out;
        std::jthread runner([&] {
            LineReader reader(pipe.out());
            run_pipeline(
                reader, jobs, [] { return echo; },
                [&](Answer& answer) {
                    const std::lock_guard lock(mutex);
                    out += answer.out;
                    told.notify_one();
                });
        });
        std::string expected;
        for (int i = 1; i <= 50; ++i) {
            pipe.put("x\nbegun");
            expected += std::to_string(i) + (i > 1 ? ":begunx\n" : ":x\n");
            std::unique_lock lock(mutex);
            REQUIRE(told.wait_for(lock, kPatience, [&] { return out == expected; }));
        }
        pipe.finish();
        runner.join();
        CHECK(out == expected + "51:begun\n");
    }
}

TEST_CASE("pipeline: the first exception ends the run, even while the input stays open", "[pipeline]") {
    const auto ignore = [](Answer&) {};
    for (const unsigned jobs : {1U, 2U, 16U}) {
        for (const std::size_t good : {0U, 1U, 5U}) {  // lines; threads start with the second
            CAPTURE(jobs, good);
            const auto fail_in_work = [&](const Batch& batch, Answer&) {
                if (batch.lines.back().number > good) throw Error(Code::io, "worker");
            };
            CHECK(ends_while_open(
                      jobs, [&] { return fail_in_work; }, ignore) == "worker");
            std::size_t answers = 0;
            const auto fail_in_sink = [&](Answer&) {
                if (++answers > good) throw Error(Code::io, "sink");
            };
            CHECK(ends_while_open(
                      jobs, [] { return echo; }, fail_in_sink) == "sink");
        }
        CHECK(ends_while_open(
                  jobs, []() -> Work { throw Error(Code::io, "make_work"); }, ignore) == "make_work");
    }
}

TEST_CASE("pipeline: a worker that cannot be made while others run ends the run", "[pipeline]") {
    int made = 0;
    CHECK(ends_while_open(
              4, [&]() -> Work { return ++made == 3 ? throw Error(Code::io, "third") : Work(echo); },
              [](Answer&) {}) == "third");
}

TEST_CASE("pipeline: what came before an exception has been handed on, in order", "[pipeline]") {
    std::string content;
    for (int i = 1; i <= 100'000; ++i) content += "some text\n";
    const File file(content);
    for (const unsigned jobs : {1U, 4U}) {
        std::string out;
        const auto fail_late = [] {
            return [](const Batch& batch, Answer& answer) {
                if (batch.lines.back().number > 50'000) throw Error(Code::io, "late");
                echo(batch, answer);
            };
        };
        CHECK(ends_with([&] {
                  LineReader reader(file.rewind());
                  run_pipeline(reader, jobs, fail_late, [&](Answer& answer) { out += answer.out; });
              }) == "late");
        CHECK(run(file.rewind(), 1).out.starts_with(out));
        CHECK(out.size() > 100'000);
    }
}

TEST_CASE("pipeline: an input that cannot be read", "[pipeline]") {
    const int folder = open("/", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    const int unreadable = open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (const unsigned jobs : {1U, 4U}) {
        CHECK(ends_with([&] { run(folder, jobs); }).starts_with("cannot read the input"));
        CHECK(ends_with([&] { run(unreadable, jobs); }).starts_with("cannot read the input"));
    }
    close(folder);
    close(unreadable);
}

TEST_CASE("pipeline: a worker that stops the run has its answer out, and none after it", "[pipeline]") {
    std::string content;
    for (int i = 1; i <= 100'000; ++i) content += "some text\n";
    const File file(content);
    for (const unsigned jobs : {1U, 4U}) {
        const auto make_work = [] {
            return [](const Batch& batch, Answer& answer) {
                answer.out = std::to_string(answer.batch) + ' ';
                if (batch.lines.back().number > 50'000 && batch.lines.front().number <= 50'000)
                    answer.stop = Error(Code::io, "enough");
            };
        };
        LineReader reader(file.rewind());
        std::string out;
        const auto why = run_pipeline(reader, jobs, make_work, [&](Answer& answer) { out += answer.out; });
        REQUIRE(why);
        CHECK(std::string(why->what()) == "enough");
        std::string wanted;
        for (int i = 1; wanted.size() < out.size(); ++i) wanted += std::to_string(i) + ' ';
        CHECK(out == wanted);
        CHECK(out.size() < 40);
        LineReader whole(file.rewind());
        CHECK_FALSE(run_pipeline(
            whole, jobs, [] { return echo; }, [](Answer&) {}));
    }
}

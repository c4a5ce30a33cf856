// Runs a command over lines: streams around the pipeline, progress, reasons, and the summary.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "command.hpp"
#include "data/json.hpp"
#include "formats/registry/csv.hpp"
#include "input_files.hpp"
#include "result_lines.hpp"

namespace vpass::tools {
namespace {

constexpr std::size_t kMaxNotes = 20;  // lines named on stderr; the records name them all

class Progress {
 public:
    Progress(bool shown, std::uint64_t total) : shown_(shown), total_(static_cast<double>(total)) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void advance(std::uint64_t bytes, std::uint64_t lines) {
        bytes_ += static_cast<double>(bytes);
        const auto now = std::chrono::steady_clock::now();
        if (!shown_ || now - last_ < std::chrono::milliseconds(200)) return;
        last_ = now;
        const double seconds = std::chrono::duration<double>(now - start_).count();
        char text[96];
        if (total_ > 0 && bytes_ > 0) {
            std::snprintf(text, sizeof text, "\r%llu lines, %.0f/s, %.0f%%, %.0f s left  ",
                          static_cast<unsigned long long>(lines), static_cast<double>(lines) / seconds,
                          100 * bytes_ / total_, seconds * std::max(0.0, total_ / bytes_ - 1));
        } else {
            std::snprintf(text, sizeof text, "\r%llu lines, %.0f/s  ", static_cast<unsigned long long>(lines),
                          static_cast<double>(lines) / seconds);
        }
        std::fputs(text, stderr);
        drawn_ = true;
    }
    void clear() {
        if (drawn_) std::fputs("\r\x1b[K", stderr);
        drawn_ = false;
    }

 private:
    bool shown_;
    bool drawn_ = false;
    double total_;
    double bytes_ = 0;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point last_ = start_;
};

// Lets the first notes through and counts the others.
class NoteCounter {
 public:
    explicit NoteCounter(bool quiet) : quiet_(quiet) {}
    bool take() { return ++count_ <= kMaxNotes && !quiet_; }
    void tell(const std::string& what) const {
        if (count_ > kMaxNotes && !quiet_)
            message("", "… and " + std::to_string(count_ - kMaxNotes) + ' ' + what);
    }

 private:
    bool quiet_;
    std::size_t count_ = 0;
};

class Summary {
 public:
    explicit Summary(const LineRun& run) : run_(run) {}
    using Counts = std::map<std::string, std::uint64_t, std::less<>>;
    void add(const Counts& counts) {
        for (const auto& [name, n] : counts) {
            if (!counts_.contains(name)) order_.push_back(name);
            counts_[name] += n;
            lines_ += n;
        }
    }
    std::uint64_t lines() const { return lines_; }
    int exit_code() const {
        const bool all_good =
            std::all_of(order_.begin(), order_.end(), [&](const std::string& name) { return is_good(name); });
        return all_good ? kGood : kNo;
    }
    std::string line() const {
        std::string out = std::to_string(lines_) + " " + run_.noun;
        if (lines_ == 1) out.resize(out.size() - (out.ends_with("sses") ? 2 : 1));
        const char* separator = ": ";
        for (const auto& [name, n] : sorted()) {
            out += separator + std::to_string(n) + " " + name;
            separator = ", ";
        }
        return out;
    }
    std::string json() const {
        std::string out;
        json::Writer w(out);
        std::uint64_t good = 0;
        for (const auto& [name, n] : sorted()) good += is_good(name) ? n : 0;
        w.begin_object().key("lines").integer(lines_);
        w.key("good").integer(good);
        w.key("counts").begin_object();
        for (const auto& [name, n] : sorted()) w.any_key(name).integer(n);
        w.end_object().end_object();
        return out + "\n";
    }
    std::string csv() const {
        std::string out = "\xEF\xBB\xBFname,good,count\n";
        for (const auto& [name, n] : sorted()) {
            append_csv_field(out, plain_cell(name), ',');
            out.append(is_good(name) ? ",yes," : ",no,").append(std::to_string(n)) += '\n';
        }
        return out;
    }

 private:
    bool is_good(const std::string& name) const {
        return std::find(run_.good.begin(), run_.good.end(), name) != run_.good.end();
    }
    // Returns good counts first, then by name: the same order whatever came first in the input.
    std::vector<std::pair<std::string, std::uint64_t>> sorted() const {
        std::vector<std::pair<std::string, std::uint64_t>> out(counts_.begin(), counts_.end());
        std::stable_partition(out.begin(), out.end(),
                              [&](const auto& count) { return is_good(count.first); });
        return out;
    }
    const LineRun& run_;
    std::map<std::string, std::uint64_t> counts_;
    std::vector<std::string> order_;
    std::uint64_t lines_ = 0;
};

}  // namespace

int run_lines(const StreamOptions& options, const LineRun& run) { return run_lines_as({}, options, run); }

int run_lines_as(const ResultOptions& form, const StreamOptions& options, const LineRun& run) {
    auto files = std::make_unique<InputFiles>(options.inputs, options.first_line, run.make_source);
    const InputFiles& input = *files;
    input.refuse_as_output(options.output);
    if (options.summary == "-" && options.output == "-")
        throw Error(Code::usage, "results and summary would both go to standard output",
                    "give one of them a file with -o or --summary");
    Output output(options.output);
    if (run.escapes) output.allow_escapes();
    if (run.secret) output.keep_secret();
    output.keep(run.kept.bytes);
    Summary summary(run);
    summary.add(run.kept.counts);
    Progress progress(options.progress.value_or(::isatty(STDERR_FILENO) && !options.quiet), input.bytes());
    std::unique_ptr<Source> source = std::move(files);
    if (run.wrap_source) source = run.wrap_source(std::move(source));
    NoteCounter notes(options.quiet), remarks(options.quiet);
    const unsigned jobs = options.jobs ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    std::function<void(std::string_view)> take = run.collect;
    ResultLines results(form, options.first_line);
    if (!take)
        take = [&](std::string_view text) {
            if (results.changes())
                output.write(results.convert(text));
            else
                output.write(text);
        };
    const auto release = [&](Answer& answer) {
        take(answer.out);
        if (run.take_aside && !answer.aside.empty()) run.take_aside(answer.aside);
        summary.add(answer.counts);
        for (const LineNote& note : answer.notes) {
            if (!(note.remark ? remarks : notes).take()) continue;
            progress.clear();
            message("", (note.line ? input.place(note.line) + ": " : "") + note.text);
        }
        progress.advance(answer.bytes, summary.lines() - run.kept.lines);
    };
    const std::unique_ptr<OutputGate> gate =
        run.make_gate ? run.make_gate({release, [&] { source->stop(); }}) : nullptr;
    const auto pass_on = [&](Answer& answer) { gate ? gate->hold(std::move(answer)) : release(answer); };
    const std::optional<Error> stopped = run_pipeline(*source, jobs, run.make_work, pass_on);
    if (run.finish && !stopped) {
        if (run.collect)
            take = [&](std::string_view text) {
                if (!results.changes()) return write_text_file(options.output, text);
                std::string whole = results.convert(text);
                write_text_file(options.output, whole += results.finish());
            };
        Answer last;
        run.finish(last);
        pass_on(last);
    }
    if (gate) gate->close();
    if (!run.collect) {
        if (!stopped) output.write(results.finish());
        output.close();
    }
    progress.clear();
    notes.tell("more such lines");
    remarks.tell("more such remarks");
    if (!options.quiet) message("", summary.line());
    if (stopped)
        throw Error(stopped->code(),
                    stopped->what() + ("; line " + std::to_string(summary.lines() + 1)) +
                        " is the first without an answer",
                    stopped->hint());
    if (!options.summary.empty())
        write_text_file(options.summary, options.summary.ends_with(".csv") ? summary.csv() : summary.json());
    return summary.exit_code();
}

}  // namespace vpass::tools

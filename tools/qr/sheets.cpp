// Writes all passes of a run into one PDF, which is written out as it grows.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "qr.hpp"
#include "shared/by_batch.hpp"
#include "shared/pass_batch.hpp"

namespace vpass::tools {
namespace {

namespace fs = std::filesystem;

// Fields of a batch go to the gate, and error records into Answer::aside: a PDF has no place for them.
class SheetWork {
 public:
    SheetWork(const SheetStyle& style, ByBatch<SheetFields>& fields, bool link)
        : printer_(style), by_batch_(fields), link_(link) {}

    void operator()(const Batch& batch, Answer& answer) {
        SheetFields fields;
        passes_.read(batch, link_ ? "link" : "pass");
        passes_.visit(answer, [&](std::size_t line, std::size_t, const PassLine& pass) {
            try {
                const auto linked = link_ ? linked_pass(pass, scratch_) : std::vector<std::string_view>();
                printer_.print(pass.text(), pass["name_source"].string(), fields, linked);
                answer.count("drawn");
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                write_error(line, e, answer);
                answer.out += '\n';
            }
        });
        answer.aside = std::move(answer.out);
        answer.out.clear();
        by_batch_.keep(answer.batch, std::move(fields));
    }

 private:
    PassBatch passes_;
    SheetPrinter printer_;
    ByBatch<SheetFields>& by_batch_;
    bool link_;
    std::vector<std::string> scratch_;
};

// Makes a file of the fields, in the order of the passes.
class SheetGate : public OutputGate {
 public:
    SheetGate(const SheetStyle& style, ByBatch<SheetFields>& fields, Downstream outside)
        : file_(style), by_batch_(fields), outside_(std::move(outside)) {}

    void hold(Answer&& answer) override {
        if (const auto fields = by_batch_.take(answer.batch)) file_.add(*fields, answer.out);
        outside_.release(answer);
    }
    void close() override {
        Answer last;
        file_.finish(last.out);
        outside_.release(last);
    }

 private:
    SheetFile file_;
    ByBatch<SheetFields>& by_batch_;
    Downstream outside_;
};

[[noreturn]] void fail(const fs::path& path, int error) {
    throw Error(Code::io, "cannot write " + path.string() + ": " + std::strerror(error));
}

// The file appears under its name once it is complete. A pipe or a device is written to as it is.
class WholeFile {
 public:
    explicit WholeFile(const std::string& path) : path_(path), written_(path) {
        std::error_code error;
        const fs::file_status status = fs::symlink_status(path_, error);
        if (path == "-" || (fs::exists(status) && !fs::is_regular_file(status))) return;
        const fs::path hidden = path_.parent_path() /
                                ("." + path_.filename().string() + "." + std::to_string(::getpid()) + ".tmp");
        const int fd = ::open(hidden.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0) fail(path_, errno);
        ::close(fd);
        written_ = hidden;
    }
    ~WholeFile() {
        if (written_ != path_) ::unlink(written_.c_str());
    }
    WholeFile(const WholeFile&) = delete;
    WholeFile& operator=(const WholeFile&) = delete;

    std::string place() const { return written_.string(); }
    void finish() {
        struct stat status {};
        if (written_ == path_) return;
        const int fd = ::open(written_.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) fail(path_, errno);
        const int error = ::fstat(fd, &status) != 0 || ::fsync(fd) != 0 ? errno : 0;
        ::close(fd);
        if (error) fail(path_, error);
        if (status.st_size == 0) return;  // no pass was drawn, and a PDF needs a page
        if (::rename(written_.c_str(), path_.c_str()) != 0) fail(path_, errno);
        written_ = path_;
    }

 private:
    fs::path path_, written_;
};

}  // namespace

int write_sheets(const QrOptions& options, const SheetStyle& style) {
    const bool to_standard_output = options.stream.output == "-";
    if (to_standard_output && ::isatty(STDOUT_FILENO))
        throw Error(Code::usage, "a pdf picture cannot be shown on a terminal",
                    "name a file with -o, or take --format term");
    std::error_code none;
    for (const std::string& input : options.stream.inputs) {
        if (fs::equivalent(input, options.stream.output, none))
            throw Error(Code::io, options.stream.output + " is both input and output",
                        "write to another file");
    }
    WholeFile file(options.stream.output);
    StreamOptions stream = options.stream;
    stream.output = file.place();
    Output errors("-");
    ByBatch<SheetFields> fields;
    LineRun run{"passes", {"drawn"}, [&]() -> Work {
                    auto work = std::make_shared<SheetWork>(style, fields, options.link);
                    return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
                }};
    run.make_gate = [&style, &fields](OutputGate::Downstream outside) {
        return std::make_unique<SheetGate>(style, fields, std::move(outside));
    };
    run.take_aside = [&](std::string_view records) {
        if (!to_standard_output) errors.write(records);
    };
    const int exit = run_lines(stream, run);
    file.finish();
    return exit;
}

}  // namespace vpass::tools

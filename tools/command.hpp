#pragma once
// Defines a command, and what the commands share: options, streams, messages, the run over lines.
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/pipeline.hpp"
#include "base/time.hpp"
#include "formats/value_sets.hpp"
#include "keys/private_key.hpp"
#include "keys/trust_store.hpp"
#include "shared/arguments.hpp"

namespace vpass::tools {

enum Exit : int { kGood = 0, kNo = 1, kNoAnswer = 2 };

// Runs a command whose options have been parsed; returns an Exit. Throws Error when there is no answer.
using Run = std::function<int()>;

// `declare` adds options to a struct of its own and returns the closure that runs. It does not open a file.
struct Command {
    const char* group;
    const char* name;
    const char* summary;
    Run (*declare)(Arguments& app);
};
std::span<const Command> commands();
// Calls declare(), and adds the options that every command takes.
Run declare(const Command& command, Arguments& app);

// Messages go to stderr only: "vpass sign: error: …", then "vpass sign: hint: …".
void set_command_name(const std::string& name);
const std::string& command_name();
void set_quiet();        // messages without a level are left out from now on
void set_json_errors();  // report_error() writes JSON from now on
// Says why there is no answer: as messages, or as {"error":{"code":…,"message":…,"hint":…},…}.
void report_error(std::string_view code, std::string_view text, std::string_view hint);
void message(std::string_view level,
             std::string_view text);  // level: "error", "hint", "warning"; "" for none

// Returns the text with its control characters (C0 except \n and \t, DEL, C1) written as \u001b, since a
// terminal obeys them, and a rule set, a record or a name may hold any.
std::string printable(std::string_view text);

// The options -i/positional, -o, -j, --summary, --progress, which are the same for every filter over lines.
struct StreamOptions {
    std::vector<std::string> inputs;  // read one after the other; none: standard input
    std::string output = "-";
    unsigned jobs = 0;           // 0: all cores
    std::size_t first_line = 0;  // the number of the first record's line; 0: as the input has it
    std::string summary;
    std::optional<bool> progress;
    bool quiet = false;
};
void add_stream_options(Arguments& app, StreamOptions& options, const char* input_help);

// The option --at TIME | issued. `value` stays empty for "issued".
struct ClockOption {
    std::string text = "now";
    bool is_now() const { return text == "now"; }
    UnixTime time() const;  // Error "usage" for "issued"
    std::optional<UnixTime> time_or_issued() const;
};
// Reads the time that a person wrote for an option; Error "usage" names the option.
UnixTime time_of_option(const std::string& option, const std::string& text);
void add_clock_option(Arguments& app, ClockOption& clock, bool allow_issued);

Certificate load_certificate(const std::string& path);  // the first one of a PEM file
void add_value_sets_option(Arguments& app, std::vector<std::string>& files);
std::vector<std::string> written_formats();                        // that issue and sign write
ValueSets load_value_sets(const std::vector<std::string>& files);  // the built-in ones, with these replaced

// Adds --pin-file FILE and --pin-fd N, for keys by pkcs11: URI, see load_private_key(). Without them the
// terminal is asked.
void add_pin_options(Arguments& app, PinSource& pin);

// Reads a file; "-" is stdin. A byte-order mark at the start is dropped, as in records.
std::string read_text_file(const std::string& path, std::size_t limit = 64 << 20);
// Returns the lines of a text without their ends, LF or CRLF; empty ones are left out.
std::vector<std::string_view> lines_of(std::string_view text);
// Writes the file as a whole or not at all. "-" is standard output; a device or a pipe is written to, never
// replaced.
void write_text_file(const std::string& path, std::string_view text);

// The destination of results: stdout or a file that appears with its first byte. Only close() proves that it
// is complete.
class Output {
 public:
    explicit Output(std::string path) : path_(std::move(path)) {}
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    void keep(std::uint64_t bytes) { kept_ = bytes; }  // of the file that is there: writes after them
    void write(std::string_view text);                 // to a terminal: as printable() has it
    void allow_escapes() { escapes_ = true; }          // for pictures made of them
    void keep_secret() { secret_ = true; }             // the file is for its owner alone
    void close();
    const std::string& path() const { return path_; }

 private:
    void open();
    std::string path_;
    std::uint64_t kept_ = 0;
    int fd_ = -1;
    bool terminal_ = false;
    bool escapes_ = false;
    bool secret_ = false;
};

// What an output holds already, of an earlier run over the same input.
struct ResumePoint {
    std::uint64_t lines = 0;
    std::uint64_t bytes = 0;
    std::map<std::string, std::uint64_t, std::less<>> counts;
};

// Stands between answers and the output, and releases each once it may leave.
class OutputGate {
 public:
    struct Downstream {
        std::function<void(Answer&)> release;  // writes it out; in order, from one thread at a time
        std::function<void()> stop;            // no more answers are wanted, since releasing one failed
    };
    virtual ~OutputGate() = default;  // without close(), what is held back is dropped
    virtual void hold(Answer&& answer) = 0;
    virtual void close() = 0;  // all have been released; throws what went wrong with any
};

// Runs `make_work`'s workers over the input's lines, writes the answers, names bad lines on stderr, and ends
// with a summary line "vpass verify: 1000 passes: 998 valid, 2 bad-signature". Counts whose names are in
// `good` are good answers; any other count makes the exit code 1.
struct LineRun {
    const char* noun;  // "passes"
    std::vector<std::string> good;
    std::function<Work()> make_work;
    // Makes the source of batches of one input, given its descriptor, instead of plain lines; may be empty.
    std::function<std::unique_ptr<Source>(int fd)> make_source = {};
    // Puts a source around that of all inputs; may be empty.
    std::function<std::unique_ptr<Source>(std::unique_ptr<Source>)> wrap_source = {};
    ResumePoint kept = {};  // counts as if this run had made it
    // Takes what the workers answer, in input order, instead of the output; may be empty. What finish()
    // answers is then all there is, and is written whole.
    std::function<void(std::string_view)> collect = {};
    // Answers what is left when all lines have been answered; may be empty.
    std::function<void(Answer&)> finish = {};
    std::function<std::unique_ptr<OutputGate>(OutputGate::Downstream)> make_gate = {};  // may be empty
    bool escapes = false;  // what the workers answer is a picture for a terminal
    bool secret = false;   // the output's file is for its owner alone
    std::function<void(std::string_view)> take_aside =
        {};  // what the answers have aside, in order; may be empty
};
int run_lines(const StreamOptions& options, const LineRun& run);

}  // namespace vpass::tools

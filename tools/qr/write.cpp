// Writes passes as pictures: one file a pass below --dir, or a single picture, or text for the terminal.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <iterator>

#include "base/ascii.hpp"
#include "base/file.hpp"
#include "data/encoding.hpp"
#include "passes/qr.hpp"
#include "passes/sheet/template.hpp"
#include "passes/verify.hpp"
#include "qr.hpp"
#include "shared/pass_batch.hpp"

namespace vpass::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestStem =
    100;  // of a file name, before the hash: well below any file system's limit

constexpr std::size_t kTemplateBytes = 16 << 20;  // it may hold pictures

// The settings of every picture of a run.
struct Plan {
    std::string format;
    int scale;
    const SheetStyle* style;    // of a PDF, else null
    const SheetTemplate* form;  // of an SVG that is more than the code, else null
    std::string zone;           // of its times
    std::string_view member;    // that is drawn
    std::size_t columns = 0;    // of the terminal that the pictures go to; 0: as many as it takes
};

// Turns a pass into the bytes of its pictures. Each thread has its own Painter.
class Painter {
 public:
    explicit Painter(const Plan& plan) : plan_(plan) {
        if (plan.style) printer_ = std::make_unique<SheetPrinter>(*plan.style);
        if (plan.form) reader_ = std::make_unique<PassReader>(plan.zone);
    }

    // Returns the number of pictures: one for each part, while a PDF has all parts.
    std::size_t pictures(const PassLine& pass) const { return printer_ ? 1 : pass.text().size(); }

    // The result is valid until the next call. Throws Error "qr-too-long", and as SheetPrinter.
    Bytes paint(const PassLine& line, std::size_t part) {
        const PassText pass = line.text();
        if (printer_ || reader_) {
            std::vector<std::string> scratch;
            const auto linked =
                plan_.member == "link" ? linked_pass(line, scratch) : std::vector<std::string_view>();
            const std::string source = line["name_source"].string();
            if (printer_)
                printer_->print_file(pass, source, text_, linked);
            else
                plan_.form->fill(*reader_, pass, part, source, linked, text_);
            return as_bytes(text_);
        }
        const QrCode code = encode_qr(pass[part], qr_rules(pass[part]));
        if (plan_.format == "png") {
            write_png(code, plan_.scale, bytes_);
            return bytes_;
        }
        if (plan_.format == "svg")
            write_svg(code, plan_.scale, text_);
        else
            write_text(code);
        return as_bytes(text_);
    }

 private:
    void write_text(const QrCode& code) {
        const auto width = static_cast<std::size_t>(code.size + 2 * kQuietZone);
        if (plan_.columns && width > plan_.columns)
            throw Error(Code::too_large,
                        "the code is " + std::to_string(width) + " columns wide, and the terminal " +
                            std::to_string(plan_.columns),
                        "make the terminal wider or its type smaller, or write a picture: -o FILE.png");
        write_blocks(code, text_);
    }

    const Plan& plan_;
    std::unique_ptr<SheetPrinter> printer_;
    std::unique_ptr<PassReader> reader_;
    Buffer bytes_;
    std::string text_;
};

// Returns the record's id for its pass, else the pass's own, if there is one.
std::string id_of(const PassLine& pass) {
    std::string id = pass["id"].string();
    if (!id.empty()) return id;
    static thread_local Envelope envelope;
    try {
        open_pass(pass.text(), envelope);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return {};  // a wrong pass has a picture as well
    }
    return envelope.id;
}

// Returns a file name that no other pass has, and that is the same in every run: the id, as far as every file
// system accepts it, and a part of the hash of the pass.
std::string file_stem(const PassLine& pass) {
    std::string stem = id_of(pass);
    for (char& c : stem) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!plain && c != '_' && c != '.') c = '-';
    }
    stem.erase(0, stem.find_first_not_of("-."));  // no hidden file, and nothing that looks like an option
    if (stem.size() > kLongestStem) stem.resize(kLongestStem);
    std::string text;
    for (const std::string_view part : pass.text()) text.append(part) += '\n';
    const Sha256 hash = sha256(as_bytes(text));
    return (stem.empty() ? "pass" : stem) + '.' + hex_encode(Bytes(hash).first(8));
}

// Writes a folder of pictures, and records that name them.
class FolderWork {
 public:
    FolderWork(const Plan& plan, const fs::path& folder) : plan_(plan), folder_(folder), painter_(plan) {}

    void operator()(const Batch& batch, Answer& answer) {
        passes_.read(batch, plan_.member);
        FileBatch files(folder_);
        passes_.answer(answer, [&](std::size_t line, std::size_t, const PassLine& pass) {
            const std::size_t start = answer.out.size();
            try {
                write(pass, files, answer);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                answer.out.resize(start);
                write_error(line, e, answer);
            }
        });
        files.commit();
    }

 private:
    void write(const PassLine& pass, FileBatch& files, Answer& answer) {
        const std::string stem = file_stem(pass);
        const std::size_t count = painter_.pictures(pass);
        std::vector<std::string> names;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string part =
                count == 1 ? "" : "-" + std::to_string(i + 1) + "of" + std::to_string(count);
            const fs::path path =
                folder_ / (stem + part + (plan_.format == "term" ? ".txt" : "." + plan_.format));
            files.write(path, painter_.paint(pass, i));
            names.push_back(shown_path(path.string()));
        }
        pass.write_open(answer.out, {"picture"});
        json::Writer w(answer.out);
        w.key("picture");
        if (count != 1) w.begin_array();
        for (const std::string& name : names) w.string(name);
        if (count != 1) w.end_array();
        w.end_object();
        answer.count("drawn");
    }

    const Plan& plan_;
    const fs::path& folder_;
    PassBatch passes_;
    Painter painter_;
};

class TerminalWork {
 public:
    explicit TerminalWork(const Plan& plan) : plan_(plan), painter_(plan) {}

    void operator()(const Batch& batch, Answer& answer) {
        passes_.read(batch, plan_.member);
        passes_.answer(answer, [&](std::size_t line, std::size_t, const PassLine& pass) {
            const std::size_t start = answer.out.size();
            try {
                for (std::size_t i = 0; i < painter_.pictures(pass); ++i)
                    answer.out += as_text(painter_.paint(pass, i));
                answer.count("drawn");
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                answer.out.resize(start);
                write_error(line, e, answer);
            }
        });
    }

 private:
    const Plan& plan_;
    PassBatch passes_;
    Painter painter_;
};

template <typename W, typename... Arguments>
std::function<Work()> maker(const Arguments&... arguments) {
    return [&arguments...]() -> Work {
        auto work = std::make_shared<W>(arguments...);
        return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
    };
}

int write_one_picture(const QrOptions& options, const Plan& plan) {
    const std::string& output = options.stream.output;
    if (output == "-" && plan.format != "svg" && ::isatty(STDOUT_FILENO))
        throw Error(Code::usage, "a " + plan.format + " picture cannot be shown on a terminal",
                    "name a file with -o, or take --format term");
    std::deque<std::string> texts;  // that lines are views of
    std::vector<std::string_view> lines;
    const auto read = [&](const std::string& path) {
        std::ranges::copy(lines_of(texts.emplace_back(read_text_file(path))), std::back_inserter(lines));
    };
    if (options.stream.inputs.empty()) read("-");
    for (const std::string& path : options.stream.inputs) read(path);
    if (lines.size() != 1)
        throw Error(Code::usage,
                    "one picture is of one pass, and the input has " + std::to_string(lines.size()),
                    "--dir DIR writes a file for each pass");
    PassLine pass;
    pass.read({1, lines.front(), lines.front().size() > limits::kLineBytes}, plan.member);
    if (pass.is_carried())
        throw Error(Code::no_pass, "the record has no " + std::string(plan.member) + " text");
    Painter painter(plan);
    if (painter.pictures(pass) != 1)
        throw Error(Code::usage, "the pass has several QR codes", "--dir DIR writes a file for each of them");
    const Bytes picture = painter.paint(pass, 0);
    write_text_file(output, as_text(picture));
    return kGood;
}

// The ending of the output's name decides the format. Text needs no ending, and an unknown one is a mistake.
std::string default_format(const QrOptions& options) {
    const bool has_form = !options.form.empty();
    if (!options.folder.empty()) return has_form ? "svg" : "png";
    if (options.stream.output == "-") return has_form ? "svg" : "term";
    const std::string ending = lower_case(fs::path(options.stream.output).extension().string());
    if (ending.empty() || ending == ".txt") return "term";
    for (const char* format : {"png", "svg", "pdf"}) {
        if (ending == std::string(".") + format) return format;
    }
    throw Error(Code::usage, "pictures are not written as '" + ending + "'",
                "the ending is .png, .svg, .pdf or .txt; or name the --format");
}

SheetSize size_of(const std::string& sheet) {
    if (sheet == "card") return SheetSize::card;
    if (sheet == "2x4") return SheetSize::labels_2x4;
    return sheet == "3x8" ? SheetSize::labels_3x8 : SheetSize::a4;
}

std::size_t terminal_columns(const QrOptions& options) {
    winsize size{};
    if (options.stream.output != "-" || !::isatty(STDOUT_FILENO)) return 0;
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

void write_error(std::size_t line, const Error& error, Answer& answer) {
    write_error_line(answer.out, line, error.name(), error.what());
    answer.out.pop_back();
    const std::string hint = error.hint().empty() ? "" : " (" + error.hint() + ")";
    answer.notes.push_back({line, error.name() + ": " + error.what() + hint});
    answer.count("error");
}

int write_pictures(QrOptions options) {
    Plan plan{options.format.empty() ? default_format(options) : options.format,
              options.scale,
              nullptr,
              nullptr,
              options.zone,
              options.member()};
    std::unique_ptr<SheetTemplate> form;
    if (!options.form.empty()) {
        if (plan.format != "svg")
            throw Error(Code::usage, "a template is written as SVG, not as " + plan.format,
                        "name an output that ends in .svg, or --dir");
        form = std::make_unique<SheetTemplate>(read_text_file(options.form, kTemplateBytes));
        plan.form = form.get();
    }
    std::unique_ptr<SheetStyle> style;
    if (plan.format == "pdf") {
        style = std::make_unique<SheetStyle>(options.font, size_of(options.sheet), options.zone);
        plan.style = style.get();
    }
    if (!options.folder.empty()) {
        const fs::path folder = options.folder;
        make_folders(folder);
        return run_lines(options.stream, {"passes", {"drawn"}, maker<FolderWork>(plan, folder)});
    }
    if (style) return write_sheets(options, *style);
    if (plan.format == "term") {
        plan.columns = terminal_columns(options);
        LineRun run{"passes", {"drawn"}, maker<TerminalWork>(plan)};
        run.escapes = true;
        return run_lines(options.stream, run);
    }
    return write_one_picture(options, plan);
}

}  // namespace vpass::tools

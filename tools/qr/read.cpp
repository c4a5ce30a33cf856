// Reads passes from pictures. Each picture is a line of the run; parts of a pass that was cut for several QR
// codes wait until all pictures are read.
#include <algorithm>
#include <filesystem>

#include "base/ascii.hpp"
#include "base/file.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "data/record.hpp"
#include "join.hpp"
#include "qr.hpp"
#include "shared/picture_process.hpp"

namespace vpass::tools {
namespace {

namespace fs = std::filesystem;

class PictureSource : public Source {
 public:
    explicit PictureSource(const std::vector<std::string>& files) : files_(files) {}
    bool read(Batch& out) override {
        out.lines.clear();
        if (next_ == files_.size()) return false;
        out.bytes = 0;
        out.lines.push_back({next_ + 1, files_[next_]});
        ++next_;
        return true;
    }

 private:
    const std::vector<std::string>& files_;
    std::size_t next_ = 0;
};

class ReadWork {
 public:
    explicit ReadWork(PartJoiner& joiner) : joiner_(joiner) {}

    void operator()(const Batch& batch, Answer& answer) {
        for (const Line& line : batch.lines) {
            const std::string file(line.text);
            try {
                read(line.number, file, answer);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                write_unread({line.number, file}, e.name(), e.what(), answer);
            }
        }
    }

 private:
    void read(std::size_t line, const std::string& file, Answer& answer) {
        const Buffer content = content_of(file);
        if (!content.empty() && content[0] == '{') return take_records(line, as_text(content), answer);
        const std::size_t pages = pictures_.open(content);
        for (std::size_t i = 0; i < pages; ++i) {
            const PicturePlace place{line, file, pages > 1 ? i + 1 : 0};
            try {
                for (const CodeText& code : pictures_.read(i)) {
                    if (!joiner_.take(place, code)) write_pass(place, code.text, answer);
                }
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                write_unread(place, e.name(), e.what(), answer);
            }
        }
    }

    static void write_pass(const PicturePlace& place, const std::string& pass, Answer& answer) {
        json::Writer w(answer.out);
        w.begin_object().text("picture", shown_path(place.file));
        if (place.page) w.key("page").integer(place.page);
        w.text("pass", pass).end_object();
        answer.out += '\n';
        answer.count("read");
    }

    static Buffer content_of(const std::string& file) {
        if (file != "-") return read_file(file, limits::kPictureFileBytes);
        const std::string content = read_text_file(file, limits::kPictureFileBytes);
        const Bytes bytes = as_bytes(content);
        return Buffer(bytes.begin(), bytes.end());
    }

    // Takes what an earlier run wrote: parts that it left over are joined with those of this one.
    void take_records(std::size_t place, std::string_view records, Answer& answer) {
        std::size_t line = 0;
        for (const std::string_view text : lines_of(records)) {
            ++line;
            try {
                if (text.size() > limits::kLineBytes) throw Error(Code::line_too_long, "longer than 1 MiB");
                const json::Value record = json::check(text);
                const std::string part = record["part"].string();
                if (!part.empty() &&
                    joiner_.take({place, record["picture"].string(), page_of(record)}, {part}))
                    continue;
                json::append_compact(answer.out, text);
                answer.out += '\n';
                answer.count(record["pass"] ? "read" : "error");
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                write_error(line, e, answer);
                answer.out += '\n';
            }
        }
    }

    static std::size_t page_of(json::Value record) {
        return static_cast<std::size_t>(std::max<std::int64_t>(record["page"].integer().value_or(0), 0));
    }

    PartJoiner& joiner_;
    PictureProcess pictures_;
};

bool is_picture_name(const fs::path& path) {
    const std::string extension = lower_case(path.extension().string());
    constexpr std::string_view kExtensions[] = {".png",  ".jpg",  ".jpeg", ".bmp", ".webp", ".gif",
                                                ".heic", ".heif", ".avif", ".tif", ".tiff", ".pdf"};
    return !path.filename().string().starts_with('.') &&
           std::find(std::begin(kExtensions), std::end(kExtensions), extension) != std::end(kExtensions);
}

// The files themselves, and the pictures of folders and the folders in them, in the order of their names.
std::vector<std::string> files_of(const std::vector<std::string>& inputs) {
    std::vector<std::string> out;
    for (const std::string& input : inputs) {
        if (input == "-") {
            out.push_back(input);
            continue;
        }
        std::error_code error;
        const fs::file_status status = fs::status(input, error);
        if (!fs::exists(status)) throw Error(Code::io, "cannot open " + input + ": " + error.message());
        if (!fs::is_directory(status)) {
            out.push_back(input);
            continue;
        }
        const auto start = static_cast<std::ptrdiff_t>(out.size());
        fs::recursive_directory_iterator entry(input, error), end;
        for (; !error && entry != end; entry.increment(error)) {
            if (entry->is_regular_file(error) && is_picture_name(entry->path()))
                out.push_back(entry->path().string());
        }
        if (error) throw Error(Code::io, "cannot read " + input + ": " + error.message());
        std::sort(out.begin() + start, out.end());
    }
    return out;
}

}  // namespace

std::string shown_path(const std::string& path) {
    if (is_utf8(path)) return path;
    std::string out = path;
    std::replace_if(
        out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7e; }, '?');
    return out;
}

void write_unread(const PicturePlace& place, std::string_view code, const std::string& reason, Answer& answer,
                  std::string_view part) {
    json::Writer w(answer.out);
    const std::string path = shown_path(place.file);
    w.begin_object().text("picture", path);
    if (place.page) w.key("page").integer(place.page);
    w.key("error").begin_object().text("code", code).text("message", reason).end_object();
    if (!part.empty()) w.text("part", part);
    w.end_object();
    answer.out += '\n';
    const std::string page = place.page ? ", page " + std::to_string(place.page) : "";
    answer.notes.push_back({0, path + page + ": " + std::string(code) + ": " + reason});
    answer.count(code);
}

int read_pictures(const QrOptions& options) {
    if (options.stream.inputs.empty())
        throw Error(Code::usage, "--read needs pictures, or a folder of them", "'-' is standard input");
    if (!options.folder.empty() || !options.format.empty() || !options.form.empty())
        throw Error(Code::usage, "--read writes records, not pictures",
                    "leave out --dir, --format and --template");
    const std::vector<std::string> files = files_of(options.stream.inputs);
    std::optional<TrustStore> trust;
    if (!options.trust.files.empty())
        load_trust(trust.emplace(), options.trust, options.clock.time(), options.stream.quiet);
    PartJoiner joiner(trust ? &*trust : nullptr);
    LineRun run{"passes", {"read"}, [&joiner]() -> Work {
                    auto work = std::make_shared<ReadWork>(joiner);
                    return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
                }};
    run.make_source = [&files](int) { return std::make_unique<PictureSource>(files); };
    run.finish = [&joiner](Answer& answer) { joiner.finish(answer); };
    StreamOptions stream = options.stream;
    stream.inputs.clear();  // the pictures are the lines of the run
    return run_lines(stream, run);
}

}  // namespace vpass::tools

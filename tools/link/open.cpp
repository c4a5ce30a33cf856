// Reads links and writes the passes of their files.
#include <filesystem>

#include "base/ascii.hpp"
#include "base/file.hpp"
#include "data/encoding.hpp"
#include "data/record.hpp"
#include "link.hpp"
#include "passes/link/link_folder.hpp"
#include "passes/link/pass_links.hpp"
#include "passes/verify.hpp"

namespace vpass::tools {
namespace {

namespace fs = std::filesystem;

struct Plan {
    const LinkFolder& folder;
    const ClockOption& clock;
    fs::path contents;  // empty: they are not written
};

std::string_view extension(std::string_view type) {
    if (type == "application/pdf") return ".pdf";
    return type.ends_with("json") || type == content_type::kCards ? ".json" : ".bin";
}

// A line that holds a link: a record with `link`, or with a link for its `pass`, or the bare text of one. A
// pass that carries links may stand in the place of one.
struct LinkLine {
    Record record;
    std::string scratch;
    std::string_view link;
    bool bare = false;
    bool carried = false;

    void read(const Line& line) {
        bare = carried = false;
        line.require_text();
        bare = line.text[line.text.find_first_not_of(" \t")] != '{';
        link = line.text;
        if (bare) return;
        record.parse(line.text);
        const json::Value given = record["link"] ? record["link"] : record["pass"];
        carried = !given && record.is_error();
        if (!carried && !given.is(json::Type::string))
            throw Error(Code::no_pass, "the record has no link", "vpass link writes it as the member link");
        link = given.string(scratch);
    }

    void write_open(std::string& out) const {
        if (bare)
            json::Writer(out).begin_object();
        else
            record.write_open(out,
                              {"link", "pass", "content_type", "bytes", "sha256", "content", "warnings"});
    }
};

class OpenWork {
 public:
    explicit OpenWork(const Plan& plan) : plan_(plan) {}

    void operator()(const Batch& batch, Answer& answer) {
        at_ = plan_.clock.time();
        for (const Line& line : batch.lines) {
            try {
                line_.read(line);
                if (line_.carried) {
                    line_.record.write_error(answer.out);
                    answer.count("error");
                } else {
                    answer.count(open_all(line.number, answer) ? "opened" : "refused");
                }
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                refuse(line.number, e.name(), e.what(), answer);
                answer.count("error");
            }
        }
    }

 private:
    // Opens the link, or the links that a pass carries. Whether the pass is genuine is not asked here.
    bool open_all(std::size_t line, Answer& answer) {
        const std::string_view text = trimmed(line_.link);
        if (is_link(text) || !detect_format(text)) return open(line_.link, line, answer);
        open_pass({&text, 1}, envelope_);
        const std::vector<std::string> links = links_of_pass(envelope_);
        if (links.empty()) return refuse(line, "bad-link", "the pass carries no link", answer);
        bool all = true;
        for (const std::string& link : links) all = open(link, line, answer) && all;
        return all;
    }

    // Returns true when the link and all of its files were opened.
    bool open(std::string_view text, std::size_t line, Answer& answer) {
        LinkRefusal refusal = read_link(text, link_);
        if (!refusal) {
            refusal = open_link(
                link_, at_,
                [this](std::string_view url, Buffer& out) { return plan_.folder.fetch(url, out); }, files_);
        }
        if (refusal) return refuse(line, refusal.code, refusal.text, answer);
        bool all = true;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            const std::string place = files_.size() == 1 ? ""
                                                         : "file " + std::to_string(i + 1) + " of " +
                                                               std::to_string(files_.size()) + ": ";
            if (files_[i].refusal)
                all = refuse(line, files_[i].refusal.code, place + files_[i].refusal.text, answer);
            else
                write(files_[i], answer);
        }
        return all;
    }

    static bool refuse(std::size_t line, std::string_view code, const std::string& text, Answer& answer) {
        write_error_line(answer.out, line, code, text);
        answer.notes.push_back({line, std::string(code) + ": " + text});
        return false;
    }

    // Writes a record for each pass, or one for a file without passes.
    void write(const LinkedFile& file, Answer& answer) const {
        const std::string hash = hex_encode(sha256(file.content));
        std::string path;
        if (!plan_.contents.empty()) {
            path = (plan_.contents / (hash + std::string(extension(file.content_type)))).string();
            write_file(path, file.content, FileMode::secret);
        }
        for (std::size_t i = 0; i < std::max<std::size_t>(file.passes.size(), 1); ++i) {
            line_.write_open(answer.out);
            json::Writer w(answer.out);
            if (i < file.passes.size()) w.text("pass", file.passes[i]);
            if (!file.content_type.empty()) w.text("content_type", file.content_type);
            w.key("bytes").integer(file.content.size()).text("sha256", hash);
            if (!path.empty()) w.text("content", path);
            write_warnings(file, w);
            w.end_object();
            answer.out += '\n';
        }
    }

    void write_warnings(const LinkedFile& file, json::Writer& w) const {
        if (link_.findings.empty() && !file.types_differ) return;
        w.key("warnings").begin_array();
        for (const Finding& finding : link_.findings) w.string(finding.kind->code);
        if (file.types_differ) w.string(finding::kContentType.code);
        w.end_array();
    }

    const Plan& plan_;
    UnixTime at_ = 0;
    LinkLine line_;
    Envelope envelope_;
    Link link_;
    std::vector<LinkedFile> files_;
};

}  // namespace

int open_links(const LinkOptions& options) {
    if (options.files.empty())
        throw Error(Code::usage, "--open needs --files DIR: the network is never asked",
                    "DIR holds the files under the paths of their URLs, as 'vpass link --out' or 'wget -x' "
                    "have them");
    if (!fs::is_directory(options.files)) throw Error(Code::io, options.files + " is not a folder");
    if (!options.contents.empty()) make_folders(options.contents, 0700);
    const LinkFolder folder(options.files, options.base);
    const Plan plan{folder, options.clock, options.contents};
    return run_lines(options.stream, {"links", {"opened"}, [&plan]() -> Work {
                                          auto work = std::make_shared<OpenWork>(plan);
                                          return [work](const Batch& batch, Answer& answer) {
                                              (*work)(batch, answer);
                                          };
                                      }});
}

}  // namespace vpass::tools

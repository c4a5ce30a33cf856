// Reads passes and writes encrypted files in a folder and links to them.
#include <algorithm>

#include "base/file_tree.hpp"
#include "data/encoding.hpp"
#include "ledger/ledger.hpp"
#include "ledger/revoked_passes.hpp"
#include "link.hpp"
#include "passes/link/link_maker.hpp"
#include "passes/pass_line.hpp"
#include "shared/by_batch.hpp"
#include "shared/resume.hpp"
#include "table.hpp"

namespace vpass::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPublishAtOnce = 8192;  // files; syncing the disk costs as much for one as for many

constexpr std::size_t kHoldBytes = 16 << 20;  // of answers that wait for files
const std::string kRevoked = "revoked";
const Answers kLinkAnswers = {"link", {"link"}, "pass", "linked earlier"};

// The facts about a batch that the gate needs.
struct Written {
    std::vector<FileTree::Draft> drafts;
    std::vector<std::uint64_t> names;
};

struct Plan {
    LinkPlan links;
    const LinkSecret& secret;
    const RevokedPasses* revoked = nullptr;
    const std::string& by;
    const std::vector<std::string>& columns;
    bool csv = false;
    bool dry_run = false;
    FileTree& tree;
    GroupedLines* groups = nullptr;  // with `by`
    ByBatch<Written>* written = nullptr;
};

class LinkWork {
 public:
    explicit LinkWork(const Plan& plan) : plan_(plan) {}

    void operator()(const Batch& batch, Answer& answer) {
        Written written;
        for (std::size_t first = 0, end; first < batch.lines.size(); first = end) {
            end = first + 1;
            if (!plan_.by.empty()) {
                const auto value = GroupedLines::value_of(batch.lines[first].text, plan_.by);
                while (value && end < batch.lines.size() &&
                       GroupedLines::value_of(batch.lines[end].text, plan_.by) == value)
                    ++end;
            }
            link({batch.lines.data() + first, end - first}, written, answer);
        }
        plan_.written->keep(answer.batch, std::move(written));
    }

 private:
    struct Revoked {};
    struct Item {
        PassLine pass;
        std::size_t line = 0;
        bool carried = false;
        bool revoked = false;
        std::optional<Error> error;
    };

    // Makes one file for all of these lines.
    void link(std::span<const Line> lines, Written& written, Answer& answer) {
        if (items_.size() < lines.size()) items_.resize(lines.size());
        const std::span<Item> items(items_.data(), lines.size());
        contents_.clear();
        identity_.clear();
        bool any = false;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            items[i].line = lines[i].number;
            items[i].error.reset();
            try {
                add(lines[i], items[i]);
                any = any || !items[i].carried;
            } catch (const Revoked&) {
                items[i].revoked = true;
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                items[i].error = e;
            }
        }
        MadeLink made;
        const char* count = "";
        if (any) {
            try {
                made = make_link(plan_.links, plan_.secret, identity_, contents_);
                count = store(made, written);
            } catch (const Error& e) {
                if (e.is_environment() || e.code() == Code::usage) throw;
                for (Item& item : items) {
                    if (!item.error && !item.carried && !item.revoked) item.error = e;
                }
            }
        }
        for (const Item& item : items) write(item, made, count, answer);
    }

    void add(const Line& line, Item& item) {
        item.carried = item.revoked = false;
        json::Value fhir;
        try {
            item.pass.read(line);
        } catch (const Error& e) {
            fhir = e.code() == Code::no_pass ? item.pass.record()["fhir"] : json::Value();
            if (!fhir.is(json::Type::object)) throw;
        }
        if (!fhir && item.pass.is_carried()) {
            item.carried = true;
            return;
        }
        std::string identity = group_of(line);
        if (fhir) {
            if (!fhir["resourceType"].is(json::Type::string))
                throw Error(Code::bad_payload, "fhir: it has no resourceType");
            contents_.add_fhir(fhir.raw());
        } else {
            contents_.add(item.pass.text(), [this](const Envelope& pass) {
                if (plan_.revoked && plan_.revoked->contains(pass)) throw Revoked();
            });
        }
        if (identity.empty()) identity = own_identity(item.pass, fhir);
        if (identity_.empty()) identity_ = std::move(identity);
    }

    // Returns the value whose passes go into one file; empty when each pass has its own file.
    std::string group_of(const Line& line) const {
        if (plan_.by.empty()) return {};
        const auto value = GroupedLines::value_of(line.text, plan_.by);
        if (!value) throw Error(Code::no_id, "the record has no " + plan_.by);
        if (plan_.groups->is_apart(line.number))
            throw Error(Code::duplicate_id,
                        "other records of this " + plan_.by + " stand further up, apart from it",
                        "sort the input by " + plan_.by);
        return "by " + plan_.by + '\0' + *value;
    }

    // Returns the identifier, so that a successor takes the file over; else the pass itself.
    std::string own_identity(const PassLine& pass, json::Value fhir) const {
        std::string id = fhir ? pass.record()["id"].string() : pass["id"].string();
        if (id.empty()) id = contents_.id();
        if (!id.empty()) return "id" + std::string(1, '\0') + id;
        std::string text;
        if (fhir) {
            text = fhir.raw();
        } else {
            for (const std::string_view part : pass.text()) text.append(part) += '\n';
        }
        return "pass" + std::string(1, '\0') + hex_encode(sha256(as_bytes(text)));
    }

    const char* store(const MadeLink& made, Written& written) const {
        const Bytes file = as_bytes(made.file);
        const FileTree::Change change = plan_.tree.compare(made.path, file);
        if (change != FileTree::Change::none && !plan_.dry_run)
            written.drafts.push_back(plan_.tree.write(made.path, file));
        written.names.push_back(made.name);
        return change == FileTree::Change::none      ? "unchanged"
               : change == FileTree::Change::created ? "new"
                                                     : "changed";
    }

    void write(const Item& item, const MadeLink& made, const char* count, Answer& answer) const {
        if (item.error) return refuse(item.line, item.error->name(), item.error->what(), "error", answer);
        if (item.revoked)
            return refuse(item.line, kRevoked, "the ledger has revoked the pass", kRevoked, answer);
        if (item.carried) {
            item.pass.record().write_error(answer.out);
            return answer.count("error");
        }
        item.pass.write_open(answer.out, {"link"});
        json::Writer(answer.out).text("link", made.link).end_object();
        answer.out += '\n';
        answer.count(count);
        if (!plan_.csv) return;
        std::vector<std::string> row;
        for (const std::string& column : plan_.columns)
            row.push_back(column == "link" ? made.link : text_of(item.pass[column]));
        append_csv_row(row, answer.aside);
    }

    static void refuse(std::size_t line, const std::string& code, const std::string& text,
                       const std::string& count, Answer& answer) {
        write_error_line(answer.out, line, code, text);
        answer.notes.push_back({line, code + ": " + text});
        answer.count(count);
    }

    static std::string text_of(json::Value value) {
        return value.is(json::Type::string) ? value.string() : std::string(value.raw());
    }

    const Plan& plan_;
    std::vector<Item> items_;
    LinkContents contents_;
    std::string identity_;
};

// The facts of a run that prune() needs.
struct Links {
    std::vector<std::uint64_t> names;  // of their files, the first 64 bits
    bool complete = true;              // every line has a link, or is of a pass that was revoked
};

// Holds answers back until their files are there.
class FilesFirst : public OutputGate {
 public:
    FilesFirst(FileTree& tree, ByBatch<Written>& by_batch, Links* links, Downstream outside)
        : tree_(tree), by_batch_(by_batch), links_(links), outside_(std::move(outside)) {}
    void hold(Answer&& answer) override {
        Written written = by_batch_.take(answer.batch).value();
        drafts_.insert(drafts_.end(), std::make_move_iterator(written.drafts.begin()),
                       std::make_move_iterator(written.drafts.end()));
        if (links_) {
            links_->names.insert(links_->names.end(), written.names.begin(), written.names.end());
            links_->complete = links_->complete && !answer.counts.contains("error");
        }
        held_bytes_ += answer.out.size() + answer.aside.size();
        held_.push_back(std::move(answer));
        if (drafts_.empty() || drafts_.size() >= kPublishAtOnce || held_bytes_ >= kHoldBytes) release();
    }
    void close() override { release(); }

 private:
    void release() {
        tree_.publish(drafts_);
        drafts_.clear();
        for (Answer& answer : held_) outside_.release(answer);
        held_.clear();
        held_bytes_ = 0;
    }
    FileTree& tree_;
    ByBatch<Written>& by_batch_;
    Links* links_;
    Downstream outside_;
    std::vector<FileTree::Draft> drafts_;
    std::vector<Answer> held_;
    std::size_t held_bytes_ = 0;
};

void check_options(const LinkOptions& options) {
    const auto demand = [](bool good, const char* text, const char* hint = "") {
        if (!good) throw Error(Code::usage, text, hint);
    };
    demand(!options.base.empty() && !options.out.empty(), "--base URL and --out DIR are needed",
           "files go into DIR, and links say that they are at URL; with --open, links are read");
    demand(options.base.starts_with("https://") || options.base.starts_with("http://"),
           "--base: it is not a URL");
    demand(options.ledger.empty() != options.secret.empty() ||
               (!options.ledger.empty() && is_pkcs11_uri(options.secret)),
           "one of --ledger and --secret is needed",
           "names and keys of the files are made from a secret, which is kept there, or in a token: with "
           "--ledger, --secret may be a pkcs11: URI");
    demand(options.flags.find('P') == std::string::npos,
           "--flag P: a passcode is checked by a server that counts the attempts, and files on a static host "
           "have "
           "none; the file itself would open without the passcode",
           "without P, whoever has the link has the pass");
    demand(options.flags.find_first_not_of("LU") == std::string::npos, "--flag: there are L and U");
    demand(!options.manifest || options.flags.find('U') == std::string::npos,
           "--flag U: a link to a manifest does not lead to the file itself");
    demand(!options.resume || options.by.empty(),
           "--resume might cut the records of one file in two, so it does not go with --by",
           "run again without it: files that have not changed are left alone");
    demand(!options.resume || options.csv.empty(), "--resume does not go with --csv");
    demand(
        !options.stream.first_line || (options.by.empty() && !options.resume && !options.prune),
        "--first-line says that this is a part of the input, and --by, --prune and --resume need all of it");
    demand(!options.prune || !options.resume,
           "--prune needs a run over all passes, so it does not go with --resume");
    demand(options.csv != "-" || options.stream.output != "-",
           "records and CSV would both go to standard output", "give one of them a file");
}

std::optional<UnixTime> expiry(const LinkOptions& options) {
    if (options.expires.empty()) return {};
    const UnixTime time = time_of_option("--expires", options.expires);
    if (time <= options.clock.time())
        throw Error(Code::usage, "--expires: the links would have expired before they are made");
    return time;
}

// Counts or removes the files to which no link leads any more.
void prune(const LinkOptions& options, FileTree& tree, Links& links) {
    if (!links.complete) {
        message("warning", "no file was removed, since some lines have no link");
        return;
    }
    std::sort(links.names.begin(), links.names.end());
    const std::size_t count = tree.sweep(
        [&](const fs::path& path) {
            const auto name = link_file_name(path.string());
            return !name || std::binary_search(links.names.begin(), links.names.end(), *name);
        },
        options.dry_run ? FileTree::Sweep::count : FileTree::Sweep::remove);
    if (options.stream.quiet) return;
    message("", std::to_string(count) + (count == 1 ? " file" : " files") +
                    (options.dry_run ? " would be removed" : " removed"));
}

}  // namespace

int write_links(LinkOptions& options) {
    check_options(options);
    const std::optional<UnixTime> expires = expiry(options);
    const LinkSecret secret = load_link_secret(options);
    std::optional<RevokedPasses> revoked;
    if (!options.ledger.empty())
        revoked.emplace(Register(ledger_register(options.ledger), Register::Mode::read));
    FileTree tree(options.out, !options.dry_run);
    ByBatch<Written> written;
    Plan plan{{options.base, options.viewer, options.label, options.flags.find('L') != std::string::npos,
               options.manifest, !options.no_zip, expires},
              secret,
              revoked ? &*revoked : nullptr,
              options.by,
              options.columns,
              !options.csv.empty(),
              options.dry_run,
              tree};
    std::optional<Resumption> resumption;
    Links made;
    LineRun run{
        "passes", {"new", "changed", "unchanged", std::string(kLinkAnswers.count)}, [&plan]() -> Work {
            auto work = std::make_shared<LinkWork>(plan);
            return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
        }};
    plan.written = &written;
    run.secret = true;
    run.make_gate = [&](OutputGate::Downstream outside) {
        return std::make_unique<FilesFirst>(tree, written, options.prune ? &made : nullptr,
                                            std::move(outside));
    };
    if (options.resume) {
        resumption.emplace(options.stream.output, kLinkAnswers);
        run.kept = resumption->kept();
        run.wrap_source = [&](std::unique_ptr<Source> input) {
            return resumption->wrap_source(std::move(input));
        };
    } else if (!options.by.empty()) {
        run.wrap_source = [&](std::unique_ptr<Source> input) {
            auto lines = std::make_unique<GroupedLines>(std::move(input), options.by);
            plan.groups = lines.get();
            return lines;
        };
    }
    std::optional<SecretTable> table;
    if (!options.csv.empty()) {
        table.emplace(options.csv);
        std::string header;
        append_csv_row(options.columns, header);
        table->write(header);
        run.take_aside = [&](std::string_view rows) { table->write(rows); };
    }
    const int answer = run_lines(options.stream, run);
    if (table) table->close();
    if (options.prune) prune(options, tree, made);
    return answer;
}

}  // namespace vpass::tools

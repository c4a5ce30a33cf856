// vpass audit log: derives the whole tree anew from its entries, and compares every earlier checkpoint with
// it.
#include <algorithm>

#include "audit/finding_codes.hpp"
#include "base/folder.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "findings.hpp"
#include "ledger/ledger.hpp"
#include "log.hpp"
#include "log/entry.hpp"
#include "shared/log_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    LogOptions log;
    std::string folder;
    std::vector<std::string> earlier;
    std::string summary;
};

struct Counts {
    // Counts entries by LogEntryType, of which the last is gap.
    std::array<std::uint64_t, static_cast<std::size_t>(LogEntryType::gap) + 1> by_type{};
    std::vector<std::uint64_t> unknown;  // indexes of the first entries that are none of ours
    static constexpr std::size_t kMaxUnknown = 1000;
};

const FindingCode& code_of(LogAuditFinding::Kind kind) {
    using Kind = LogAuditFinding::Kind;
    switch (kind) {
        case Kind::missing:
            return audit::kMissingFile;
        case Kind::entry:
            return audit::kChangedEntry;
        case Kind::tile:
            return audit::kAlteredTile;
        case Kind::root:
            return audit::kWrongRoot;
        case Kind::history:
            return audit::kRewritten;
        case Kind::checkpoint:
            break;
    }
    return audit::kCheckpoint;
}

// Reads checkpoints that were kept. The log must have signed each; witnesses need not have seen it.
std::vector<Checkpoint> read_earlier(const Options& options, LogPolicy policy, FindingSink& findings) {
    policy.quorum = 0;
    std::vector<Checkpoint> out;
    std::vector<std::string> files;
    for (const std::string& path : options.earlier)
        std::ranges::move(files_of(path), std::back_inserter(files));
    for (const std::string& file : files) {
        const auto verdict = judge_checkpoint(read_text_file(file, limits::kNoteBytes), policy);
        if (verdict.problem.empty()) {
            out.push_back(verdict.checkpoint);
        } else {
            findings.add(audit::kCheckpoint, {},
                         [&](json::Writer& w) { w.text("file", file).text("message", verdict.problem); });
        }
    }
    return out;
}

// Finds signed heads of one size with different roots. They are proof enough, whatever the log's files say.
void compare_heads(std::vector<Checkpoint> heads, FindingSink& findings) {
    std::ranges::stable_sort(heads, {}, &Checkpoint::size);
    for (std::size_t i = 1; i < heads.size(); ++i) {
        const Checkpoint &a = heads[i - 1], &b = heads[i];
        if (a.size != b.size || a.root == b.root) continue;
        findings.add(audit::kSplitView, {}, [&](json::Writer& w) {
            w.key("size").integer(a.size);
            w.key("roots").begin_array();
            w.string(base64_encode(a.root, Base64::standard));
            w.string(base64_encode(b.root, Base64::standard)).end_array();
        });
    }
}

std::string describe(const LogAudit& result) {
    const Checkpoint& head = result.verdict.checkpoint;
    if (head.origin.empty()) return "no log";
    return head.origin + ": " + std::to_string(head.size) + (head.size == 1 ? " entry" : " entries");
}

std::string summary_json(const LogAudit& result, const Counts& counts) {
    const Checkpoint& head = result.verdict.checkpoint;
    std::string out;
    json::Writer w(out);
    w.begin_object().text("origin", head.origin).key("size").integer(head.size);
    w.text("root", base64_encode(head.root, Base64::standard)).key("complete").boolean(result.complete);
    w.key("witnesses").integer(result.verdict.witnesses);
    if (result.verdict.witnessed_at) w.text("witnessed_at", format_rfc3339(result.verdict.witnessed_at));
    w.key("entries").begin_object();
    for (std::size_t type = 1; type < counts.by_type.size(); ++type) {
        w.key(log_entry_name(static_cast<LogEntryType>(type)));
        w.integer(counts.by_type[type]);
    }
    w.end_object().end_object();
    return out + "\n";
}

int run(const Options& options) {
    if (options.summary == "-" && options.findings.output == "-")
        throw Error(Code::usage, "findings and summary would both go to standard output",
                    "give one of them a file with -o or --summary");
    const LogPolicy policy = options.log.policy();
    if (!std::filesystem::is_directory(options.folder))
        throw Error(Code::io, options.folder + " is not a folder");
    FindingWriter findings(options.findings);
    std::vector<Checkpoint> earlier = read_earlier(options, policy, findings);

    Counts counts;
    const auto visit = [&](std::uint64_t index, Bytes bytes) {
        try {
            ++counts.by_type[static_cast<std::size_t>(LogEntry::decode(bytes).type)];
        } catch (const Error&) {
            if (counts.unknown.size() < Counts::kMaxUnknown) counts.unknown.push_back(index);
        }
    };
    const LogAudit result = audit_log(log_folder(options.folder), {policy, earlier, visit});
    report_log(result, findings);
    for (const std::uint64_t index : counts.unknown)
        findings.add(audit::kUnknownEntry, Subject::index(index), {});
    if (result.verdict.problem.empty()) earlier.push_back(result.verdict.checkpoint);
    compare_heads(std::move(earlier), findings);

    const int exit = findings.close(describe(result));
    if (!options.summary.empty()) write_text_file(options.summary, summary_json(result, counts));
    return exit;
}

}  // namespace

void report_log(const LogAudit& audit, FindingSink& findings) {
    for (const LogAuditFinding& finding : audit.findings) {
        const bool entry = finding.kind == LogAuditFinding::Kind::entry;
        findings.add(code_of(finding.kind), entry ? Subject::index(finding.entry) : Subject{},
                     [&](json::Writer& w) { w.text("file", finding.file).text("message", finding.message); });
    }
}

Run declare_audit_log(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("log", options->folder, "the log's folder, or the ledger's")->type_name("DIR")->required();
    add_log_options(app, options->log)->required();
    app.add_option(
           "--earlier", options->earlier,
           "a checkpoint that was kept, or a folder of them: the log must continue each; may be repeated")
        ->type_name("FILE|DIR")
        ->one_each();
    app.add_option("--summary", options->summary, "write what the log is as JSON to FILE")->type_name("FILE");
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

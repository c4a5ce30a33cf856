// vpass audit revocations: compares kept publications with the register.
#include "audit/revocations/revocation_check.hpp"
#include "findings.hpp"
#include "ledger/ledger.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    std::string ledger;
    std::vector<std::string> roots;
    std::vector<std::string> sites;
    std::string within = "24h";
    std::string summary;
};

// Returns "3d", "1h 30m": the two largest units.
std::string duration_text(std::int64_t seconds) {
    constexpr std::pair<std::int64_t, char> kUnits[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    std::string out;
    int parts = 0;
    for (const auto& [unit, letter] : kUnits) {
        if (parts > 0) ++parts;
        if (parts > 2) break;
        if (seconds < unit) continue;
        if (parts == 0) parts = 1;
        out += (out.empty() ? "" : " ") + std::to_string(seconds / unit) + letter;
        seconds %= unit;
    }
    return out.empty() ? "0s" : out;
}

std::int64_t median(const std::vector<std::int64_t>& sorted) {
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

std::string describe(const RevocationCheck::Result& result) {
    std::string out = counted(result.revocations, "revocation") + " in " + counted(result.sites, "site");
    if (!result.delays.empty())
        out += ", published after " + duration_text(median(result.delays)) + " in the median and " +
               duration_text(result.delays.back()) + " at most";
    return out;
}

std::string summary_json(const RevocationCheck::Result& result) {
    std::string out;
    json::Writer w(out);
    w.begin_object().key("sites").integer(result.sites);
    w.key("revocations").integer(result.revocations);
    w.key("measured").integer(result.delays.size());
    if (!result.delays.empty()) {
        w.key("median_seconds").integer(median(result.delays));
        w.key("longest_seconds").integer(result.delays.back());
    }
    w.end_object();
    return out + "\n";
}

int run(const Options& options) {
    if (options.summary == "-" && options.findings.output == "-")
        throw Error(Code::usage, "findings and summary would both go to standard output",
                    "give one of them a file with -o or --summary");
    const auto within = parse_duration(options.within);
    if (!within)
        throw Error(Code::usage, "--within: '" + options.within + "' is not a duration",
                    "write it like 90m or 24h");
    std::vector<PublicKey> roots;
    for (const std::string& root : options.roots) {
        for (PublicKey& key : read_root_keys(root)) roots.push_back(std::move(key));
    }
    const Register rows(ledger_register(options.ledger), Register::Mode::read);
    const Register::Snapshot snapshot(rows);
    FindingWriter findings(options.findings);
    RevocationCheck check(rows, *within, findings);
    for (const std::string& folder : options.sites) check.visit(folder, Site::read(folder, roots));
    const RevocationCheck::Result result = check.result();
    const int exit = findings.close(describe(result));
    if (!options.summary.empty()) write_text_file(options.summary, summary_json(result));
    return exit;
}

}  // namespace

Run declare_audit_revocations(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("sites", options->sites, "folders that were published, oldest first")
        ->type_name("SITE")
        ->required();
    app.add_option("--ledger", options->ledger, "the ledger that they were published from")
        ->type_name("DIR")
        ->required();
    app.add_option("--root", options->roots, "the key that signs the sites; may be repeated")
        ->type_name("KEY")
        ->one_each()
        ->required();
    app.add_option("--within", options->within, "a revocation is to be published within this time")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--summary", options->summary, "write counts and times as JSON to FILE")
        ->type_name("FILE");
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

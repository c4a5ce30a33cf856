// vpass audit check-proof: judges a proof with the log's key alone.
#include "audit/finding_codes.hpp"
#include "base/limits.hpp"
#include "findings.hpp"
#include "log/pass_proof.hpp"
#include "passes/pass_line.hpp"
#include "passes/verify.hpp"
#include "shared/log_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    LogOptions log;
    std::string proof = "-";
    std::string pass;
};

constexpr std::int64_t kDay = 86400;

std::string describe(const LogProof& proof, const OpenedEntry& opened, const Checkpoint& head) {
    return head.origin + ": entry " + std::to_string(proof.index) + " of " + std::to_string(head.size) +
           ", " + std::string(log_entry_name(opened.entry.type)) + ", " +
           format_rfc3339(opened.entry.day * kDay).substr(0, 10);
}

void check_pass(const std::string& file, const OpenedEntry& opened, FindingSink& findings) {
    const std::string text = read_text_file(file, limits::kLineBytes);
    PassLine line;
    Envelope envelope;
    line.read({1, std::string_view(text).substr(0, text.find_first_of("\r\n"))});
    open_pass(line.text(), envelope);
    if (!opened.issues(pass_hash(envelope.signed_bytes), envelope.kid))
        findings.add(audit::kOtherPass, {}, {});
}

int run(const Options& options) {
    if (options.proof == "-" && options.pass == "-")
        throw Error(Code::usage, "proof and pass would both come from standard input");
    PassProofJudge judge(options.log.policy());
    FindingWriter findings(options.findings);
    LogProof proof;
    OpenedEntry opened;
    const std::string problem =
        judge.judge(read_text_file(options.proof, 2 * limits::kNoteBytes), proof, opened);
    if (!problem.empty()) {
        findings.add(audit::kBadProof, {}, [&](json::Writer& w) { w.text("message", problem); });
        return findings.close("the proof does not hold");
    }
    if (!options.pass.empty()) check_pass(options.pass, opened, findings);
    return findings.close(describe(proof, opened, judge.checkpoint(proof.checkpoint).checkpoint));
}

}  // namespace

Run declare_audit_check_proof(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("proof", options->proof, "the proof (default: standard input)")->type_name("FILE");
    app.add_option("--pass", options->pass, "the entry must be of the pass in FILE, a record or bare text")
        ->type_name("FILE");
    add_log_options(app, options->log)->required();
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

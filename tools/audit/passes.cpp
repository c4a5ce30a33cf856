// vpass audit passes: checks that every pass with a good signature is in the log.
#include "audit/finding_codes.hpp"
#include "findings.hpp"
#include "ledger/log_evidence.hpp"
#include "passes/verify.hpp"
#include "shared/log_options.hpp"
#include "shared/pass_batch.hpp"
#include "shared/trust_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ResultOptions form = {};
    LogOptions log;
    std::vector<std::string> folders;
    TrustOptions trust;
    ClockOption clock;
};

class PassAuditor {
 public:
    PassAuditor(const Context& context, const LogEvidence& evidence) : verifier_(context), check_(evidence) {}

    void operator()(const Batch& batch, Answer& answer) {
        passes_.read(batch);
        const auto judgements = verifier_.judge(passes_.texts());
        questions_.clear();
        for (std::size_t i = 0; i < judgements.size(); ++i) {
            if (is_genuine(judgements[i]))
                questions_.push_back(
                    {&judgements[i].envelope, judgements[i].signer, passes_.pass(i)["proof"].string()});
        }
        const auto results = check_.ask(questions_);
        auto result = results.begin();
        passes_.visit(answer, [&](std::size_t line, std::size_t i, const PassLine&) {
            const Judgement& judgement = judgements[i];
            if (!is_genuine(judgement))
                return find(audit::kNotGenuine, line, judgement, judgement.verdict.detail, answer);
            const LogCheck::Result& logged = *result++;
            if (logged.problem.empty()) return answer.count("logged");
            find(logged.split_view ? audit::kSplitView : audit::kUnlogged, line, judgement, logged.problem,
                 answer);
        });
    }

 private:
    static bool is_genuine(const Judgement& judgement) {
        return judgement.verdict.reason > Reason::bad_signature;
    }
    static void find(const FindingCode& code, std::size_t line, const Judgement& judgement,
                     const std::string& why, Answer& answer) {
        const Envelope& pass = judgement.envelope;
        append_finding(answer.out, code, Subject::line(line), [&](json::Writer& w) {
            if (!pass.issuer.empty()) w.text("issuer", pass.issuer);
            if (!pass.kid_text.empty()) w.text("kid", pass.kid_text);
            if (code.is_error && !pass.id.empty()) w.text("id", pass.id);
            if (code.is_error && pass.issued_at) w.text("issued_at", format_rfc3339(*pass.issued_at));
            if (!code.is_error) w.text("reason", reason_name(judgement.verdict.reason));
            w.text("message", why);
        });
        answer.notes.push_back({line, std::string(code.code) + ": " + why});
        answer.count(code.code);
    }

    PassBatch passes_;
    Verifier verifier_;
    LogCheck check_;
    std::vector<LogCheck::Question> questions_;
};

int run(const Options& options) {
    TrustStore trust;
    load_trust(trust, options.trust, options.clock.time(), options.stream.quiet);
    const ValueSets value_sets;
    const Context context(trust, value_sets);  // each pass at its own time
    const LogEvidence evidence(options.log.policy(), {options.folders.begin(), options.folders.end()});
    const auto make_work = [&]() -> Work {
        auto auditor = std::make_shared<PassAuditor>(context, evidence);
        return [auditor](const Batch& batch, Answer& answer) { (*auditor)(batch, answer); };
    };
    return run_lines_as(options.form, options.stream,
                        {"passes", {"logged", std::string(audit::kNotGenuine.code)}, make_work});
}

}  // namespace

Run declare_audit_passes(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "passes: records with `pass`, or bare text, one a line (default: standard input)");
    add_form_option(app, options->form);
    app.add_option("--log", options->folders,
                   "the ledger's folder, or that of a log which proofs must agree with")
        ->type_name("DIR")
        ->one_each();
    add_log_options(app, options->log)->required();
    add_trust_options(app, options->trust)->required();
    app.add_option("--at", options->clock.text, "tell the age of WHO's lists as of TIME (RFC 3339)")
        ->type_name("TIME")
        ->show_default();
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

// vpass verify: passes in, verdicts out.
#include "command.hpp"
#include "log_check.hpp"
#include "pass_batch.hpp"
#include "site_option.hpp"
#include "vpass/verify.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ClockOption clock;
    std::vector<std::string> trust;
    std::vector<std::string> revoked;
    SiteOption site;
    std::vector<std::string> value_sets;
    bool strict = false;
    bool require_status = false;
    bool require_log = false;
    LogOptions log;
    std::vector<std::string> log_folders;
};

void verify_batch(PassBatch& passes, Verifier& verifier, const Batch& batch, Answer& answer) {
    passes.read(batch);
    const auto judgements = verifier.judge(passes.texts());
    passes.answer(answer, [&](std::size_t line, std::size_t i, const PassLine& pass) {
        const Judgement& judgement = judgements[i];
        const Verdict& verdict = judgement.verdict;
        pass.write_open(answer.out, {"verdict", "claims", "decision"});
        json::Writer w(answer.out);
        w.key("verdict");
        write_verdict(judgement, w);
        if (verdict.valid()) {
            w.key("claims");
            judgement.envelope.format->write_claims(judgement.envelope, w);
        } else {
            answer.notes.push_back({line, std::string(reason_name(verdict.reason)) + ": " + verdict.detail});
        }
        w.end_object();
        answer.count(verdict.valid() ? "valid" : reason_name(verdict.reason));
    });
}

// Nothing unless --require-log is given. Options about the log alone would promise what is not done.
std::unique_ptr<LogEvidence> log_evidence(const Options& options) {
    if (options.require_log) return std::make_unique<LogEvidence>(options.log, options.log_folders);
    if (options.log.keys.empty() && options.log.witnesses.empty() && options.log_folders.empty()) return {};
    throw Error("usage", "--vkey, --witness and --log do nothing without --require-log");
}

// What a worker's verifier asks about each of `passes`, which outlives it.
Verifier::LogCheck log_check(const LogEvidence* evidence, const PassBatch& passes) {
    if (!evidence) return {};
    auto check = std::make_shared<LogCheck>(*evidence);
    return [check, &passes](std::size_t index, const Envelope& pass) {
        return check->ask(pass, passes.pass(index)["proof"].string()).problem;
    };
}

void load_lists(const Options& options, TrustStore& trust, RevocationSet& revoked) {
    const std::optional<Site> site = open_site(options.site, options.clock.time_or_issued());
    if (site) {
        site->load_trust(trust);
        site->load_lists(trust, revoked);
    }
    revoked.load(options.revoked, trust);
    if (site) {
        site->demand_lists(revoked);
        remember_site(options.site, *site);
    }
}

int run(const Options& options) {
    TrustStore trust;
    load_trust(trust, options.trust);
    const ValueSets value_sets = load_value_sets(options.value_sets);
    RevocationSet revoked;
    load_lists(options, trust, revoked);
    const Context context{&trust,         &value_sets,           &revoked, options.clock.time_or_issued(),
                          options.strict, options.require_status};
    const auto evidence = log_evidence(options);
    if (options.trust.empty() && options.site.folder.empty())
        message("warning", "without --trust every pass is untrusted");

    auto make_work = [&]() -> Work {
        auto passes = std::make_shared<PassBatch>();
        auto verifier = std::make_shared<Verifier>(context, log_check(evidence.get(), *passes));
        return [passes, verifier](const Batch& batch, Answer& answer) {
            verify_batch(*passes, *verifier, batch, answer);
        };
    };
    return run_lines(options.stream, {"passes", {"valid"}, make_work});
}

}  // namespace

Run declare_verify(CLI::App& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "passes: records with `pass`, or bare text, one a line (default: standard input)");
    add_trust_option(app, options->trust);
    app.add_option("--revoked", options->revoked,
                   "refuse what the revocation list FILE names, or every list of a folder; may be repeated")
        ->type_name("FILE|DIR")
        ->allow_extra_args(false);
    add_site_options(app, options->site);
    add_clock_option(app, options->clock, true);
    app.add_flag("--require-status", options->require_status, "refuse a pass that no revocation list covers");
    app.add_flag("--require-log", options->require_log,
                 "refuse a pass unless a proof in its record, or --log, shows that the log holds it");
    app.add_option("--log", options->log_folders,
                   "look passes up in a ledger, or have proofs agree with a copy of the log; may be repeated")
        ->type_name("DIR")
        ->allow_extra_args(false);
    add_log_options(app, options->log);
    app.add_flag("--strict", options->strict, "refuse a pass for what is otherwise a warning");
    add_value_sets_option(app, options->value_sets);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

// vpass verify: reads passes and writes verdicts.
#include "passes/verify.hpp"
#include "human.hpp"
#include "ledger/log_evidence.hpp"
#include "policy/door.hpp"
#include "shared/grounds.hpp"
#include "shared/log_options.hpp"
#include "shared/pass_batch.hpp"
#include "shared/result_lines.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    GroundsOptions grounds;
    bool strict = false;
    bool require_status = false;
    bool require_log = false;
    LogOptions log;
    std::vector<std::string> log_folders;
    bool record_facts = false;
    bool show_links = false;
    bool human = false, colours = false;
    ResultOptions results = {};
    Argument* language = nullptr;
};

std::string in_words(const Decision& decision) {
    return (decision.rule ? decision.rule->id + ": " : "") + decision.text("en");
}

// Asks a door about the valid passes of a batch.
class DoorKeeper {
 public:
    DoorKeeper(const Options& options, const Policy& policy, const Place& place)
        : writer(options.grounds.policy.language),
          options_(options),
          dates_(policy),
          door_(policy, place, facts_of(options.grounds.policy.facts)) {}

    // Returns one decision for each judgement; it is empty where the judgement is not "valid". The decisions
    // of a batch are made in one go, apart from what comes before and after, which keeps their code in the
    // processor's cache.
    const std::vector<Decision>& decide(std::span<const Judgement> judgements, const PassBatch& passes,
                                        const Context& context) {
        decisions_.clear();
        for (std::size_t i = 0; i < judgements.size(); ++i) {
            const Judgement& judgement = judgements[i];
            const auto at = context.at ? context.at : judgement.envelope.issued_at;
            if (at && judgement.verdict.valid()) dates_.warn_outside(*at);
            decisions_.push_back(judgement.verdict.valid() ? decide(judgement, passes.pass(i), at)
                                                           : Decision());
        }
        return decisions_;
    }

    DecisionWriter writer;

 private:
    Decision decide(const Judgement& judgement, const PassLine& line, std::optional<UnixTime> at) {
        const PassAtDoor pass = describe(judgement);
        if (!options_.record_facts) return door_.decide(pass, at);
        try {
            const json::Value own = line["facts"];
            if (!own) return door_.decide(pass, at);
            if (!own.is(json::Type::object)) throw Error(Code::bad_fact, "the facts are not an object");
            return door_.decide(pass, at, facts_of(options_.grounds.policy.facts, own));
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            return door_.decide(pass, at, "");  // refuses, as for facts that are unknown
        }
    }

    PassAtDoor describe(const Judgement& judgement) {
        const Envelope& envelope = judgement.envelope;
        const TrustedKey& signer = *judgement.signer;
        PassAtDoor out;
        out.claims = rule_claims(envelope);
        out.signer = signer_country(signer);
        out.issuer = envelope.issuer;
        out.kid = signer_kid(envelope, signer, kid_);
        out.issued_at = envelope.issued_at;
        out.expires_at = envelope.expires_at;
        out.valid_at_expiry = envelope.valid_at_expiry;
        return out;
    }

    const Options& options_;
    PolicyDates dates_;
    Door door_;
    std::string kid_;
    std::vector<Decision> decisions_;
};

// Appends a pass's record with the answers.
void write_record(const PassLine& pass, const Judgement& judgement, const Decision* decision,
                  DoorKeeper* door, bool show_links, std::string& out) {
    pass.write_open(out, {"verdict", "claims", "decision"});
    json::Writer w(out);
    w.key("verdict");
    write_verdict(judgement, w);
    if (judgement.verdict.shows_claims()) {
        w.key("claims");
        if (show_links && judgement.envelope.kind == Kind::health_link)
            cbor::to_json(judgement.envelope.document, w);
        else
            judgement.envelope.format->write_claims(judgement.envelope, w);
    }
    if (decision) {
        w.key("decision");
        door->writer.write(*decision, w);
    }
    w.end_object();
}

void verify_batch(PassBatch& passes, Verifier& verifier, const Context& context, DoorKeeper* door,
                  const HumanVerdicts* human, bool show_links, const Batch& batch, Answer& answer) {
    passes.read(batch);
    const auto judgements = verifier.judge(passes.texts());
    const std::vector<Decision>* decisions = door ? &door->decide(judgements, passes, context) : nullptr;
    passes.answer(answer, [&](std::size_t line, std::size_t i, const PassLine& pass) {
        const Judgement& judgement = judgements[i];
        const Verdict& verdict = judgement.verdict;
        const Decision* const decision = door && verdict.valid() ? &(*decisions)[i] : nullptr;
        if (human)
            human->write(judgement, decision, answer.out);
        else
            write_record(pass, judgement, decision, door, show_links, answer.out);
        std::string_view count = reason_name(verdict.reason);
        if (!verdict.valid()) {
            answer.notes.push_back({line, std::string(count) + ": " + verdict.detail});
        } else if (!decision) {
            count = "valid";
        } else {
            count = decision->admit ? "admitted" : "refused";
            if (!decision->admit) answer.notes.push_back({line, "refused: " + in_words(*decision)});
        }
        answer.count(count);
    });
}

// Returns nothing unless --require-log is given. Options about the log alone are refused, since they would
// promise a check that does not happen.
std::unique_ptr<LogEvidence> log_evidence(const Options& options) {
    if (options.require_log) {
        LogPolicy policy = options.log.policy();
        if (policy.log.empty())
            throw Error(Code::usage, "without the log's key no proof counts", "--vkey names it");
        return std::make_unique<LogEvidence>(
            std::move(policy),
            std::vector<std::filesystem::path>{options.log_folders.begin(), options.log_folders.end()});
    }
    if (options.log.keys.empty() && options.log.witnesses.empty() && options.log_folders.empty()) return {};
    throw Error(Code::usage, "--vkey, --witness and --log have no effect without --require-log");
}

// Returns the check that a worker's verifier makes for each of `passes`, which outlives it.
Verifier::LogCheck log_check(const LogEvidence* evidence, const PassBatch& passes) {
    if (!evidence) return {};
    auto check = std::make_shared<LogCheck>(*evidence);
    return [check, &passes](std::span<const Verifier::SignedPass> asked) {
        std::vector<LogCheck::Question> questions;
        for (const auto& [index, pass, signer] : asked)
            questions.push_back({pass, signer, passes.pass(index)["proof"].string()});
        std::vector<std::string> problems;
        for (LogCheck::Result& result : check->ask(questions)) problems.push_back(std::move(result.problem));
        return problems;
    };
}

// Options that mean something to a policy only.
void require_policy(const Options& options) {
    const PolicyOptions& policy = options.grounds.policy;
    if (!policy.files.empty()) return;
    const std::pair<bool, const char*> given[] = {{!policy.venue.empty(), "--venue"},
                                                  {!policy.region.empty(), "--region"},
                                                  {!policy.country.empty(), "--country"},
                                                  {!options.human && options.language->is_given(), "--lang"},
                                                  {!policy.facts.empty(), "--fact"},
                                                  {options.record_facts, "--record-facts"},
                                                  {!policy.parameters.empty(), "--policy-parameter"}};
    for (const auto& [is_given, name] : given) {
        if (is_given)
            throw Error(Code::usage, std::string(name) + " has no effect without --policy",
                        "--policy kr is built in, --policy FILE reads rules");
    }
}

// Judges one batch after the other, each by the grounds of its time. Each thread has its own.
class Worker {
 public:
    Worker(const Options& options, const ValueSets& value_sets, GroundsKeeper& keeper,
           const LogEvidence* evidence)
        : options_(options),
          keeper_(keeper),
          logged_(log_check(evidence, passes_)),
          grounds_(keeper.current()),
          context_(grounds_->trust, value_sets) {
        context_.at = options.grounds.clock.time_or_issued();
        context_.strict = options.strict;
        context_.require_status = options.require_status;
        use(grounds_);
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void operator()(const Batch& batch, Answer& answer) {
        // Time goes on while lines come: a pass signed since this program began is not of the future.
        if (options_.grounds.clock.is_now()) context_.at = options_.grounds.clock.time();
        if (auto now = keeper_.current(); now != grounds_) use(std::move(now));
        verify_batch(passes_, *verifier_, context_, door_ ? &*door_ : nullptr, human_ ? &*human_ : nullptr,
                     options_.show_links, batch, answer);
    }

 private:
    void use(std::shared_ptr<const Grounds> grounds) {
        door_.reset();
        verifier_.reset();
        grounds_ = std::move(grounds);
        context_.trust = &grounds_->trust;
        context_.revoked = &grounds_->revoked;
        verifier_.emplace(context_, logged_);
        if (!options_.grounds.policy.files.empty())
            door_.emplace(options_, *grounds_->policy, grounds_->place);
        if (!options_.human) return;
        const std::string& language = options_.grounds.policy.language;
        human_.emplace(language, grounds_->policy->zone(), options_.colours);
        passes_.answer_bad_lines_by(
            [this](std::string_view code, std::string& out) { human_->write_bad_line(code, out); });
    }

    const Options& options_;
    GroundsKeeper& keeper_;
    PassBatch passes_;
    Verifier::LogCheck logged_;
    std::shared_ptr<const Grounds> grounds_;
    Context context_;
    std::optional<Verifier> verifier_;
    std::optional<DoorKeeper> door_;
    std::optional<HumanVerdicts> human_;
};

int run(const Options& given) {
    require_policy(given);
    Options options = given;
    if (options.human && options.show_links)
        throw Error(Code::usage, "--show-links has no effect with --human, which shows no claims");
    if (options.human && (options.results.tap || !options.results.junit.empty()))
        throw Error(Code::usage, "--human has words for people, and --tap and --junit are for programs");
    if (options.human && !options.language->is_given()) options.grounds.policy.language = language_of_user();
    options.colours = options.human && options.stream.output == "-" && wants_colours();
    const ValueSets value_sets = load_value_sets(options.grounds.value_sets);
    // Mistakes in the options are found before the run begins.
    GroundsKeeper keeper(options.grounds, options.stream.quiet, [&](const Grounds& grounds) {
        if (!options.grounds.policy.files.empty()) DoorKeeper(options, *grounds.policy, grounds.place);
    });
    const auto evidence = log_evidence(options);
    if (options.grounds.trust.files.empty() && options.grounds.site.folder.empty())
        message("warning", "without --trust every pass is untrusted");
    auto make_work = [&]() -> Work {
        auto worker = std::make_shared<Worker>(options, value_sets, keeper, evidence.get());
        return [worker](const Batch& batch, Answer& answer) { (*worker)(batch, answer); };
    };
    LineRun lines{"passes", {"valid", "admitted"}, make_work};
    lines.escapes = options.colours;
    return run_lines_as(options.results, options.stream, lines);
}

}  // namespace

Run declare_verify(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "passes: records with `pass`, or bare text, one a line (default: standard input)");
    add_trust_options(app, options->grounds.trust);
    app.add_option("--revoked", options->grounds.revoked,
                   "refuse what the revocation list FILE names, or every list of a folder; may be repeated")
        ->type_name("FILE|DIR")
        ->one_each();
    add_site_options(app, options->grounds.site);
    add_clock_option(app, options->grounds.clock, true);
    app.add_flag("--require-status", options->require_status, "refuse a pass that no revocation list covers");
    app.add_flag("--require-log", options->require_log,
                 "refuse a pass unless a proof in its record, or --log, shows that the log holds it");
    app.add_option("--log", options->log_folders,
                   "look passes up in a ledger, or have proofs agree with a copy of the log; may be repeated")
        ->type_name("DIR")
        ->one_each();
    add_log_options(app, options->log);
    app.add_flag("--show-links", options->show_links,
                 "show the address and the key of a health link in place of its hash and host");
    app.add_flag("--strict", options->strict, "refuse a pass for what is otherwise a warning");
    add_value_sets_option(app, options->grounds.value_sets);
    app.add_option(
           "--policy", options->grounds.policy.files,
           "decide about each valid pass by the rules in FILE, in a folder, built in ('kr'), or in the "
           "site; may be repeated")
        ->type_name("FILE|DIR|kr|site:NAME")
        ->one_each();
    add_place_options(app, options->grounds.policy);
    options->language = app.get_option("--lang");
    app.add_flag("--human", options->human,
                 "write a line of words for each pass in place of a record, in Korean with --lang ko");
    add_report_options(app, options->results);
    app.add_flag("--record-facts", options->record_facts,
                 "take facts from the `facts` of each record; never for lines that strangers may write");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

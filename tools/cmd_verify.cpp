// vpass verify: passes in, verdicts out.
#include "command.hpp"
#include "log_check.hpp"
#include "pass_batch.hpp"
#include "policy_options.hpp"
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
    PolicyOptions policy;
    bool record_facts = false;
};

std::string in_words(const Decision& decision) {
    return (decision.rule ? decision.rule->id + ": " : "") + decision.text("en");
}

// The decisions about valid passes, by the rules of a place.
class Door {
 public:
    Door(const Options& options, const Policy& policy, const Place& place)
        : writer(options.policy.language),
          options_(options),
          gate_(policy, place),
          facts_(facts_of(options.policy.facts)) {
        question_.facts = json::Value(facts_);
        gate_.decide(question_);  // throws for facts that the policy does not know
    }

    // One for each judgement, which says nothing where that is not "valid". A batch's decisions are made in
    // one go, apart from what comes before and after, which keeps their code in the processor's cache.
    const std::vector<Decision>& decide(std::span<const Judgement> judgements, const PassBatch& passes,
                                        const Context& context) {
        decisions_.clear();
        for (std::size_t i = 0; i < judgements.size(); ++i) {
            const Envelope& envelope = judgements[i].envelope;
            decisions_.push_back(
                judgements[i].verdict.valid()
                    ? decide(envelope, passes.pass(i), context.at ? context.at : envelope.issued_at)
                    : Decision());
        }
        return decisions_;
    }

    DecisionWriter writer;

 private:
    Decision decide(const Envelope& envelope, const PassLine& pass, std::optional<UnixTime> at) {
        Decision refusal;
        if (!at) return refusal;  // at its own issue time, which it does not have
        refusal.ground = Ground::other_format;
        // Of what claim -260 can hold, rules know the EU's certificate alone.
        if (envelope.format->name != "hcert" || envelope.type != kind_name(envelope.kind)) return refusal;
        question_.document = envelope.document;
        question_.at = instant(*at);
        question_.issuer = envelope.issuer;
        question_.expires.reset();
        if (envelope.expires_at) question_.expires = instant(*envelope.expires_at + envelope.valid_at_expiry);
        if (!options_.record_facts) return gate_.decide(question_);
        try {
            const json::Value own = pass["facts"];
            if (own && !own.is(json::Type::object)) throw Error(Code::bad_fact, "the facts are no object");
            const std::string facts = own ? facts_of(options_.policy.facts, own) : facts_;
            question_.facts = json::Value(facts);
            return gate_.decide(question_);
        } catch (const Error&) {
            refusal.ground = Ground::bad_facts;
            return refusal;
        }
    }
    static certlogic::Instant instant(UnixTime time) {
        return certlogic::Instant(std::chrono::seconds(time));
    }
    const Options& options_;
    Gate gate_;
    std::string facts_;
    Question question_;
    std::vector<Decision> decisions_;
};

void verify_batch(PassBatch& passes, Verifier& verifier, const Context& context, Door* door,
                  const Batch& batch, Answer& answer) {
    passes.read(batch);
    const auto judgements = verifier.judge(passes.texts());
    const std::vector<Decision>* decisions = door ? &door->decide(judgements, passes, context) : nullptr;
    passes.answer(answer, [&](std::size_t line, std::size_t i, const PassLine& pass) {
        const Judgement& judgement = judgements[i];
        const Verdict& verdict = judgement.verdict;
        pass.write_open(answer.out, {"verdict", "claims", "decision"});
        json::Writer w(answer.out);
        w.key("verdict");
        write_verdict(judgement, w);
        std::string_view count = reason_name(verdict.reason);
        if (verdict.valid()) {
            count = "valid";
            w.key("claims");
            judgement.envelope.format->write_claims(judgement.envelope, w);
            if (door) {
                const Decision& decision = (*decisions)[i];
                w.key("decision");
                door->writer.write(decision, w);
                count = decision.admit ? "admitted" : "refused";
                if (!decision.admit) answer.notes.push_back({line, "refused: " + in_words(decision)});
            }
        } else {
            answer.notes.push_back({line, std::string(count) + ": " + verdict.detail});
        }
        w.end_object();
        answer.count(count);
    });
}

// Nothing unless --require-log is given. Options about the log alone would promise what is not done.
std::unique_ptr<LogEvidence> log_evidence(const Options& options) {
    if (options.require_log) return std::make_unique<LogEvidence>(options.log, options.log_folders);
    if (options.log.keys.empty() && options.log.witnesses.empty() && options.log_folders.empty()) return {};
    throw Error(Code::usage, "--vkey, --witness and --log do nothing without --require-log");
}

// What a worker's verifier asks about each of `passes`, which outlives it.
Verifier::LogCheck log_check(const LogEvidence* evidence, const PassBatch& passes) {
    if (!evidence) return {};
    auto check = std::make_shared<LogCheck>(*evidence);
    return [check, &passes](std::size_t index, const Envelope& pass) {
        return check->ask(pass, passes.pass(index)["proof"].string()).problem;
    };
}

void load_lists(const Options& options, const Site* site, TrustStore& trust, RevocationSet& revoked) {
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

// Options that mean something to a policy only.
void demand_policy(const Options& options) {
    const PolicyOptions& policy = options.policy;
    if (!policy.files.empty()) return;
    const std::pair<bool, const char*> given[] = {{!policy.venue.empty(), "--venue"},
                                                  {!policy.region.empty(), "--region"},
                                                  {!policy.country.empty(), "--country"},
                                                  {policy.language != "en", "--lang"},
                                                  {!policy.facts.empty(), "--fact"},
                                                  {options.record_facts, "--record-facts"},
                                                  {!policy.parameters.empty(), "--policy-parameter"}};
    for (const auto& [is_given, name] : given) {
        if (is_given)
            throw Error(Code::usage, std::string(name) + " says nothing without --policy",
                        "--policy kr is built in, --policy FILE reads rules");
    }
}

int run(const Options& options) {
    demand_policy(options);
    TrustStore trust;
    load_trust(trust, options.trust);
    const ValueSets value_sets = load_value_sets(options.value_sets);
    RevocationSet revoked;
    std::optional<Site> site = open_site(options.site, options.clock.time_or_issued());
    load_lists(options, site ? &*site : nullptr, trust, revoked);
    const Context as_begun{&trust,         &value_sets,           &revoked, options.clock.time_or_issued(),
                           options.strict, options.require_status};
    const auto evidence = log_evidence(options);
    if (options.trust.empty() && options.site.folder.empty())
        message("warning", "without --trust every pass is untrusted");

    const bool decides = !options.policy.files.empty();
    const Policy policy = load_policy(options.policy, options.value_sets, site ? &*site : nullptr);
    site.reset();  // what counts of it has been taken
    const Place place = place_of(options.policy, policy);
    if (decides) Door(options, policy, place);  // whatever is wrong with the options, before the run begins

    auto make_work = [&]() -> Work {
        auto passes = std::make_shared<PassBatch>();
        auto context = std::make_shared<Context>(as_begun);
        auto verifier = std::make_shared<Verifier>(*context, log_check(evidence.get(), *passes));
        auto door = decides ? std::make_shared<Door>(options, policy, place) : nullptr;
        return [&, passes, context, verifier, door](const Batch& batch, Answer& answer) {
            // Time goes on while lines come: a pass signed since this program began is not of the future.
            if (options.clock.is_now()) context->at = options.clock.time();
            verify_batch(*passes, *verifier, *context, door.get(), batch, answer);
        };
    };
    return run_lines(options.stream, {"passes", {"valid", "admitted"}, make_work});
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
    app.add_option(
           "--policy", options->policy.files,
           "decide about each valid pass by the rules in FILE, in a folder, built in ('kr'), or in the "
           "site; may be repeated")
        ->type_name("FILE|DIR|kr|site:NAME")
        ->allow_extra_args(false);
    add_place_options(app, options->policy);
    app.add_flag("--record-facts", options->record_facts,
                 "take facts from the `facts` of each record; never for lines that strangers may write");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

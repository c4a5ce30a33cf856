#include "ledger/ledger.hpp"

#include <vpass/ledger.hpp>

#include "api/signing.hpp"
#include "api/states.hpp"
#include "api/times.hpp"
#include "ledger/enrolment.hpp"
#include "ledger/publish/publish.hpp"
#include "ledger/revoker.hpp"
#include "site/manifest.hpp"

namespace vpass::v0 {
namespace {

// We do not publish a rule set that no verifier could load.
void check_policy(const std::string& name, const std::string& text) {
    if (!is_site_path(name)) throw Error(Code::usage, "a file cannot be published as '" + name + "'");
    try {
        const vpass::Policy policy(text);
        for (const MalformedRule& rule : policy.malformed()) {
            if (!rule.is_never_asked) throw Error(rule.error);
        }
    } catch (const Error& e) {
        throw Error(e.code(), name + ": " + e.what(), e.hint());
    }
}

RevokeResult answer(const vpass::RevokeResult& found) {
    return {.result = std::string(revoke_outcome_name(found.outcome)),
            .detail = found.detail,
            .passes = found.passes,
            .listed = found.listed,
            .since = to_time(found.since)};
}

}  // namespace

struct Ledger::State {
    State(const std::filesystem::path& where, const Options& wanted)
        : folder(where),
          options(wanted),
          at(to_unix_or_now(wanted.at)),
          ledger(where, wanted.wait ? FileLock::When::wait : FileLock::When::now,
                 {wanted.memory, {}, {}, {}}) {
        ledger.begin(options.operator_name, at, act);
        ledger.rows().update_lookup();
        known.emplace(ledger_register(folder));
    }

    // Every entry is committed to what was done.
    void begin(const char* command) {
        if (act == command) return;
        ledger.begin(options.operator_name, at, command);
        act = command;
    }

    void remember() const {
        if (!options.memory.empty()) remember_checkpoint(options.memory, ledger.note());
    }

    // Afterwards the register alone knows what this object has signed.
    void forget() {
        ledger.rows().update_lookup();
        known->forget();
    }

    Enrolment& enrolment_of(const SigningKey& key, const std::string& issuer) {
        auto& entry = enrolments[{&key.state(), issuer}];
        if (!entry.second) {
            entry.first = key;  // keeps its address from being given to another key
            entry.second = std::make_unique<Enrolment>(ledger, key.state().key, issuer, false);
        }
        return *entry.second;
    }

    RevokeResult revoke(std::string_view id_or_pass, Revoker::Plan plan) {
        begin("revoke");
        plan.time = at;
        Revoker revoker(ledger, std::move(plan));
        const vpass::RevokeResult found = find(revoker, id_or_pass);
        revoker.commit();
        remember();
        return answer(found);
    }

    static vpass::RevokeResult find(Revoker& revoker, std::string_view id_or_pass) {
        if (!id_or_pass.starts_with('{') && !detect_format(id_or_pass))
            return revoker.by_id(std::string(id_or_pass));
        PassLine line;
        read_pass(id_or_pass, line);
        return revoker.by_pass(line.text());
    }

    const std::filesystem::path folder;
    const Options options;
    const UnixTime at;
    std::string act = "sign";
    vpass::Ledger ledger;
    std::optional<KnownIds> known;
    std::map<std::pair<const SigningKey::State*, std::string>,
             std::pair<std::optional<SigningKey>, std::unique_ptr<Enrolment>>>
        enrolments;
};

void Ledger::create(const std::filesystem::path& folder, const std::string& log_name) {
    vpass::Ledger::create(folder, LedgerConfig::make(log_name));
}

Ledger::Ledger(const std::filesystem::path& folder, const Options& options)
    : state_(std::make_unique<State>(folder, options)) {}
Ledger::~Ledger() = default;

SignedPass Ledger::issue(const SigningKey& key, std::string_view payload, const SignOptions& options) {
    return issue(key, std::span(&payload, 1), options).front();
}

std::vector<SignedPass> Ledger::issue(const SigningKey& key, std::span<const std::string_view> payloads,
                                      const SignOptions& options) {
    State& state = *state_;
    state.begin("sign");
    SigningBatch batch(key, options);
    Enrolment& enrolment = state.enrolment_of(key, options.issuer);
    batch.read(payloads);
    std::vector<PayloadName> names;
    for (const SignRequest& request : batch.requests()) {
        enrolment.check(*request.format);
        names.push_back(enrolment.name(*request.format, request.payload, {}));
    }
    const auto known = state.known->ask(names);
    std::vector<PayloadName> kept;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (known[i].state == KnownIds::State::same)
            batch.answer_of(i) = {.error_code = code_name(Code::already_signed),
                                  .error = "this very payload was signed" + known[i].where};
        else
            kept.push_back(std::move(names[i]));
    }
    batch.drop_answered();
    for (SignRequest& request : batch.requests()) enrolment.assign(request);

    bool all_signed = true;
    try {
        const auto passes = batch.sign();
        std::vector<RegisterPass> rows;
        for (std::size_t i = 0; i < passes.size(); ++i) {
            if (passes[i].error_code.empty())
                rows.push_back(enrolment.row(batch.requests()[i], passes[i], kept[i]));
            else
                all_signed = false;
        }
        if (!rows.empty()) enrolment.append(rows);
    } catch (...) {
        state.forget();
        throw;
    }
    if (!all_signed || state.known->is_full()) state.forget();
    state.remember();
    return batch.take();
}

RevokeResult Ledger::revoke(std::string_view id_or_pass, const std::string& reason, bool all) {
    return state_->revoke(id_or_pass, {.reason = reason, .all = all});
}

RevokeResult Ledger::restore(std::string_view id_or_pass, bool all) {
    return state_->revoke(id_or_pass, {.undo = true, .all = all});
}

Publication Ledger::publish(const std::filesystem::path& site, const PublishOptions& options) {
    State& state = *state_;
    if (options.keys.empty()) throw Error(Code::no_key, "no key is named that signs the lists");
    PublishPlan plan;
    plan.site = site;
    for (const SigningKey& key : options.keys) plan.keys.push_back(key.state().key);
    plan.root = (options.root ? *options.root : options.keys.front()).state().key.key;
    plan.others = &options.others.state().store;
    for (const auto& [name, text] : options.policies) {
        check_policy(name, text);
        plan.policies.emplace_back(name, Buffer(as_bytes(text).begin(), as_bytes(text).end()));
    }
    plan.at = state.at;
    plan.valid_for = options.valid_for.count();
    plan.deltas = options.deltas;
    plan.refresh = options.refresh;
    state.begin("publish");
    const Published made = vpass::publish(state.ledger, state.folder, plan);
    state.remember();
    return {made.is_new, made.sequence, made.files, to_time(made.expires_at)};
}

}  // namespace vpass::v0

#include "passes/verify.hpp"

#include <vpass/verify.hpp>

#include "api/states.hpp"
#include "api/times.hpp"
#include "base/limits.hpp"

namespace vpass::v0 {

static_assert(static_cast<int>(Reason::malformed) == static_cast<int>(vpass::Reason::malformed) &&
              static_cast<int>(Reason::ok) == static_cast<int>(vpass::Reason::ok));

std::string_view reason_name(Reason reason) { return vpass::reason_name(static_cast<vpass::Reason>(reason)); }

Reason Verdict::code() const { return state_->code; }
std::string_view Verdict::detail() const { return state_->detail; }
std::string_view Verdict::format() const { return state_->format; }
std::string_view Verdict::type() const { return state_->type; }
std::string_view Verdict::id() const { return state_->id; }
std::optional<Time> Verdict::issued_at() const { return state_->issued_at; }
std::optional<Time> Verdict::expires_at() const { return state_->expires_at; }
std::optional<Time> Verdict::judged_at() const { return state_->judged_at; }
std::string_view Verdict::claims() const { return state_->claims; }
std::string_view Verdict::json() const { return state_->json; }

void read_pass(std::string_view text, PassLine& out) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    out.read({1, text, text.size() > limits::kLineBytes});
    if (out.is_carried()) throw Error(Code::no_pass, "the record has no pass");
}

namespace {

Verdict unreadable(const Error& error, std::optional<UnixTime> at) {
    auto out = std::make_shared<Verdict::State>();
    out->detail = error.what();
    out->judged_at = to_time(at);
    json::Writer w(out->json);
    w.begin_object().text("result", "invalid").text("reason", reason_name(out->code));
    w.text("detail", out->detail).key("warnings").begin_array().end_array().end_object();
    return Access::make<Verdict>(std::move(out));
}

Verdict answer(const Judgement& judgement, std::optional<UnixTime> at) {
    const Envelope& envelope = judgement.envelope;
    auto out = std::make_shared<Verdict::State>();
    out->code = static_cast<Reason>(judgement.verdict.reason);
    out->detail = judgement.verdict.detail;
    if (envelope.format) out->format = envelope.format->name;
    json::Writer json(out->json);
    write_verdict(judgement, json);
    out->judged_at = to_time(at ? at : envelope.issued_at);
    if (judgement.verdict.reason > vpass::Reason::bad_signature) {
        out->type = envelope.type;
        out->id = envelope.id;
        out->issued_at = to_time(envelope.issued_at);
        out->expires_at = to_time(envelope.expires_at);
    }
    if (!judgement.verdict.valid()) return Access::make<Verdict>(std::move(out));
    if (judgement.verdict.shows_claims()) {
        json::Writer claims(out->claims);
        envelope.format->write_claims(envelope, claims);
    }
    out->has_rules = rule_claims(envelope) && !out->claims.empty();
    out->valid_at_expiry = envelope.valid_at_expiry;
    out->issuer = envelope.issuer;
    const TrustedKey& signer = *judgement.signer;
    out->signer_country = signer_country(signer);
    std::string scratch;
    out->kid = signer_kid(envelope, signer, scratch);
    return Access::make<Verdict>(std::move(out));
}

}  // namespace

struct Verifier::State {
    State(const Trust& keys, std::optional<Revocations> revocations, const VerifyOptions& wanted)
        : trust(keys), lists(std::move(revocations)), options(wanted) {
        for (const std::string& path : options.value_sets) value_sets.load(path);
        if (lists) context.revoked = &lists->state().set;
        context.strict = options.strict;
        context.require_status = options.require_status;
    }

    const Trust trust;
    const std::optional<Revocations> lists;
    const VerifyOptions options;
    ValueSets value_sets;
    Context context{trust.state().store, value_sets};
    vpass::Verifier verifier{context};
    std::vector<PassLine> lines;
};

Verifier::Verifier(const Site& site, const VerifyOptions& options) : Verifier(site.revocations(), options) {}
Verifier::Verifier(const Revocations& revocations, const VerifyOptions& options)
    : state_(std::make_unique<State>(revocations.trust(), revocations, options)) {}
Verifier::Verifier(const Trust& trust, const VerifyOptions& options)
    : state_(std::make_unique<State>(trust, std::nullopt, options)) {}
Verifier::~Verifier() = default;

Verdict Verifier::verify(std::string_view pass) { return verify(std::span(&pass, 1)).front(); }

std::vector<Verdict> Verifier::verify(std::span<const std::string_view> passes) {
    constexpr std::size_t kAtOnce = 64;
    State& state = *state_;
    const auto at = state.options.at_issue ? std::nullopt : std::optional(to_unix_or_now(state.options.at));
    state.context.at = at;
    std::vector<Verdict> out;
    out.reserve(passes.size());
    for (; !passes.empty(); passes = passes.subspan(std::min(kAtOnce, passes.size()))) {
        const auto now = passes.first(std::min(kAtOnce, passes.size()));
        if (state.lines.size() < now.size()) state.lines.resize(now.size());
        std::vector<PassText> texts;
        std::vector<std::optional<Error>> errors(now.size());
        for (std::size_t i = 0; i < now.size(); ++i) {
            try {
                read_pass(now[i], state.lines[i]);
                texts.push_back(state.lines[i].text());
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                errors[i] = e;
            }
        }
        const auto judgements = state.verifier.judge(texts);
        std::size_t next = 0;
        for (const auto& error : errors)
            out.push_back(error ? unreadable(*error, at) : answer(judgements[next++], at));
    }
    return out;
}

}  // namespace vpass::v0

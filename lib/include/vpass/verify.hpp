#pragma once
// Judges the text of a pass.
#include <vpass/site.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::v0 {

// The checks in their order; the first that fails is the reason. `ok` is the reason of a valid pass.
enum class Reason : std::uint8_t {
    malformed = 1,
    unsupported,
    untrusted,
    bad_signature,
    key_usage,
    not_yet_valid,
    expired,
    revoked,
    status_unavailable,
    unlogged,
    schema,
    ok,
};
VPASS_API std::string_view reason_name(Reason reason);  // "bad-signature"

// The answer about one pass. It is immutable and holds no reference to the verifier; copies share one answer.
class VPASS_API Verdict {
 public:
    bool valid() const { return code() == Reason::ok; }
    explicit operator bool() const { return valid(); }

    Reason code() const;
    std::string_view reason() const { return reason_name(code()); }
    std::string_view detail() const;  // why, in words; holds no personal data

    // The pass's own statements. All but the format are empty unless the signature is good, so that an
    // identifier that a stranger may have made up is never shown.
    std::string_view format() const;  // "hcert"
    std::string_view type() const;    // "vaccination"
    std::string_view id() const;
    std::optional<Time> issued_at() const;
    std::optional<Time> expires_at() const;

    // Returns the time at which the pass was judged: the verifier's clock.
    std::optional<Time> judged_at() const;

    // Returns the claims of a valid pass as a JSON object, as vpass-formats(7) describes it; empty for every
    // other pass.
    std::string_view claims() const;
    // Returns the verdict as a JSON object, as vpass-records(5) describes it.
    std::string_view json() const;

    struct State;
    Verdict(const Verdict&) = default;
    Verdict& operator=(const Verdict&) = default;
    const State& state() const { return *state_; }  // the library's own

 private:
    friend struct Access;
    explicit Verdict(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

struct VerifyOptions {
    std::optional<Time> at = {};            // the clock; nothing: the present of each call
    bool at_issue = false;                  // judges each pass at its own issue time instead, for audits
    bool strict = false;                    // refuses a pass for what is otherwise a warning
    bool require_status = false;            // refuses a pass that no revocation list covers
    std::vector<std::string> value_sets{};  // paths of newer sets of codes than the built-in ones
};

// Judges passes of every format. It keeps its memory from call to call and belongs to one thread at a time;
// making one is cheap next to reading trust and lists, which all verifiers of a program share.
class VPASS_API Verifier {
 public:
    // Verifies with the keys and lists of a site, or with lists and the keys that they were read under, or
    // with keys alone: then no pass counts as revoked. Throws Error "io" and "bad-file" for value sets.
    explicit Verifier(const Site& site, const VerifyOptions& options = {});
    explicit Verifier(const Revocations& revocations, const VerifyOptions& options = {});
    explicit Verifier(const Trust& trust, const VerifyOptions& options = {});
    ~Verifier();
    Verifier(const Verifier&) = delete;
    Verifier& operator=(const Verifier&) = delete;

    // Judges the text of one pass, or a record with the member `pass` as vpass-records(5) has it, for passes
    // that were cut into several QR codes. Never throws because of the content of a pass.
    Verdict verify(std::string_view pass);
    // Judges many passes, and answers in their order. Signatures under one key are cheaper together: 64
    // passes at a time take about half as long as 64 calls.
    std::vector<Verdict> verify(std::span<const std::string_view> passes);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vpass::v0

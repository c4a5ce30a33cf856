#pragma once
// Signs payloads, which makes them passes.
#include <vpass/keys.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::v0 {

// A fault that a pass may have on purpose, for tests of verifiers: each gives one certain reason.
enum class Fault : std::uint8_t {
    none,
    expired,
    not_yet_valid,
    tampered,
    untrusted,
    malformed,
    unsupported,
    schema
};

struct SignOptions {
    std::string format = "hcert";
    std::optional<Time> at = {};  // the issue time; nothing: the present of each call
    // The time from issue to expiry. Zero means without an end, where the format allows that.
    std::chrono::seconds valid_for = std::chrono::hours(24 * 180);
    std::string issuer = {};    // overrides the certificate's
    Fault fault = Fault::none;  // needs a key whose certificate is marked as that of a test key
};

// A signed pass, or why this payload cannot be signed. It holds no reference to the signer.
struct SignedPass {
    std::string pass = {};                    // its text
    std::string kid = {};                     // the name of the signer's key
    std::optional<std::uint64_t> index = {};  // its slot in a status list, when a ledger has signed it
    std::string error_code = {};              // "bad-payload"; empty when there is a pass
    std::string error = {};                   // the same in words, without personal data
    explicit operator bool() const { return error_code.empty(); }
};

// Signs payloads without a ledger: such passes cannot be revoked one by one, nor proved. It belongs to one
// thread at a time.
class VPASS_API Signer {
 public:
    // Throws Error "usage" for a format that cannot be signed, or a fault without a test key.
    explicit Signer(const SigningKey& key, const SignOptions& options = {});
    ~Signer();
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;

    // Signs one payload. Throws only Errors of the environment, such as "token" when the key's token fails,
    // and "crypto" when a signature of ours does not verify: then no pass of this key may be given out.
    SignedPass sign(std::string_view payload);
    // Signs many payloads, and answers in their order; checking our own signatures is cheaper together.
    std::vector<SignedPass> sign(std::span<const std::string_view> payloads);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vpass::v0

#pragma once
// Turns payloads of the interface into requests to sign, and passes into its answers.
#include <vpass/sign.hpp>

#include "passes/sign.hpp"

namespace vpass::v0 {

class SigningBatch {
 public:
    // Throws Error "usage" for a format that cannot be signed, or a fault without a test key.
    SigningBatch(const SigningKey& key, const SignOptions& options);

    // Reads the payloads; those that are not JSON get their answers at once. The requests are views of
    // `payloads`.
    void read(std::span<const std::string_view> payloads);
    std::vector<SignRequest>& requests() { return requests_; }
    // Returns the answer that a request belongs to.
    SignedPass& answer_of(std::size_t request) { return answers_[places_[request]]; }
    // Removes the requests that have their answers already.
    void drop_answered();

    // Signs the requests and fills their answers in. Throws the Error of a token that fails.
    std::span<const vpass::SignedPass> sign();
    std::vector<SignedPass> take() { return std::move(answers_); }

 private:
    const SigningKey key_;
    const SignOptions options_;
    const Format* format_;
    PassSigner signer_;
    std::vector<SignRequest> requests_;
    std::vector<std::size_t> places_;
    std::vector<SignedPass> answers_;
};

}  // namespace vpass::v0

#include "api/signing.hpp"
#include "api/states.hpp"
#include "api/times.hpp"

namespace vpass::v0 {
namespace {

static_assert(static_cast<int>(Fault::schema) == static_cast<int>(vpass::Fault::schema));

const Format* format_of(const SigningKey& key, const SignOptions& options) {
    const Format* const format = find_format(options.format);
    if (!format || !format->draft)
        throw Error(Code::usage, "passes of the format '" + options.format + "' cannot be signed");
    if (options.fault != Fault::none && !key.state().key.certificate.is_test)
        throw Error(Code::usage, "a fault needs a key whose certificate is marked as that of a test key");
    return format;
}

}  // namespace

SigningBatch::SigningBatch(const SigningKey& key, const SignOptions& options)
    : key_(key),
      options_(options),
      format_(format_of(key, options)),
      signer_(key_.state().key, options.issuer) {}

void SigningBatch::read(std::span<const std::string_view> payloads) {
    const UnixTime at = to_unix_or_now(options_.at);
    const UnixTime end = options_.valid_for.count() ? at + options_.valid_for.count() : 0;
    requests_.clear();
    places_.clear();
    answers_.assign(payloads.size(), {});
    for (std::size_t i = 0; i < payloads.size(); ++i) {
        try {
            const json::Value payload = json::check(payloads[i]);
            if (!payload.is(json::Type::object))
                throw Error(Code::bad_payload, "the payload is not an object");
            requests_.push_back({format_, payload, at, end, static_cast<vpass::Fault>(options_.fault)});
            places_.push_back(i);
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            answers_[i] = {.error_code = e.name(), .error = e.what()};
        }
    }
}

void SigningBatch::drop_answered() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        if (!answer_of(i)) continue;
        if (kept != i) requests_[kept] = std::move(requests_[i]);
        places_[kept++] = places_[i];
    }
    requests_.resize(kept);
    places_.resize(kept);
}

std::span<const vpass::SignedPass> SigningBatch::sign() {
    const auto passes = signer_.sign(requests_);
    if (passes.size() < requests_.size()) throw Error(*signer_.failure());
    for (std::size_t i = 0; i < passes.size(); ++i) {
        const vpass::SignedPass& pass = passes[i];
        if (pass.error_code.empty())
            answer_of(i) = {.pass = pass.pass, .kid = pass.signer.kid_text, .index = requests_[i].slot};
        else
            answer_of(i) = {.error_code = pass.error_code, .error = pass.error};
    }
    return passes;
}

struct Signer::State {
    SigningBatch batch;
};

Signer::Signer(const SigningKey& key, const SignOptions& options)
    : state_(new State{SigningBatch(key, options)}) {}
Signer::~Signer() = default;

SignedPass Signer::sign(std::string_view payload) { return sign(std::span(&payload, 1)).front(); }

std::vector<SignedPass> Signer::sign(std::span<const std::string_view> payloads) {
    state_->batch.read(payloads);
    state_->batch.sign();
    return state_->batch.take();
}

}  // namespace vpass::v0

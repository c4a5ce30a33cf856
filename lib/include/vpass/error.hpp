#pragma once
// Error is the only exception of vpass. It means "cannot go on": a file cannot be read, a line is not a
// record, a pass does not decode. A judgement ("this pass is expired") is a value, never an Error.
#include <vpass/export.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace vpass {

// The class of an error says whose fault it is, and so how far it reaches.
enum class ErrorClass : std::uint8_t {
    usage,        // what the caller named: an option, a key, a trust file, a ledger. The command ends with 2.
    record,       // one record, pass or entry. Where many are read, only this one is refused.
    environment,  // the disk, memory, a library, a token. The command ends with 2; no record is ever blamed.
};

// Every code with its class. Scripts may compare the names: `bad_json` is written "bad-json".
// clang-format off
#define VPASS_ERROR_CODES(X)                                                                                  \
    X(already_signed, record)                                                                                 \
    X(bad_batch, record)                                                                                      \
    X(bad_cbor, record)                                                                                       \
    X(bad_certificate, record)                                                                                \
    X(bad_checkpoint, usage)                                                                                  \
    X(bad_chunk, record)                                                                                      \
    X(bad_cose, record)                                                                                       \
    X(bad_csv, record)                                                                                        \
    X(bad_cwt, record)                                                                                        \
    X(bad_deflate, record)                                                                                    \
    X(bad_did, record)                                                                                        \
    X(bad_encoding, record)                                                                                   \
    X(bad_entry, record)                                                                                      \
    X(bad_fact, record)                                                                                       \
    X(bad_field, record)                                                                                      \
    X(bad_file, usage)                                                                                        \
    X(bad_format, record)                                                                                     \
    X(bad_gaps, record)                                                                                       \
    X(bad_id, record)                                                                                         \
    X(bad_index, record)                                                                                      \
    X(bad_json, record)                                                                                       \
    X(bad_jws, record)                                                                                        \
    X(bad_key, usage)                                                                                         \
    X(bad_ledger, usage)                                                                                      \
    X(bad_list, usage)                                                                                        \
    X(bad_logic, record)                                                                                      \
    X(bad_manifest, usage)                                                                                    \
    X(bad_memory, usage)                                                                                      \
    X(bad_note, usage)                                                                                        \
    X(bad_number, record)                                                                                     \
    X(bad_outage, record)                                                                                     \
    X(bad_payload, record)                                                                                    \
    X(bad_picture, record)                                                                                    \
    X(bad_pin, usage)                                                                                         \
    X(bad_policy, usage)                                                                                      \
    X(bad_proof, record)                                                                                      \
    X(bad_range, record)                                                                                      \
    X(bad_register, usage)                                                                                    \
    X(bad_report, record)                                                                                     \
    X(bad_resume, usage)                                                                                      \
    X(bad_revocation, record)                                                                                 \
    X(bad_seal, record)                                                                                       \
    X(bad_signature, record)                                                                                  \
    X(bad_site, usage)                                                                                        \
    X(bad_slice, usage)                                                                                       \
    X(bad_subject, usage)                                                                                     \
    X(bad_test, usage)                                                                                        \
    X(bad_text, record)                                                                                       \
    X(bad_time, record)                                                                                       \
    X(bad_trust, usage)                                                                                       \
    X(bad_value_set, usage)                                                                                   \
    X(bad_violation, record)                                                                                  \
    X(crypto, environment)                                                                                    \
    X(duplicate_id, record)                                                                                   \
    X(duplicate_key, record)                                                                                  \
    X(empty_line, record)                                                                                     \
    X(error, record)                                                                                          \
    X(exists, usage)                                                                                          \
    X(icu, environment)                                                                                       \
    X(io, environment)                                                                                        \
    X(line_too_long, record)                                                                                  \
    X(locked, usage)                                                                                          \
    X(log_behind, usage)                                                                                      \
    X(log_corrupt, usage)                                                                                     \
    X(log_failed, environment)                                                                                \
    X(log_forked, usage)                                                                                      \
    X(logic_failed, record)                                                                                   \
    X(missing_chunk, record)                                                                                  \
    X(missing_file, usage)                                                                                    \
    X(newer_register, usage)                                                                                  \
    X(newer_site, usage)                                                                                      \
    X(no_code, record)                                                                                        \
    X(no_fault, usage)                                                                                        \
    X(no_fines, usage)                                                                                        \
    X(no_id, record)                                                                                          \
    X(no_issuer, record)                                                                                      \
    X(no_key, usage)                                                                                          \
    X(no_kid, record)                                                                                         \
    X(no_ledger, usage)                                                                                       \
    X(no_pass, record)                                                                                        \
    X(no_payload, record)                                                                                     \
    X(no_pin, usage)                                                                                          \
    X(no_token, usage)                                                                                        \
    X(no_verdict, record)                                                                                     \
    X(not_empty, usage)                                                                                       \
    X(qr_too_long, record)                                                                                    \
    X(register_behind, usage)                                                                                 \
    X(rollback, usage)                                                                                        \
    X(token, environment)                                                                                     \
    X(too_complex, record)                                                                                    \
    X(too_deep, record)                                                                                       \
    X(too_large, record)                                                                                      \
    X(too_long, record)                                                                                       \
    X(too_many, record)                                                                                       \
    X(too_many_minutes, record)                                                                               \
    X(unknown_fact, record)                                                                                   \
    X(unknown_format, record)                                                                                 \
    X(unknown_parameter, record)                                                                              \
    X(unknown_policy, usage)                                                                                  \
    X(unknown_rule, usage)                                                                                    \
    X(unknown_venue, usage)                                                                                   \
    X(unlogged, record)                                                                                       \
    X(unsupported, record)                                                                                    \
    X(untrusted_list, usage)                                                                                  \
    X(usage, usage)                                                                                           \
    X(wrong_delta, usage)                                                                                     \
    X(wrong_hash, usage)                                                                                      \
    X(wrong_root, usage)                                                                                      \
    X(wrong_slot, record)
// clang-format on

enum class Code : std::uint8_t {
#define VPASS_ENUMERATOR(name, kind) name,
    VPASS_ERROR_CODES(VPASS_ENUMERATOR)
#undef VPASS_ENUMERATOR
};

#define VPASS_ONE(name, kind) +1
constexpr int kCodes = 0 VPASS_ERROR_CODES(VPASS_ONE);
#undef VPASS_ONE

VPASS_API const std::string& code_name(Code code);  // "bad-json"
VPASS_API ErrorClass class_of(Code code);

// `what()` is lower case, one line, without personal data and without a full stop. `hint`, if there is one,
// says what to do about it.
class VPASS_API Error : public std::runtime_error {
 public:
    Error(Code code, const std::string& message, std::string hint = {})
        : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

    Code code() const { return code_; }
    const std::string& name() const { return code_name(code_); }
    // Code that turns errors into answers about records asks this first, and throws such an error on.
    bool is_environment() const { return class_of(code_) == ErrorClass::environment; }
    const std::string& hint() const { return hint_; }

 private:
    Code code_;
    std::string hint_;
};

}  // namespace vpass

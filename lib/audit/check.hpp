#pragma once
// Reads the record of one check at a door for an audit: when and where it was, and its outcome. The record is
// what `verify` writes, with the members that others have added (vpass-records(5)), or what a checking device
// logs: `time`, `venue` and an `answer`.
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "data/record.hpp"

namespace vpass {

// Valid and invalid are answers; failed means that the person at the door did not get one.
enum class Outcome { valid, invalid, failed };

// Texts are views of the record's line, or of this object where they were escaped; they live until the next
// read(). Absent ones are empty. Each thread has its own object.
class CheckEvent {
 public:
    // Throws Error "no-verdict" when the record holds no answer of any kind, and "bad-time".
    void read(const Record& record);

    Outcome outcome = Outcome::failed;
    std::optional<UnixTime> time;  // `time`, or else `at`
    std::string_view reason;       // of the verdict, or why there is none
    bool vouched = false;          // the signature was good: the issuer is who it says
    std::string_view issuer, format;
    std::string_view type;          // of the pass: "prophylaxis"; only where its signature was good
    std::string_view id;            // of the pass: of its verdict, or else the record's own
    std::string_view product, lot;  // of the last dose; only of a valid pass, or as the record names them
    std::string_view venue, venue_type;  // the door, and what kind of place it is
    std::string_view operator_name;
    // The decision's rule, its ground where no rule decided ("all-rules-hold"), or "-" where it names
    // neither.
    std::string_view rule;
    bool decided = false, admitted = false;

 private:
    static constexpr std::size_t kTexts = 17;
    std::string_view text(json::Value value);
    void read_answer(std::string_view answer);
    void read_error(json::Value error);
    void read_verdict(json::Value verdict);
    void read_decision(json::Value decision);
    void read_claims(json::Value claims);
    std::string key_, scratch_[kTexts];
    std::size_t used_ = 0;
};

std::string_view outcome_name(Outcome outcome);  // "valid"

// Returns a time as checks, publications and outages have it. Throws Error "bad-time" for a text that is not
// RFC 3339.
UnixTime parse_check_time(json::Value value);

// Returns the member `time`, or else `at`, of a record. Throws Error "bad-time".
std::optional<UnixTime> record_time(const Record& record);

}  // namespace vpass

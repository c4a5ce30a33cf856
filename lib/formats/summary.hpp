#pragma once
// The words of a printed pass, taken from an opened pass of any format. None of them is verified.
#include <string>

#include "formats/envelope.hpp"

namespace vpass {

struct PassSummary {
    enum class Result : std::uint8_t { unknown, not_detected, detected };

    std::string name;        // as its owner writes it
    std::string latin_name;  // as in the passport, when the pass has both
    std::string birth_date;  // dates as the pass has them, without a time
    std::string event_date;  // of the vaccination, of the sample, of the first positive test
    std::string doses;       // "2/2"
    std::string sex;         // "female"
    std::string nationality;
    std::string identity;  // the number of a passport or another document
    std::string guardian;
    std::string clinician;  // who supervised the vaccination
    Result result = Result::unknown;

    // Codes as the pass has them (value_names.hpp), or words.
    std::string disease;
    std::string vaccine;  // its kind
    std::string product;
    std::string maker;  // of the vaccine: who makes it, or holds its authorisation
    std::string batch;
    std::string test_type;
    std::string test_name;
    std::string test_device;  // maker and name of a rapid test
    std::string sampled_at;   // with the time of day
    std::string place;        // where the test or the vaccination took place
    std::string country;      // where, as the pass has it
    std::string authority;    // who issued the pass, by name
    std::string valid_from;
    std::string valid_until;
};

// Members are empty when the pass does not have the value, or its format has no words.
PassSummary summarize(const Envelope& envelope);

// Returns a whole name in the order of its country: a name in Hangul or Han begins with the family's.
std::string written_name(const std::string& family, const std::string& given);

}  // namespace vpass

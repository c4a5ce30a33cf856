#pragma once
// A finding of an audit: its code, what it is about, and its evidence. A check reports to a FindingSink and
// does not know what becomes of its findings.
#include <functional>
#include <string>
#include <string_view>

#include "data/json.hpp"

namespace vpass {

// The list of codes is finding_codes.hpp. An error makes the exit code 1, a warning does not.
struct FindingCode {
    std::string_view code;  // stable
    bool is_error;
    std::string_view text;
};

// What a finding is about, as a member of its record.
struct Subject {
    static Subject line(std::size_t number);
    static Subject index(std::uint64_t entry);  // of the log
    static Subject id(std::string_view id);     // of a pass, a key or whatever else has a name

    std::string member;  // "line"; empty: the whole
    std::string value;   // JSON
    std::string words;   // "line 17"
};

// Writes the members of the object `evidence`. It is called before add() returns, or never.
using Evidence = std::function<void(json::Writer& members)>;

// Takes findings, one after the other, from one thread.
class FindingSink {
 public:
    virtual ~FindingSink() = default;
    virtual void add(const FindingCode& code, const Subject& subject, const Evidence& evidence) = 0;
};

// {"finding":…,"severity":…,"line":…,"evidence":{…}} and a newline.
void append_finding(std::string& out, const FindingCode& code, const Subject& subject,
                    const Evidence& evidence);

}  // namespace vpass

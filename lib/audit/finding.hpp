#pragma once
// A finding of an audit: its code, its subject and its evidence. A check reports to a FindingSink and does
// not know what happens to its findings.
#include <functional>
#include <string>
#include <string_view>

#include "data/json.hpp"

namespace vpass {

// finding_codes.hpp and check_finding_codes.hpp list the codes. An error makes the exit code 1, a warning
// does not.
struct FindingCode {
    std::string_view code;  // stable
    bool is_error;
    std::string_view text;
};

// The subject of a finding, as a member of its record.
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

// Receives findings, one after the other, from one thread.
class FindingSink {
 public:
    virtual ~FindingSink() = default;
    virtual void add(const FindingCode& code, const Subject& subject, const Evidence& evidence) = 0;
};

// Appends {"finding":…,"severity":…,"line":…,"evidence":{…}} and a newline.
void append_finding(std::string& out, const FindingCode& code, const Subject& subject,
                    const Evidence& evidence);

}  // namespace vpass

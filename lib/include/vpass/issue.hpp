#pragma once
// Makes the payload of a pass from a registry record.
#include <vpass/error.hpp>
#include <vpass/time.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace vpass::v0 {

// The facts that an authority knows about one vaccination, test or recovery: the fields of vpass-records(5)
// by their names.
class VPASS_API Registration {
 public:
    // Reads a JSON object of fields. Throws Error "bad-json", and "bad-field" for a member that is not a
    // field.
    static Registration from_json(std::string_view record);
    // Returns a made-up record. Equal arguments give equal records on every machine.
    static Registration sample(std::uint64_t seed, std::uint64_t index);

    // Sets a field; short forms such as "pcr" and "Comirnaty" become codes. Throws Error "bad-field" when the
    // field does not exist, or for a value that cannot be one of its values.
    Registration& set(std::string_view field, std::string_view value);
    const std::map<std::string, std::string>& fields() const { return fields_; }

 private:
    std::map<std::string, std::string> fields_;
};

struct IssueOptions {
    std::optional<Time> at = {};  // dates after this day are refused; nothing: the present
    std::string country = "KR";   // where a record is silent
    std::string issuer = {};      // empty: the country's authority, as `vpass issue` names it
    bool usual_surnames = false;  // Korean surnames as most passports have them, not by rule
};

// Returns the payload as JSON, complete and checked. `format` is the name of a format that can be issued:
// "hcert", "shc", "nzcp", "vds-nc". A record without an identifier gets a random one. Throws Error
// "bad-field", which names the field and never its content, and "usage" for the format. Any number of threads
// may call it.
VPASS_API std::string payload(const Registration& registration, std::string_view format = "hcert",
                              const IssueOptions& options = {});

}  // namespace vpass::v0

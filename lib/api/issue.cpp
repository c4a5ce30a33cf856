#include <vpass/issue.hpp>

#include "api/times.hpp"
#include "formats/format.hpp"
#include "formats/registration.hpp"
#include "formats/uvci.hpp"

namespace vpass::v0 {

Registration& Registration::set(std::string_view field, std::string_view value) {
    const RegistrationField* const known = registration_field(field);
    if (!known) throw Error(Code::bad_field, std::string(field) + ": a record has no such field");
    if (has_resident_number(value)) {
        throw Error(
            Code::bad_field,
            std::string(field) + ": it looks like a resident registration number, which no record may hold");
    }
    fields_[std::string(field)] = registration_value(*known, value);
    return *this;
}

Registration Registration::from_json(std::string_view record) {
    const json::Value object = json::check(record);
    if (!object.is(json::Type::object)) throw Error(Code::bad_json, "the record is not an object");
    Registration out;
    for (const json::Member& member : object.members()) {
        const std::string name = member.key();
        if (member.value.is(json::Type::null)) continue;
        if (member.value.is(json::Type::number))
            out.set(name, member.value.raw());
        else if (member.value.is(json::Type::string))
            out.set(name, member.value.string());
        else
            throw Error(Code::bad_field, name + ": neither text nor a number");
    }
    return out;
}

Registration Registration::sample(std::uint64_t seed, std::uint64_t index) {
    std::string record;
    json::Writer w(record);
    w.begin_object();
    write_registration(sample_registration(seed, index), w);
    w.end_object();
    Registration out = from_json(record);
    if (!out.fields_.contains("id")) out.set("id", unique_part(seed, index));
    return out;
}

std::string payload(const Registration& registration, std::string_view format, const IssueOptions& options) {
    const Format* const wanted = find_format(format);
    if (!wanted || !wanted->write_payload)
        throw Error(Code::usage, "passes of the format '" + std::string(format) + "' cannot be issued");
    vpass::Registration record;
    for (const auto& [name, value] : registration.fields()) set_registration_field(record, name, value);
    if (!record.id.starts_with("URN:")) {
        record.id = make_uvci(record.country.empty() ? options.country : record.country,
                              record.id.empty() ? random_unique_part() : record.id);
    }
    complete(record, {options.country, options.issuer, options.usual_surnames}, ValueSets(),
             to_unix_or_now(options.at));
    std::string out;
    json::Writer w(out);
    wanted->write_payload(record, w);
    return out;
}

}  // namespace vpass::v0

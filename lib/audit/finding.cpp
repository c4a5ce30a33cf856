#include "audit/finding.hpp"

namespace vpass {

Subject Subject::line(std::size_t number) {
    return {"line", std::to_string(number), "line " + std::to_string(number)};
}

Subject Subject::index(std::uint64_t entry) {
    return {"index", std::to_string(entry), "entry " + std::to_string(entry)};
}

Subject Subject::id(std::string_view id) {
    Subject out{"id", "", std::string(id)};
    json::append_string(out.value, id);
    return out;
}

void append_finding(std::string& out, const FindingCode& code, const Subject& subject,
                    const Evidence& evidence) {
    json::Writer w(out);
    w.begin_object().text("finding", code.code).text("severity", code.is_error ? "error" : "warning");
    if (!subject.member.empty()) w.key(subject.member).raw(subject.value);
    w.key("evidence").begin_object();
    if (evidence) evidence(w);
    w.end_object().end_object();
    out += '\n';
}

}  // namespace vpass

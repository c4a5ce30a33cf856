#include "vpass/record.hpp"

#include <algorithm>

#include "vpass/error.hpp"

namespace vpass {

void Record::parse(std::string_view line) {
    if (!json::check(line, limits::kJsonDepth, members_, compact_).is(json::Type::object)) {
        throw Error(Code::bad_json, "the line is no JSON object");
    }
}

json::Value Record::operator[](std::string_view key) const {
    for (const json::Member& member : members_) {
        if (member.has_key(key)) return member.value;
    }
    return {};
}

void Record::write_open(std::string& out, std::initializer_list<std::string_view> replaced) const {
    out += '{';
    for (const json::Member& member : members_) {
        if (std::any_of(replaced.begin(), replaced.end(),
                        [&](std::string_view key) { return member.has_key(key); }))
            continue;
        if (out.back() != '{') out += ',';
        out += '"';
        out += member.raw_key;
        out += "\":";
        if (compact_)
            out += member.value.raw();
        else
            json::append_compact(out, member.value.raw());
    }
}

void Record::write_line(std::string& out) const {
    write_open(out, {});
    out += "}\n";
}

void write_error_line(std::string& out, std::size_t line, std::string_view code, std::string_view message) {
    json::Writer w(out);
    w.begin_object().key("line").integer(static_cast<std::int64_t>(line));
    w.key("error").begin_object().text("code", code).text("message", message).end_object().end_object();
    out += '\n';
}

}  // namespace vpass

#include "passes/pass_line.hpp"

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "formats/format.hpp"

namespace vpass {

void PassLine::read(const Line& line, std::string_view member) {
    member_ = member;
    bare_ = carried_ = false;
    parts_.clear();
    line.require_text();
    if (line.text[line.text.find_first_not_of(" \t")] == '{')
        read_record(line.text);
    else
        read_bare(line.text);
}

void PassLine::read_bare(std::string_view text) {
    if (!is_utf8(text)) throw Error(Code::bad_text, "the line is not text in UTF-8");
    bare_ = true;
    parts_.push_back(text);
}

void PassLine::read_record(std::string_view text) {
    record_.parse(text);
    const json::Value pass = record_[member_];
    if (!pass && record_.is_error()) {
        carried_ = true;
        return;
    }
    // Some kinds of pass are JSON themselves.
    if (!pass && member_ == "pass" && detect_format(text)) {
        parts_.push_back(text);
        return;
    }
    const bool chunks = pass.is(json::Type::array);
    const std::size_t n = chunks ? pass.size() : 1;
    if (n == 0 || (!chunks && !pass.is(json::Type::string)))
        throw Error(Code::no_pass, "the record has no " + std::string(member_) + " text");
    unescaped_.resize(std::max(unescaped_.size(), n));
    auto add = [&](json::Value part) {
        if (!part.is(json::Type::string)) throw Error(Code::no_pass, "a chunk of the pass is not a text");
        parts_.push_back(part.string(unescaped_[parts_.size()]));
    };
    if (!chunks) return add(pass);
    for (const json::Value part : pass.elements()) add(part);
}

void PassLine::write_open(std::string& out, std::initializer_list<std::string_view> replaced) const {
    if (!bare_) return record_.write_open(out, replaced);
    json::Writer(out).begin_object().text(member_, parts_.front());
}

}  // namespace vpass

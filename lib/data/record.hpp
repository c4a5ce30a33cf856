#pragma once
// A record is a JSON object on one line. A command reads the members that it needs, replaces its own, and
// carries every other member through byte for byte (except white space between tokens).
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "data/json.hpp"

namespace vpass {

class Record {
 public:
    // Throws Error "bad-json", "duplicate-key", "too-deep". The record is a view of `line`.
    void parse(std::string_view line);

    json::Value operator[](std::string_view key) const;  // missing when there is no such member

    const std::vector<json::Member>& members() const { return members_; }

    // Returns true for an earlier command's {"line":…,"error":…}, or for a line that looks like one: see
    // write_error().
    bool is_error() const { return static_cast<bool>((*this)["error"]); }

    // Appends the record as compact JSON and leaves it open: the caller writes its own members with a
    // json::Writer and ends the object. The members in `own`, with which this command answers, are left out
    // whoever wrote them, and so is `error`, with which every command answers.
    void write_open(std::string& out, std::initializer_list<std::string_view> own) const;

    // Writes an error record on, with a newline: the line or picture that it is about, and the error's code
    // and message, cut to the usual length of errors. It drops all other members, so that none can be taken
    // for an answer.
    void write_error(std::string& out) const;

 private:
    std::vector<json::Member> members_;
    bool compact_ =
        true;  // the line has no white space between tokens, so that members can be copied as they are
};

// Appends {"line":17,"error":{"code":"bad-json","message":"…"}} and a newline. This takes the place of a bad
// line.
void write_error_line(std::string& out, std::size_t line, std::string_view code, std::string_view message);

}  // namespace vpass

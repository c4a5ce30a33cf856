#pragma once
// One record: a JSON object on one line. A command reads what it needs, carries every other member through
// byte for byte (white space between tokens aside) and replaces its own.
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "vpass/json.hpp"

namespace vpass {

class Record {
 public:
    // Throws Error "bad-json", "duplicate-key", "too-deep". The record is a view of `line`.
    void parse(std::string_view line);

    json::Value operator[](std::string_view key) const;  // missing when there is no such member

    const std::vector<json::Member>& members() const { return members_; }

    // An earlier command's {"line":…,"error":…}: it is carried on as it is.
    bool is_error() const { return static_cast<bool>((*this)["error"]); }

    // Appends the record as compact JSON without the members named in `replaced`, and leaves it open: the
    // caller writes its own members with a json::Writer and ends the object.
    void write_open(std::string& out, std::initializer_list<std::string_view> replaced) const;
    void write_line(std::string& out) const;  // the whole record and a newline

 private:
    std::vector<json::Member> members_;
    bool compact_ =
        true;  // the line has no white space between tokens, so that members can be copied as they are
};

// {"line":17,"error":{"code":"bad-json","message":"…"}} and a newline: what takes the place of a bad line.
void write_error_line(std::string& out, std::size_t line, std::string_view code, std::string_view message);

}  // namespace vpass

#pragma once
// Reads a line that holds a pass: a record with `pass` (text, or an array of QR chunks), the bare text of a
// pass, or a record without `pass` that is a pass itself (a VDS-NC, a file of one health card).
#include <string>
#include <vector>

#include "base/pipeline.hpp"
#include "data/record.hpp"
#include "formats/envelope.hpp"

namespace vpass {

class PassLine {
 public:
    // Throws Error for a bad line: "line-too-long", "empty-line", "bad-text", "no-pass", or as Record::parse.
    // The line's text must outlive this object's use.
    // With `member`, the text in that member is read instead, or the bare text of the line: of a link to a
    // pass.
    void read(const Line& line, std::string_view member = "pass");

    // Returns true for an earlier command's error record without a pass, which Record::write_error() carries
    // on.
    bool is_carried() const { return carried_; }
    PassText text() const { return parts_; }
    const Record& record() const { return record_; }
    // Returns a member of the record; it is missing when the line is the bare text of a pass.
    json::Value operator[](std::string_view key) const { return bare_ ? json::Value() : record_[key]; }

    // Writes as Record::write_open does; a bare pass becomes {"pass":"…".
    void write_open(std::string& out, std::initializer_list<std::string_view> replaced) const;

 private:
    void read_bare(std::string_view text);
    void read_record(std::string_view text);
    std::string_view member_ = "pass";
    Record record_;
    bool bare_ = false;
    bool carried_ = false;
    std::vector<std::string_view> parts_;
    std::vector<std::string> unescaped_;  // parts that were written with escapes
};

}  // namespace vpass

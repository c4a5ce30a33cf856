#pragma once
// Reads a registry as people have it: a table of any separator and encoding, or JSON Lines. Each batch holds
// whole records, which may span lines of the file.
#include <memory>
#include <string>
#include <vector>

#include "base/pipeline.hpp"
#include "formats/registry/columns.hpp"
#include "formats/registry/csv.hpp"

namespace vpass {

class TextDecoder;

struct TableForm {
    enum class Kind { recognised, table, json_lines };
    Kind kind = Kind::recognised;  // by the first character: JSON Lines begin with '{'
    std::function<bool(const std::vector<std::string>& header)> is_header = {};  // else the input has lines
    std::string encoding = {};                                                   // empty: recognised
    char separator = 0;  // 0: recognised from the header
};

// The facts that the beginning of the input shows. They are complete before the first batch is out.
struct Table {
    bool is_table = false;
    std::vector<std::string> header;
    char separator = ',';
    std::string encoding = "UTF-8";
    std::size_t header_line = 1;
};

// Throws Error "bad-csv" for a row whose number of fields differs from the header's.
void check_row(const std::vector<std::string>& row, const Table& table);

// Empty rows of a table are skipped, before and after the header. Lines are numbered as in the file.
class TableReader : public Source {
 public:
    TableReader(int fd, const TableForm& form, Table& table);
    ~TableReader() override;
    bool read(Batch& out) override;
    void stop() override { input_.stop(); }

 private:
    bool fill();  // more of the input into text_; false when nothing is left
    bool is_enough_to_recognise() const;
    void append(std::string_view bytes);
    bool begin();  // recognises what text_ begins with; false: not enough of it yet
    bool looks_like_header(std::size_t size) const;  // the first bytes of text_
    bool take_header(std::string_view& left);
    void cut_rows(Batch& out);
    void cut_lines(Batch& out);
    void add(Batch& out, std::string_view text, std::size_t lines);

    InputBytes input_;
    TableForm form_;
    Table& table_;
    std::unique_ptr<TextDecoder> decoder_;
    std::string start_;  // bytes whose encoding is not known yet
    std::string text_;   // in UTF-8, not yet handed out
    std::uint64_t bytes_ = 0;
    LineEnd line_end_ = LineEnd::lf;
    bool at_end_ = false, known_encoding_ = false, begun_ = false, has_header_ = false;
    bool skipping_ = false;  // inside a record that is too long
    std::size_t next_line_ = 1;
};

// Converts the rows of a table to records, for commands that read these: {"birth_date":"1970-01-02",…}, with
// the names of registry fields and values as vpass keeps them. An empty field is absent; a bad row becomes an
// error record. Input that is not a table is passed on as it is.
class RowsAsRecords : public Source {
 public:
    RowsAsRecords(int fd, const TableForm& form, ColumnRules rules, DateForm dates)
        : rows_(fd, form, table_), rules_(std::move(rules)), dates_(dates) {}
    bool read(Batch& out) override;
    void stop() override { rows_.stop(); }
    const Table& table() const { return table_; }
    bool has_column(std::string_view field) const;

 private:
    void write_row(const Line& line, std::string& out);

    Table table_;
    TableReader rows_;
    ColumnRules rules_;
    DateForm dates_;
    bool mapped_ = false;
    std::vector<Column> columns_;
    std::vector<std::string> row_;
};

}  // namespace vpass

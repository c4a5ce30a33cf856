#include "registry_source.hpp"

#include <algorithm>
#include <charconv>

#include "data/record.hpp"
#include "formats/registry/korean.hpp"

namespace vpass::tools {
namespace {

void tell_columns(const Registry& registry) {
    std::string read, carried;
    for (const Column& column : registry.columns) {
        std::string& list = column.field ? read : carried;
        if (column.field && field_name(*column.field) == column.name) continue;
        if (!list.empty()) list += ", ";
        list += column.name;
        if (column.field) list.append(" as ").append(field_name(*column.field));
    }
    if (!read.empty()) message("", "columns read: " + read);
    if (!carried.empty()) message("", "columns carried through: " + carried);
}

// The row again, if a spreadsheet would take one of its cells for a formula.
bool append_plain_row(std::string& out, std::string_view row, char separator) {
    std::vector<std::string> cells;
    try {
        parse_csv_record(row, separator, cells);
    } catch (const Error&) {
        return false;
    }
    if (std::ranges::none_of(cells, is_formula)) return false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i) out += separator;
        append_csv_field(out, plain_cell(cells[i]), separator);
    }
    return true;
}

}  // namespace

bool RegistrySource::read(Batch& out) {
    const bool more = reader_.read(out);
    if (registry_.table.is_table && registry_.columns.empty()) take_header();
    if (first_ && !out.lines.empty()) refuse_other_columns();
    return more;
}

// The workers read all rows by the columns of the first file.
void RegistrySource::refuse_other_columns() const {
    const Table &one = first_->table, &other = registry_.table;
    if (one.is_table == other.is_table && one.header == other.header &&
        (!one.is_table || one.separator == other.separator))
        return;
    throw Error(Code::bad_csv, "the inputs do not have the same columns",
                "issue from each of them by itself");
}

void RegistrySource::take_header() {
    const Table& table = registry_.table;
    if (table.header.empty()) return;
    registry_.columns = map_columns(table.header, rules_);
    if (std::ranges::none_of(registry_.columns, [](const Column& column) { return column.field; })) {
        throw Error(
            Code::bad_csv,
            "line " + std::to_string(table.header_line) + " has no known column, and is not JSON",
            "vpass-records(5) lists the columns; --columns reads others, --delimiter sets the separator");
    }
    if (quiet_) return;
    if (table.encoding != "UTF-8")
        message("", "the input is read as " + table.encoding + " (see --encoding)");
    tell_columns(registry_);
}

void Rejects::write(std::string_view rows) {
    const Table& table = registry_.table;
    if (!std::exchange(begun_, true) && table.is_table) {
        // Whoever has a table in another encoding reads it with a program that needs the mark.
        std::string header = table.encoding == "UTF-8" ? "" : "\xEF\xBB\xBF";
        for (const std::string& name : table.header) {
            append_csv_field(header, name, table.separator);
            header += table.separator;
        }
        output_.write(header.append(kReason) += '\n');
    }
    output_.write(rows);
}

void append_reject(std::string& out, std::string_view row, const Registry& registry,
                   std::string_view reason) {
    if (registry.table.is_table) {
        if (!append_plain_row(out, row, registry.table.separator)) out.append(row);
        out += registry.table.separator;
        append_csv_field(out, reason, registry.table.separator);
        out += '\n';
        return;
    }
    Record record;
    try {
        record.parse(row);
        record.write_open(out, {Rejects::kReason});
        json::Writer(out).text(Rejects::kReason, reason);
        out += "}\n";
    } catch (const Error&) {
        out.append(row) += '\n';  // no record, so it has no place for a reason
    }
}

void Rehearsal::append(std::string& out, std::size_t line, std::string_view code, std::string_view message) {
    out.append(std::to_string(line)).append(" ").append(code).append(" ").append(message).append("\n");
}

void Rehearsal::add(std::string_view lines) {
    constexpr std::size_t kNamed = 10;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size() + 1);
        std::size_t number = 0;
        const char* const end = std::from_chars(line.data(), line.data() + line.size(), number).ptr;
        const std::string_view rest = line.substr(static_cast<std::size_t>(end - line.data()) + 1);
        const std::size_t space = rest.find(' ');
        Kind& kind = kinds_[{std::string(rest.substr(0, space)), std::string(rest.substr(space + 1))}];
        if (++kind.count <= kNamed) kind.lines.push_back(number);
    }
}

std::string Rehearsal::report(const Registry& registry, bool korean) const {
    std::string out;
    if (registry.table.is_table) {
        json::Writer w(out);
        w.begin_object().text("encoding", registry.table.encoding);
        w.text("delimiter", std::string_view(&registry.table.separator, 1)).key("columns").begin_object();
        for (const Column& column : registry.columns) {
            w.any_key(column.name);
            if (column.field)
                w.string(korean ? korean_field(field_name(*column.field))
                                : std::string(field_name(*column.field)));
            else
                w.raw("null");
        }
        w.end_object().end_object();
        out += '\n';
    }
    for (const auto& [name, kind] : kinds_) {
        json::Writer w(out);
        w.begin_object().text("finding", name.first).text("message", name.second);
        w.key("count").integer(kind.count).key("lines").begin_array();
        for (const std::size_t line : kind.lines) w.integer(line);
        w.end_array().end_object();
        out += '\n';
    }
    return out;
}

}  // namespace vpass::tools

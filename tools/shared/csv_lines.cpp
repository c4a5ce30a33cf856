#include "csv_lines.hpp"

#include <algorithm>
#include <map>

#include "data/json.hpp"
#include "formats/registry/csv.hpp"

namespace vpass::tools {
namespace {

constexpr std::string_view kMore = "more";

struct Cell {
    std::string name, text;
    bool is_text;  // a number is no formula, whatever sign it has
};

void add_cell(const std::string& name, const json::Value& value, std::vector<Cell>& out) {
    if (value.is(json::Type::string)) return out.push_back({name, value.string(), true});
    out.push_back({name, std::string(value.raw()), false});
}

std::vector<Cell> cells_of(std::string_view line) {
    std::vector<Cell> out;
    for (const json::Member& member : json::check(line).members()) {
        const std::string name = member.key();
        if (!member.value.is(json::Type::object)) {
            add_cell(name, member.value, out);
            continue;
        }
        for (const json::Member& inner : member.value.members())
            add_cell(name + "." + inner.key(), inner.value, out);
    }
    return out;
}

}  // namespace

void CsvLines::take_columns(std::string_view line) {
    const auto cells = cells_of(line);
    const bool is_finding = !cells.empty() && cells.front().name == "finding";
    if (is_finding) columns_ = {"finding", "severity", "line", "index", "id"};
    for (const Cell& cell : cells) {
        if (std::ranges::find(columns_, cell.name) == columns_.end()) columns_.push_back(cell.name);
    }
    columns_.emplace_back(kMore);
}

void CsvLines::write_row(std::string_view line, std::string& out) const {
    std::string more;
    std::map<std::string_view, const Cell*> by_name;
    const auto cells = cells_of(line);
    for (const Cell& cell : cells) {
        if (cell.name != kMore && std::ranges::find(columns_, cell.name) != columns_.end()) {
            by_name[cell.name] = &cell;
            continue;
        }
        json::Writer w(more);
        if (more.empty()) w.begin_object();
        w.any_key(cell.name);
        if (cell.is_text)
            w.string(cell.text);
        else
            w.raw(cell.text);
    }
    if (!more.empty()) more += '}';
    for (const std::string& column : columns_) {
        const auto found = by_name.find(column);
        if (column == kMore)
            append_csv_field(out, more, ',');
        else if (found != by_name.end() && found->second->is_text)
            append_csv_field(out, plain_cell(found->second->text), ',');
        else if (found != by_name.end())
            append_csv_field(out, found->second->text, ',');
        out += column == kMore ? '\n' : ',';
    }
}

std::string CsvLines::convert(std::string_view json_lines) {
    std::string out;
    while (!json_lines.empty()) {
        const std::size_t end = std::min(json_lines.find('\n'), json_lines.size());
        const std::string_view line = json_lines.substr(0, end);
        json_lines.remove_prefix(std::min(end + 1, json_lines.size()));
        if (line.empty()) continue;
        if (columns_.empty()) {
            take_columns(line);
            out += "\xEF\xBB\xBF";
            for (const std::string& column : columns_) {
                append_csv_field(out, plain_cell(column), ',');
                out += column == kMore ? '\n' : ',';
            }
        }
        write_row(line, out);
    }
    return out;
}

}  // namespace vpass::tools

#include "table_options.hpp"

#include <algorithm>

#include "formats/registry/values.hpp"
#include "input_file.hpp"

namespace vpass::tools {
namespace {

struct DateFormat {
    const char* name;
    DateForm form;
};
constexpr DateFormat kDateFormats[] = {{"year-first", DateForm::year_first},
                                       {"day-first", DateForm::day_first},
                                       {"month-first", DateForm::month_first},
                                       {"excel", DateForm::excel},
                                       {"excel-1904", DateForm::excel_1904}};

// Splits lists such as "a,b"; a repeated option adds to its list.
std::vector<std::string> parts_of(const std::vector<std::string>& lists) {
    std::vector<std::string> out;
    for (const std::string& list : lists) {
        std::string_view left = list;
        for (;;) {
            const std::size_t end = std::min(left.find(','), left.size());
            if (end > 0) out.emplace_back(left.substr(0, end));
            if (end == left.size()) break;
            left.remove_prefix(end + 1);
        }
    }
    return out;
}

std::vector<std::string> date_format_names() {
    std::vector<std::string> out;
    for (const DateFormat& format : kDateFormats) out.emplace_back(format.name);
    return out;
}

}  // namespace

TableForm TableOptions::form() const {
    TableForm out;
    out.encoding = encoding;
    const std::string name = delimiter == "tab" || delimiter == "\\t" ? "\t" : delimiter;
    if (name.size() > 1 || name == "\"" || name == "\n" || name == "\r")
        throw Error(Code::usage, "--delimiter: '" + delimiter + "' is not one character",
                    "tab stands for a tab");
    if (!name.empty()) out.separator = name.front();
    return out;
}

ColumnRules TableOptions::rules(std::span<const OtherField> others) const {
    ColumnRules out;
    out.others = others;
    const auto add = [&](const std::string& option, std::string_view part) {
        const std::size_t equals = part.rfind('=');
        const std::string field(trimmed(equals == std::string_view::npos ? "" : part.substr(equals + 1)));
        const std::string own(trimmed(part.substr(0, std::min(equals, part.size()))));
        if (field.empty() || own.empty())
            throw Error(Code::usage, option + ": '" + std::string(part) + "' is not OWN=FIELD",
                        "like --columns 생일=birth_date");
        const bool is_known =
            others.empty() ? registration_field(field) != nullptr : find_field(others, field) != nullptr;
        if (!is_known) {
            const std::string near = others.empty() ? nearest_field(field) : nearest_field(others, field);
            throw Error(Code::usage, option + ": there is no field '" + field + "'",
                        near.empty() ? "vpass-records(5) lists the fields" : "did you mean " + near + "?");
        }
        out.fields[own] = field;
    };
    if (!columns_file.empty()) {
        const std::string text = read_text_file(columns_file);
        for (const std::string_view line : lines_of(text)) {
            if (!trimmed(line).empty() && line.front() != '#') add("--columns-file " + columns_file, line);
        }
    }
    for (const std::string& part : parts_of(columns)) add("--columns", part);
    if (!carry.empty()) {
        const auto names = parts_of(carry);
        out.carried.emplace(names.begin(), names.end());
        out.carried->emplace("vpass_reason");  // of --rejects, which nobody carries
    }
    return out;
}

DateForm TableOptions::dates() const {
    for (const DateFormat& format : kDateFormats) {
        if (format.name == date_format) return format.form;
    }
    throw Error(Code::usage, "--date-format: '" + date_format + "' is not known");
}

std::unique_ptr<RowsAsRecords> TableOptions::records(int fd, Of what) const {
    ColumnRules own = rules();
    own.names_needed = what == Of::registry;
    return std::make_unique<RowsAsRecords>(fd, form(), std::move(own), dates());
}

std::unique_ptr<RowsAsRecords> TableOptions::records(int fd, std::span<const OtherField> fields) const {
    ColumnRules own = rules(fields);
    own.names_needed = false;
    TableForm table = form();
    table.is_header = [own](const std::vector<std::string>& header) {
        return std::ranges::any_of(header, [&](const std::string& column) {
            const std::string name(trimmed(column));
            return own.fields.contains(name) || find_field(own.others, name);
        });
    };
    return std::make_unique<RowsAsRecords>(fd, table, std::move(own), dates());
}

void TableOptions::each_record(const std::string& path, std::span<const OtherField> fields,
                               const std::function<void(const Line&)>& use) const {
    const auto input = open_input(path);
    const auto source = records(*input, fields);
    const auto read = [&](Batch& batch) {
        try {
            batch.lines.clear();
            return source->read(batch);
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            throw Error(e.code(), path + ": " + e.what(), e.hint());
        }
    };
    Batch batch;
    for (bool more = true; more;) {
        more = read(batch);
        for (const Line& line : batch.lines) use(line);
    }
}

void TableOptions::each_object(const std::string& path, std::span<const OtherField> fields,
                               const std::function<void(const json::Value&)>& use) const {
    each_record(path, fields, [&](const Line& line) {
        try {
            line.require_text();
            const json::Value object = json::check(line.text);
            if (!object.is(json::Type::object)) throw Error(Code::bad_json, "the line is not a JSON object");
            if (object["error"]["code"] && object["line"])
                throw Error(Code::bad_csv, object["error"]["message"].string());
            use(object);
        } catch (const Error& e) {
            throw Error(e.code(), path + ", line " + std::to_string(line.number) + ": " + e.what(), e.hint());
        }
    });
}

void add_table_options(Arguments& app, TableOptions& options) {
    app.add_option("--delimiter", options.delimiter,
                   "what stands between a table's columns (default: recognised)")
        ->type_name("CHAR|tab");
    app.add_option("--encoding", options.encoding, "the table's encoding (default: recognised)")
        ->type_name("NAME")
        ->suggest(
            [] {
                return std::vector<std::string>{"UTF-8", "UTF-16", "CP949", "EUC-KR"};
            },
            "such as ");
    app.add_option("--columns", options.columns, "read the column OWN as FIELD; may be repeated")
        ->type_name("OWN=FIELD,...")
        ->one_each();
    app.add_option("--columns-file", options.columns_file,
                   "the same from FILE, a line OWN=FIELD for each column")
        ->type_name("FILE");
    app.add_option("--carry", options.carry,
                   "carry these other columns and members through, and refuse all others")
        ->type_name("NAME,...")
        ->one_each();
    app.add_option("--date-format", options.date_format,
                   "how dates are written; excel and excel-1904 are numbers of days")
        ->type_name("NAME")
        ->one_of(date_format_names())
        ->show_default();
}

}  // namespace vpass::tools

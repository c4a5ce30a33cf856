#include "table_options.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

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

// "a,b" and repeated options alike.
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

ColumnRules TableOptions::rules() const {
    ColumnRules out;
    for (const std::string& part : parts_of(columns)) {
        const std::size_t equals = part.rfind('=');
        const std::string field = equals == std::string::npos ? "" : part.substr(equals + 1);
        if (field.empty() || equals == 0)
            throw Error(Code::usage, "--columns: '" + part + "' is not OWN=FIELD",
                        "like --columns 생일=birth_date");
        if (!registration_field(field)) {
            const std::string near = nearest_field(field);
            throw Error(Code::usage, "--columns: there is no field '" + field + "'",
                        near.empty() ? "vpass-records(5) lists the fields" : "did you mean " + near + "?");
        }
        out.fields[part.substr(0, equals)] = field;
    }
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
    throw Error(Code::usage, "--date-format: '" + date_format + "' is not known",
                "year-first, day-first, month-first, excel and excel-1904 are");
}

std::unique_ptr<RowsAsRecords> TableOptions::records(int fd, Of what) const {
    ColumnRules own = rules();
    own.names_needed = what == Of::registry;
    return std::make_unique<RowsAsRecords>(fd, form(), std::move(own), dates());
}

void add_table_options(CLI::App& app, TableOptions& options) {
    app.add_option("--delimiter", options.delimiter,
                   "what stands between a table's columns (default: recognised)")
        ->type_name("CHAR|tab");
    app.add_option("--encoding", options.encoding, "UTF-8, UTF-16, CP949 or EUC-KR (default: recognised)")
        ->type_name("NAME");
    app.add_option("--columns", options.columns, "read the column OWN as FIELD; may be repeated")
        ->type_name("OWN=FIELD,...")
        ->allow_extra_args(false);
    app.add_option("--carry", options.carry,
                   "carry these other columns and members through, and refuse all others")
        ->type_name("NAME,...")
        ->allow_extra_args(false);
    app.add_option("--date-format", options.date_format,
                   "year-first, day-first, month-first, excel or excel-1904 (numbers of days)")
        ->type_name("NAME")
        ->capture_default_str();
}

std::shared_ptr<const int> open_input(const std::string& path) {
    const int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
    return {new int(fd), [](const int* open) {
                if (*open != STDIN_FILENO) ::close(*open);
                delete open;
            }};
}

}  // namespace vpass::tools

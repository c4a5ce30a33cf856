// vpass audit operators: finds out who issued how much and when, and which of it is unusual.
#include <charconv>

#include "audit/operator_check.hpp"
#include "base/zone.hpp"
#include "findings.hpp"
#include "formats/registry/table_reader.hpp"
#include "shared/input_file.hpp"
#include "shared/table_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    std::string folder;
    std::string stock;
    std::string staff;
    ActivityLimits limits;
    std::string zone = "+00:00";
};

// Returns all rows of a table, including the first.
std::vector<std::vector<std::string>> read_table(const std::string& path) {
    const auto input = open_input(path);
    Table table;
    TableForm form;
    form.kind = TableForm::Kind::table;
    TableReader reader(*input, form, table);
    std::vector<std::vector<std::string>> rows;
    for (Batch batch; reader.read(batch);) {
        for (const Line& line : batch.lines) {
            try {
                line.require_whole();
                parse_csv_record(line.text, table.separator, rows.emplace_back());
            } catch (const Error& e) {
                throw Error(e.code(), path + ", line " + std::to_string(line.number) + ": " + e.what());
            }
        }
    }
    if (!table.header.empty()) rows.insert(rows.begin(), table.header);
    return rows;
}

std::set<std::string> read_staff(const std::string& file) {
    std::set<std::string> out;
    for (const auto& row : read_table(file)) out.insert(row.front());
    return out;
}

bool parse_count(const std::string& text, std::uint64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

DoseStock read_stock(const std::string& file) {
    const auto table = read_table(file);
    DoseStock out;
    out.by_issuer = !table.empty() && table[0] == std::vector<std::string>{"issuer", "doses"};
    if (!out.by_issuer && (table.empty() || table[0] != std::vector<std::string>{"operator", "doses"}))
        throw Error(Code::bad_csv, file + ": the header is neither operator,doses nor issuer,doses");
    for (std::size_t i = 1; i < table.size(); ++i) {
        std::uint64_t doses = 0;
        if (table[i].size() != 2 || !parse_count(table[i][1], doses))
            throw Error(Code::bad_csv,
                        file + ": line " + std::to_string(i + 1) + " is not a name and number");
        out.doses[table[i][0]] += doses;
    }
    return out;
}

int run(Options options) {
    options.limits.offset = 60 * zone_of_option("--zone", options.zone);
    // Everything that may be unreadable is read before the first finding leaves.
    std::optional<std::set<std::string>> staff;
    if (!options.staff.empty()) staff = read_staff(options.staff);
    std::optional<DoseStock> stock;
    if (!options.stock.empty()) stock = read_stock(options.stock);
    const Register rows(ledger_register(options.folder), Register::Mode::read);
    const Register::Snapshot snapshot(rows);
    FindingWriter findings(options.findings);
    OperatorCheck operators(rows, findings);
    operators.read();
    operators.judge(options.limits);
    operators.check_names(staff);
    if (stock) operators.check_stock(*stock);
    return findings.close(std::to_string(operators.passes()) +
                          (operators.passes() == 1 ? " pass" : " passes") + " by " +
                          counted(operators.operators(), "operator"));
}

}  // namespace

Run declare_audit_operators(Arguments& app) {
    auto options = std::make_shared<Options>();
    ActivityLimits& limits = options->limits;
    app.add_option("--log", options->folder, "the ledger's folder")->type_name("DIR")->required();
    app.add_option("--stock", options->stock, "the doses that each operator or issuer was given, as CSV")
        ->type_name("FILE");
    app.add_option("--staff", options->staff, "the operators that there are, one a line")->type_name("FILE");
    app.add_option("--burst", limits.burst, "fewer passes than that are never conspicuous")
        ->type_name("N")
        ->show_default();
    app.add_option("--times", limits.times, "so many times the operator's median hour are conspicuous")
        ->type_name("N")
        ->show_default();
    app.add_option("--dormant", limits.dormant, "so many days without a pass make an account dormant")
        ->type_name("DAYS")
        ->show_default();
    app.add_option("--hours", limits.long_day, "in so many hours of a day one person can be at work")
        ->type_name("N")
        ->show_default();
    app.add_option("--zone", options->zone, "the operators' clock, as an offset from UTC")
        ->type_name("+HH:MM")
        ->show_default();
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

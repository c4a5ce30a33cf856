// vpass audit operators: who issued, how much and when, and what in it is out of the ordinary.
#include <charconv>
#include <cstdlib>
#include <limits>
#include <set>
#include <unordered_map>

#include "audit/operators.hpp"
#include "finding_codes.hpp"
#include "findings.hpp"
#include "formats/registry/table_reader.hpp"
#include "ledger/ledger.hpp"
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

constexpr UnixTime kDay = 86400;

// Accounts that stand for a machine or for anybody.
bool is_generic(std::string_view name) {
    static const std::set<std::string_view> names{"root", "admin", "administrator", "operator", "user",
                                                  "test", "guest", "shared",        "nobody",   "system"};
    return names.contains(name);
}

int parse_zone(const std::string& text) {
    const LenientTime time = parse_time_leniently("1970-01-02T00:00:00" + text);
    if (text.size() != 6 || time.slip != TimeSlip::none)
        throw Error(Code::usage, "--zone: '" + text + "' is no offset", "write it like +09:00");
    return static_cast<int>(kDay - time.time);
}

// All rows of a table, the first as well.
std::vector<std::vector<std::string>> read_table(const std::string& path) {
    const auto input = open_input(path);
    Table table;
    TableForm form;
    form.kind = TableForm::Kind::table;
    TableReader reader(*input, form, table);
    std::vector<std::vector<std::string>> rows;
    for (Batch batch; reader.read(batch);) {
        for (const Line& line : batch.lines) {
            if (line.too_long) throw Error(Code::line_too_long, path + ": a line is longer than 1 MiB");
            parse_csv_record(line.text, table.separator, rows.emplace_back());
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

// `operator,doses` or `issuer,doses`. Who is not in the table had none.
struct Stock {
    bool by_issuer = false;
    std::map<std::string, std::uint64_t> doses;
};

bool parse_count(const std::string& text, std::uint64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

Stock read_stock(const std::string& file) {
    const auto table = read_table(file);
    Stock out;
    out.by_issuer = !table.empty() && table[0] == std::vector<std::string>{"issuer", "doses"};
    if (!out.by_issuer && (table.empty() || table[0] != std::vector<std::string>{"operator", "doses"}))
        throw Error(Code::bad_csv, file + ": the header is neither operator,doses nor issuer,doses");
    for (std::size_t i = 1; i < table.size(); ++i) {
        std::uint64_t doses = 0;
        if (table[i].size() != 2 || !parse_count(table[i][1], doses))
            throw Error(Code::bad_csv, file + ": line " + std::to_string(i + 1) + " is no name and number");
        out.doses[table[i][0]] += doses;
    }
    return out;
}

class Operators {
 public:
    Operators(const Register& rows, FindingWriter& findings) : rows_(rows), findings_(findings) {
        for (const RegisterKey& key : rows.keys()) issuers_[key.key] = key.issuer;
    }

    void read() {
        rows_.passes(0, std::numeric_limits<std::int64_t>::max(), [&](const RegisterPass& pass) {
            const RegisterBatch* batch = batch_of(pass.batch);
            const std::string name = batch ? batch->operator_name : "";
            if (name.empty()) {
                findings_.add(audit::kNoOperator, Subject::index(pass.entry),
                              [&](json::Writer& w) { w.text("id", pass.id); });
            } else {
                by_operator_[name].add(pass.issued_at);
            }
            by_issuer_[issuers_[pass.key]].add(pass.issued_at);
            ++passes_;
            if (!batch || std::abs(pass.issued_at - batch->time) <= kDay) return;
            findings_.add(audit::kBackdated, Subject::index(pass.entry), [&](json::Writer& w) {
                w.text("id", pass.id)
                    .text("operator", name)
                    .text("issued_at", format_rfc3339(pass.issued_at));
                w.text("signed_at", format_rfc3339(batch->time));
            });
        });
        rows_.events(0, std::numeric_limits<std::int64_t>::max(), [&](const RegisterEvent& event) {
            const RegisterBatch* batch = batch_of(event.batch);
            if (!batch || batch->operator_name.empty())
                findings_.add(audit::kNoOperator, Subject::index(event.entry), {});
        });
    }

    void judge(const ActivityLimits& limits) {
        for (const auto& [name, activity] : by_operator_) judge("operator", name, activity, limits);
        for (const auto& [name, activity] : by_issuer_) judge("issuer", name, activity, limits);
    }

    // Accounts that nobody answers for, or anybody.
    void check_names(const std::optional<std::set<std::string>>& staff) {
        for (const auto& [name, activity] : by_operator_) {
            const std::uint64_t total = activity.total();
            const auto evidence = [&](json::Writer& w) {
                w.key("passes").integer(static_cast<std::int64_t>(total));
            };
            if (staff && !staff->contains(name))
                findings_.add(audit::kUnknownOperator, Subject::id(name), evidence);
            else if (is_generic(name))
                findings_.add(audit::kSharedOperator, Subject::id(name), evidence);
        }
    }

    // No more passes than doses.
    void check_stock(const Stock& stock) {
        for (const auto& [name, activity] : stock.by_issuer ? by_issuer_ : by_operator_) {
            const auto row = stock.doses.find(name);
            const std::uint64_t doses = row == stock.doses.end() ? 0 : row->second;
            if (activity.total() <= doses) continue;
            findings_.add(audit::kBeyondStock, Subject::id(name),
                          [&, total = activity.total()](json::Writer& w) {
                              w.key("passes").integer(static_cast<std::int64_t>(total));
                              w.key("doses").integer(static_cast<std::int64_t>(doses));
                          });
        }
    }

    std::uint64_t passes() const { return passes_; }
    std::size_t operators() const { return by_operator_.size(); }

 private:
    const RegisterBatch* batch_of(std::int64_t batch) {
        auto known = batches_.find(batch);
        if (known == batches_.end()) known = batches_.emplace(batch, rows_.find_batch(batch)).first;
        return known->second ? &*known->second : nullptr;
    }

    void judge(const char* what, const std::string& name, const Activity& activity,
               const ActivityLimits& limits) {
        using Kind = Activity::Oddity::Kind;
        for (const Activity::Oddity& oddity : activity.oddities(limits)) {
            const bool is_operator = what[0] == 'o';
            if (!is_operator && oddity.kind != Kind::dormant && oddity.kind != Kind::rate) continue;
            const char* usual = oddity.kind == Kind::dormant ? "silent_days"
                                : oddity.kind == Kind::rate  ? "median_hour"
                                : oddity.kind == Kind::hour  ? "days_before"
                                                             : "hours_at_work";
            findings_.add(code_of(oddity.kind), Subject::id(name), [&](json::Writer& w) {
                w.text("of", what).text("from", format_rfc3339(oddity.from));
                w.key("passes").integer(static_cast<std::int64_t>(oddity.passes));
                w.key(usual).integer(static_cast<std::int64_t>(oddity.usual));
            });
        }
    }

    static const FindingCode& code_of(Activity::Oddity::Kind kind) {
        switch (kind) {
            case Activity::Oddity::Kind::dormant:
                return audit::kDormantBurst;
            case Activity::Oddity::Kind::rate:
                return audit::kRate;
            case Activity::Oddity::Kind::hour:
                return audit::kOddHour;
            case Activity::Oddity::Kind::shared:
                break;
        }
        return audit::kSharedOperator;
    }

    const Register& rows_;
    FindingWriter& findings_;
    std::unordered_map<std::int64_t, std::optional<RegisterBatch>> batches_;
    std::unordered_map<std::int64_t, std::string> issuers_;
    std::map<std::string, Activity> by_operator_, by_issuer_;
    std::uint64_t passes_ = 0;
};

int run(Options options) {
    options.limits.offset = parse_zone(options.zone);
    // All that can be unreadable, before the first finding leaves.
    std::optional<std::set<std::string>> staff;
    if (!options.staff.empty()) staff = read_staff(options.staff);
    std::optional<Stock> stock;
    if (!options.stock.empty()) stock = read_stock(options.stock);
    const Register rows(ledger_register(options.folder), Register::Mode::read);
    const Register::Snapshot snapshot(rows);
    FindingWriter findings(options.findings.output, options.findings.quiet);
    Operators operators(rows, findings);
    operators.read();
    operators.judge(options.limits);
    operators.check_names(staff);
    if (stock) operators.check_stock(*stock);
    return findings.close(std::to_string(operators.passes()) +
                          (operators.passes() == 1 ? " pass" : " passes") + " by " +
                          counted(operators.operators(), "operator"));
}

}  // namespace

Run declare_audit_operators(CLI::App& app) {
    auto options = std::make_shared<Options>();
    ActivityLimits& limits = options->limits;
    app.add_option("--log", options->folder, "the ledger's folder")->type_name("DIR")->required();
    app.add_option("--stock", options->stock, "the doses that each operator or issuer was given, as CSV")
        ->type_name("FILE");
    app.add_option("--staff", options->staff, "the operators that there are, one a line")->type_name("FILE");
    app.add_option("--burst", limits.burst, "fewer passes than that are never conspicuous")
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--times", limits.times, "so many times the operator's median hour are conspicuous")
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--dormant", limits.dormant, "so many days without a pass make an account dormant")
        ->type_name("DAYS")
        ->capture_default_str();
    app.add_option("--hours", limits.long_day, "in so many hours of a day one person can be at work")
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--zone", options->zone, "the operators' clock, as an offset from UTC")
        ->type_name("+HH:MM")
        ->capture_default_str();
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

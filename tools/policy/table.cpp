// vpass policy table: shows who is admitted on which day, from its first minute to the last.
#include <algorithm>
#include <deque>

#include "subcommands.hpp"

namespace vpass::tools {
namespace {

using certlogic::Instant;

constexpr int kMostChanges = 1000;  // of an answer on one day

struct Column {
    std::string head, facts;
    json::Value claims;
};

// Returns the width in columns: a terminal shows a Korean letter or another wide one in two columns.
std::size_t width(std::string_view text) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if ((c & 0xc0) == 0x80) continue;
        n += c >= 0xe1 && c < 0xf0 && !(c == 0xe2) ? 2 : 1;
    }
    return n;
}

class Table {
 public:
    Table(const Policy& policy, const PolicyCommand& options, std::vector<Column> columns)
        : policy_(policy),
          korean_(options.policy.language == "ko"),
          changes_(options.changes),
          decider_(policy, place_of(options.policy, policy)),
          columns_(std::move(columns)) {}

    void write(Date first, Date last, Output& output) {
        std::vector<std::vector<std::string>> rows{{korean_ ? "날짜" : "date"}};
        for (const Column& column : columns_) rows[0].push_back(column.head);
        std::vector<std::string> before;
        for (Date day = first; day <= last; day += std::chrono::days{1}) {
            std::vector<std::string> row{format_date(day)};
            for (const Column& column : columns_) row.push_back(cell(column, day));
            std::vector<std::string> answers(row.begin() + 1, row.end());
            if (changes_ && answers == before) continue;
            before = std::move(answers);
            rows.push_back(std::move(row));
        }
        std::vector<std::size_t> widths(rows[0].size());
        for (const auto& row : rows) {
            for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
        }
        for (const auto& row : rows) {
            std::string line;
            for (std::size_t i = 0; i < row.size(); ++i) {
                line += row[i];
                if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
            }
            output.write(printable(line.substr(0, line.find_last_not_of(' ') + 1)) + "\n");
        }
    }

 private:
    // Returns "admit", "refuse", or both with the time of day of each change.
    std::string cell(const Column& column, Date day) {
        const Instant end = Instant(day) + std::chrono::days{1} - policy_.zone();
        Question question;
        question.claims = column.claims;
        question.facts = json::Value(column.facts);
        question.want_until = false;
        std::string text;
        bool admitted = false;
        int asked = 0;  // a rule that looks at the clock's own text changes every millisecond
        for (question.at = Instant(day) - policy_.zone(); question.at < end && asked < kMostChanges;
             ++asked) {
            const Decision decision = decider_.decide(question);
            if (text.empty()) {
                text = name(decision.admit);
            } else if (decision.admit != admitted) {
                const std::string time =
                    certlogic::format_instant(question.at + policy_.zone()).substr(11, 5);
                text += ", " + (korean_ ? time + "부터 " + name(decision.admit)
                                        : name(decision.admit) + " from " + time);
            }
            admitted = decision.admit;
            question.at = decision.steady_until;
        }
        return text;
    }
    std::string name(bool admit) const {
        return std::string(admission_words(admit).in(korean_ ? "ko" : "en"));
    }

    const Policy& policy_;
    bool korean_, changes_;
    Decider decider_;
    std::vector<Column> columns_;
};

Date date_of_option(const char* option, const std::string& text) {
    const auto date = parse_date(text);
    if (!date)
        throw Error(Code::usage, std::string(option) + ": '" + text + "' is not a date",
                    "write it like 2021-12-14");
    return *date;
}

}  // namespace

int run_policy_table(const PolicyCommand& options) {
    const Date first = date_of_option("--from", options.from), last = date_of_option("--to", options.to);
    if (last < first) throw Error(Code::usage, "--to is before --from");
    if (last - first > std::chrono::days{3660}) throw Error(Code::usage, "a table has at most ten years");
    const Policy policy = load_policy(options.policy, {});
    std::deque<std::string> kept;  // the texts that claims view
    std::vector<Column> columns;
    const std::vector<std::string> standard{"-"};
    for (const std::string& file : options.inputs.empty() ? standard : options.inputs) {
        each_record(file, [&](std::size_t line, json::Value record) {
            const std::string name = record["name"].string();
            const json::Value claims = claims_of(record);
            columns.push_back({name.empty() ? "line " + std::to_string(line) : name,
                               facts_of(options.policy.facts, record["facts"]),
                               json::Value(kept.emplace_back(claims.raw()))});
        });
    }
    if (columns.empty()) throw Error(Code::usage, "there is no pass to make a table of");
    const Instant begin = Instant(first) - policy.zone(), dates_end = policy.dates().to;
    if (Instant(last) + std::chrono::days{1} - policy.zone() <= policy.dates().from || begin >= dates_end)
        PolicyDates(policy).warn_outside(begin);
    Table table(policy, options, std::move(columns));
    Output output(options.output);
    table.write(first, last, output);
    output.close();
    return kGood;
}

}  // namespace vpass::tools

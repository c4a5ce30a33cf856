#include "result_lines.hpp"

#include "crypto/crypto.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"

namespace vpass::tools {
namespace {

// A certificate identifier leads to a person for whoever has the register, so a report holds its hash.
std::string id_hash(const std::string& id) { return hex_encode(Bytes(sha256(as_bytes(id))).first(8)); }

TestCase case_of_verdict(std::size_t line, const json::Value& verdict, const json::Value& decision) {
    TestCase out;
    out.name = "line " + std::to_string(line);
    if (const std::string kid = verdict["kid"].string(); !kid.empty()) out.name += ", kid " + kid;
    if (const std::string id = verdict["id"].string(); !id.empty()) out.name += ", id " + id_hash(id);
    if (verdict["result"].string() != "valid") {
        out.result = TestCase::Result::failed;
        out.code = verdict["reason"].string();
        out.message = verdict["detail"].string();
    } else if (decision && decision["result"].string() != "admit") {
        out.result = TestCase::Result::failed;
        out.code = "refused";
        out.message = decision["rule"].string();
        if (out.message.empty()) out.message = decision["detail"].string();
    }
    return out;
}

TestCase case_of_finding(const json::Value& record) {
    TestCase out;
    for (const json::Member& member : record.members()) {
        const std::string name = member.key();
        if (name == "finding" || name == "severity" || name == "evidence") continue;
        if (!out.name.empty()) out.name += ", ";
        if (member.value.is(json::Type::number))
            out.name += name + " " + std::string(member.value.raw());
        else if (name == "id" || name == "record_id")
            out.name += name + " " + id_hash(member.value.string());
        else
            out.name += name + " " + member.value.string();
    }
    out.code = record["finding"].string();
    if (out.name.empty()) out.name = out.code;
    out.message = record["evidence"]["message"].string();
    if (record["severity"].string() != "warning") out.result = TestCase::Result::failed;
    return out;
}

}  // namespace

ResultLines::ResultLines(const ResultOptions& options, std::size_t first_line)
    : csv_(options.csv), next_line_(first_line ? first_line : 1) {
    if (options.tap || !options.junit.empty())
        report_ = std::make_unique<TestReport>(options.tap, options.junit, command_name());
}

std::string ResultLines::convert(std::string_view json_lines) {
    std::string tap;
    if (report_) tap = report(json_lines);
    if (report_ && report_->has_tap()) return tap;
    return csv_ ? table_.convert(json_lines) : std::string(json_lines);
}

std::string ResultLines::report(std::string_view json_lines) {
    std::string out;
    for (const std::string_view line : lines_of(json_lines)) {
        const json::Value record = json::check(line);
        const std::size_t number = next_line_++;
        if (const json::Value verdict = record["verdict"]) {
            out += report_->add(case_of_verdict(number, verdict, record["decision"]));
        } else if (record["finding"]) {
            out += report_->add(case_of_finding(record));
        } else {
            TestCase test;
            const json::Value own = record["line"], error = record["error"];
            test.name = "line " + (own ? std::string(own.raw()) : std::to_string(number));
            if (error) {
                test.result = TestCase::Result::unreadable;
                test.code = error["code"].string();
                test.message = error["message"].string();
            }
            out += report_->add(test);
        }
    }
    return out;
}

std::string ResultLines::finish() { return report_ ? report_->finish("nothing is found") : ""; }

void add_report_options(Arguments& app, ResultOptions& options) {
    app.add_flag("--tap", options.tap, "write the results as TAP, for programs that run tests");
    app.add_option("--junit", options.junit, "write the results to FILE as well, in the XML of JUnit")
        ->type_name("FILE");
}

void add_form_option(Arguments& app, ResultOptions& options) {
    app.add_option(
           "--format", [&options](const std::string& name) { options.csv = name == "csv"; },
           "how results are written: jsonl (default), or csv for a spreadsheet")
        ->one_of({"jsonl", "csv"});
    add_report_options(app, options);
}

}  // namespace vpass::tools

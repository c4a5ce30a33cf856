// Writes a report as a page for people: figures first, then charts and tables.
#include <algorithm>
#include <cstdio>

#include "audit/report/html_words.hpp"
#include "audit/report/style.hpp"
#include "audit/report/svg_chart.hpp"
#include "base/ascii.hpp"
#include "base/zone.hpp"

namespace vpass {
namespace {

using svg::escaped;

constexpr std::size_t kRows = 15;    // of a table; the JSON has all
constexpr std::size_t kBars = 1000;  // of a chart; beyond that, by day

constexpr Wording kChecks{"checks", "확인"}, kValid{"valid", "유효"}, kInvalid{"invalid", "무효"},
    kNoAnswer{"no answer", "응답 없음"}, kAdmitted{"admitted", "입장"}, kRefused{"refused", "거절"},
    kShare{"share", "비율"}, kFrom{"from", "시작"}, kTo{"to", "끝"}, kMinutes{"minutes", "분"},
    kKind{"kind", "종류"}, kOutage{"outage", "장애"};

struct Section {
    Dimension dimension;
    Wording title, column;
};
constexpr Section kSections[] = {
    {Dimension::reason, {"By reason", "사유별"}, {"reason", "사유"}},
    {Dimension::rule, {"By rule", "규칙별"}, {"rule", "규칙"}},
    {Dimension::day, {"By day", "날짜별"}, {"day", "날짜"}},
    {Dimension::operator_name, {"By operator", "운영자별"}, {"operator", "운영자"}},
    {Dimension::venue_type, {"By type of venue", "시설 종류별"}, {"type", "종류"}},
    {Dimension::venue, {"By venue", "시설별"}, {"venue", "시설"}},
    {Dimension::issuer, {"By issuer, signature checked", "발급자별(서명 확인됨)"}, {"issuer", "발급자"}},
    {Dimension::unverified_issuer,
     {"Issuers that nobody vouched for", "확인되지 않은 발급자"},
     {"named issuer", "표기된 발급자"}},
    {Dimension::product, {"By product", "백신별"}, {"product", "제품"}},
    {Dimension::lot, {"By lot", "제조번호별"}, {"lot", "제조번호"}},
    {Dimension::type, {"By type of pass", "증명서 종류별"}, {"type", "종류"}},
    {Dimension::format, {"By format", "형식별"}, {"format", "형식"}},
};

std::string percent(std::uint64_t part, std::uint64_t whole) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f%%",
                  whole ? 100 * static_cast<double>(part) / static_cast<double>(whole) : 0);
    return text;
}

std::uint64_t minutes_of(const Outage& outage) {
    return static_cast<std::uint64_t>((outage.to - outage.from + 59) / 60);
}

class Page {
 public:
    Page(const Report& report, const PageOptions& options)
        : report_(report), options_(options), say_(options.language) {}

    std::string write() {
        const Wording name{"Checks of health passes", "방역패스 확인 보고서"};
        const std::string title = escaped(options_.title.empty() ? say_.first(name) : options_.title);
        out_ = "<!DOCTYPE html>\n<html lang=\"" + std::string(say_.code()) +
               "\"><head><meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
               "'unsafe-inline'; img-src data:\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<link rel=\"icon\" href=\"data:,\">\n<title>" +
               title + "</title>\n<style>" + kReportStyle + "</style></head>\n<body><main>\n<h1>" + title;
        if (say_.speaks_both()) out_ += "<small lang=\"ko\">" + std::string(name.korean) + "</small>";
        out_ += "</h1>\n";
        period();
        figures();
        lead();
        warnings();
        times();
        outages();
        for (const Section& section : kSections) table(section);
        notes();
        return out_ + "</main></body></html>\n";
    }

 private:
    std::int64_t local(UnixTime time) const { return report_.settings().local(time); }
    std::string zone() const { return "UTC" + format_zone(report_.settings().zone_minutes); }
    void heading(const Wording& words) { out_ += "<h2>" + say_.stacked(words, "small") + "</h2>\n"; }

    // Counts whom rules admitted (`valid`) and refused (`invalid`); each decision is in one row of the table.
    Outcomes decisions() const {
        const CountTable& rules = report_.table(Dimension::rule);
        Outcomes out = rules.other();
        for (const CountTable::Row& row : rules.rows()) out.add(row.counts);
        return out;
    }

    void period() {
        if (!report_.has_times()) return;
        out_ += "<p class=\"soft\">" + svg::local_time(local(report_.first())) + " – " +
                svg::local_time(local(report_.last())) + " (" + zone() + ")</p>\n";
    }

    void tile(std::string_view style, std::uint64_t count, std::uint64_t whole, const Wording& words) {
        out_.append("<div class=\"tile ").append(style).append("\"><b>").append(grouped(count));
        out_.append("</b><span>").append(say_.first(words));
        if (whole) out_.append(" · ").append(percent(count, whole));
        out_.append("</span>");
        if (say_.speaks_both()) out_.append("<span lang=\"ko\">").append(words.korean).append("</span>");
        out_.append("</div>\n");
    }

    void figures() {
        const Outcomes& total = report_.total();
        const Outcomes decided = decisions();
        out_ += decided.sum() ? "<div class=\"tiles six\">\n" : "<div class=\"tiles\">\n";
        tile("all", total.sum(), 0, kChecks);
        tile("valid", total.valid, total.sum(), kValid);
        tile("invalid", total.invalid, total.sum(), kInvalid);
        tile("failed", total.failed, total.sum(), {"got no answer", "응답 없음"});
        if (decided.sum()) {
            tile("valid", decided.valid, decided.sum(), kAdmitted);
            tile("invalid", decided.invalid, decided.sum(), kRefused);
        }
        out_ += "</div>\n";
    }

    // Writes the summary in a sentence or two: how many checks got no answer, and how many of them in
    // outages; and whom the rules admitted.
    void lead() {
        const Outcomes& total = report_.total();
        std::uint64_t minutes = 0, checks = 0, failed = 0;
        for (const Outage& outage : report_.outages()) {
            if (outage.kind != Outage::Kind::checks_failed) continue;
            minutes += minutes_of(outage);
            checks += outage.checks;
            failed += outage.failed;
        }
        if (!total.sum()) return;
        const std::string answered = percent(total.valid + total.invalid, total.sum());
        std::string english = answered + " of all checks were answered.";
        std::string korean = "전체 확인의 " + answered + "에 응답이 있었습니다.";
        if (minutes) {
            english = "In the " + grouped(minutes) + " minutes of outage, " + grouped(failed) + " of " +
                      grouped(checks) + " checks (" + percent(failed, checks) + ") got no answer.";
            korean = "장애 " + grouped(minutes) + "분 동안 확인 " + grouped(checks) + "건 가운데 " +
                     grouped(failed) + "건(" + percent(failed, checks) + ")이 응답을 받지 못했습니다.";
        }
        if (const Outcomes decided = decisions(); decided.sum()) {
            english += " The rules admitted " + grouped(decided.valid) + " of " + grouped(decided.sum()) +
                       " holders of valid passes and refused " + grouped(decided.invalid) + ".";
            korean += " 유효한 패스 " + grouped(decided.sum()) + "건 가운데 규칙에 따라 " +
                      grouped(decided.valid) + "건이 입장, " + grouped(decided.invalid) +
                      "건이 거절되었습니다.";
        }
        out_ += say_.paragraphs({english, korean}, "lead");
    }

    void warnings() {
        for (std::size_t i = 0; i < kDimensions; ++i) {
            const CountTable& table = report_.table(static_cast<Dimension>(i));
            if (!table.other().sum()) continue;
            const std::string name(dimension_name(static_cast<Dimension>(i)));
            const std::string keys = grouped(table.distinct()), kept = grouped(table.rows().size());
            out_ += say_.paragraphs({name + ": about " + keys + " different keys; " + kept +
                                         " of them, drawn evenly, are counted one by one, the others "
                                         "together as “not kept”.",
                                     name + ": 서로 다른 값 약 " + keys + "개 중 고르게 뽑은 " + kept +
                                         "개만 따로 세고, 나머지는 ‘집계 제외 항목’으로 묶었습니다."},
                                    "warn");
        }
        const std::string lines = grouped(report_.bad_lines());
        if (report_.bad_lines())
            out_ += say_.paragraphs(
                {lines + " lines could not be read; each counts as a check that got no answer.",
                 "읽지 못한 " + lines + "줄은 응답 없음으로 셉니다."},
                "warn");
    }

    void legend(std::string_view style, const Wording& words) {
        out_ += "<span><i class=\"" + std::string(style) + "\"></i>" + say_.line(words) + "</span>";
    }

    // Draws bars by slot, or by day when there are too many slots. A key that is not a local time was not
    // counted by us.
    void times() {
        const bool by_day = report_.table(Dimension::time).rows().size() > kBars;
        svg::TimeChart chart;
        chart.slot = by_day ? 86400 : report_.settings().slot_minutes * 60;
        for (const CountTable::Row& row : report_.table(by_day ? Dimension::day : Dimension::time).rows()) {
            const auto time = parse_rfc3339(by_day ? row.key + "T00:00:00Z" : row.key.substr(0, 19) + "Z");
            if (time) chart.bars.push_back({*time, row.counts});
        }
        if (chart.bars.empty()) return;
        for (const Outage& outage : report_.outages())
            chart.bands.push_back({local(outage.from), local(outage.to)});
        heading({"Over time", "시간대별"});
        out_ += "<p class=\"key\">";
        legend("valid", kValid);
        legend("invalid", kInvalid);
        legend("failed", kNoAnswer);
        if (!chart.bands.empty()) legend("outage", kOutage);
        const std::string slot = std::to_string(report_.settings().slot_minutes);
        const std::string english = by_day ? "checks in each day" : "checks in each " + slot + " minutes";
        const std::string korean = by_day ? "하루 단위 확인 수" : slot + "분 단위 확인 수";
        out_ += "<span>" + say_.line({english, korean}) + ", " + zone() + "</span></p>\n";
        const Wording label{"Checks over time; the table below has the figures",
                            "시간대별 확인 수, 아래 표에 수치가 있습니다"};
        chart.label = say_.first(label);
        out_ += svg::time_chart(chart) + "\n";
        out_ +=
            "<details><summary>" + say_.line({"The figures of this chart", "그래프의 수치"}) + "</summary>\n";
        begin_table("chart", label, {kFrom, kChecks, kValid, kInvalid, kNoAnswer}, "");
        for (const auto& [from, counts] : chart.bars) {
            const std::string time = svg::local_time(from);
            begin_row("", by_day ? time.substr(0, time.size() - 6) : time);
            number(counts.sum(), kChecks);
            number(counts.valid, kValid);
            number(counts.invalid, kInvalid);
            number(counts.failed, kNoAnswer);
            out_ += "</tr>\n";
        }
        end_table();
        out_ += "</details>\n";
    }

    void outages() {
        if (report_.outages().empty()) return;
        const Wording title{"Outages", "장애"};
        heading(title);
        begin_table("outage", title, {kFrom, kTo, kMinutes, kChecks, kNoAnswer, kKind}, "");
        std::size_t shown = 0;
        for (const Outage& outage : report_.outages()) {
            if (shown++ == kRows) break;
            begin_row("", svg::local_time(local(outage.from)));
            cell(svg::local_time(local(outage.to)), kTo);
            number(minutes_of(outage), kMinutes);
            number(outage.checks, kChecks);
            number(outage.failed, kNoAnswer);
            const bool stale = outage.kind == Outage::Kind::stale_lists;
            cell(say_.line(stale ? Wording{"stale lists", "목록 만료"}
                                 : Wording{"checks failed", "확인 불능"}),
                 kKind, "words");
            out_ += "</tr>\n";
        }
        end_table();
        if (report_.outages().size() > kRows) {
            const std::string more = grouped(report_.outages().size() - kRows);
            out_ +=
                say_.paragraphs({more + " more are in the JSON.", more + "건은 JSON에 더 있습니다."}, "soft");
        }
    }

    // On a narrow screen each row stands as a card, so each cell carries the name of its column. The roles
    // keep it a table for screen readers there; the frame scrolls by keyboard.
    void begin_table(std::string_view by, const Wording& label, std::vector<Wording> columns,
                     std::string_view last) {
        const std::string name(say_.first(label));
        out_ += "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"" + name +
                "\"><table role=\"table\" data-by=\"" + std::string(by) + "\" aria-label=\"" + name +
                "\"><thead role=\"rowgroup\"><tr role=\"row\">";
        for (const Wording& column : columns)
            out_ += "<th role=\"columnheader\" scope=\"col\">" + say_.stacked(column, "span") + "</th>";
        if (!last.empty())
            out_ += "<td role=\"cell\" class=\"" + std::string(last) + "\" aria-hidden=\"true\"></td>";
        out_ += "</tr></thead><tbody role=\"rowgroup\">\n";
    }
    void end_table() { out_ += "</tbody></table></div>\n"; }

    void begin_row(std::string_view style, const std::string& label) {
        out_ += "<tr role=\"row\"" + (style.empty() ? "" : " class=\"" + std::string(style) + "\"") +
                "><th role=\"rowheader\" scope=\"row\">" + label + "</th>";
    }
    void cell(std::string_view content, const Wording& column, std::string_view style = {}) {
        out_ += "<td role=\"cell\" data-label=\"" + std::string(say_.first(column)) +
                (say_.speaks_both() ? "&#10;" + std::string(column.korean) : "") + "\"";
        if (!style.empty()) out_ += " class=\"" + std::string(style) + "\"";
        out_.append(">").append(content).append("</td>");
    }
    void number(std::uint64_t count, const Wording& column) {
        cell(grouped(count), column, count ? "" : "zero");
    }

    std::string label(Dimension dimension, const std::string& key) const {
        const KeyWords words = words_of_key(dimension, key, report_, options_.policy);
        if (words.replaces) return say_.stacked(words.words(), "em");
        std::string out = "<bdi>" + escaped(key) + "</bdi>";
        if (words.empty()) return out;
        if (dimension == Dimension::rule)
            return out + "<em class=\"text\">" + say_.stacked(words.words(), "span") + "</em>";
        return out + "<em>" + say_.line(words.words()) + "</em>";
    }

    struct Line {
        std::string label, style;
        Outcomes counts;
        bool has_bar = true;
    };

    // The keys of a table as its lines: the greatest first, days in their order, the rest together.
    std::vector<Line> lines_of(const Section& section) const {
        const CountTable& counts = report_.table(section.dimension);
        const bool day = section.dimension == Dimension::day;
        std::vector<Line> out;
        for (const CountTable::Row& row : counts.rows()) {
            if (section.dimension == Dimension::rule && row.key == "-") {
                // A record without rule and ground: only its result says which of the grounds it was.
                if (row.counts.valid)
                    out.push_back({say_.stacked({"admitted, all rules hold or none is asked for",
                                                 "입장: 모든 규칙 충족 또는 적용 규칙 없음"},
                                                "em"),
                                   {},
                                   {row.counts.valid, 0, 0}});
                if (row.counts.invalid)
                    out.push_back({say_.stacked({"refused, no rule covers the pass",
                                                 "거절: 이 패스에 적용되는 규칙이 없음"},
                                                "em"),
                                   {},
                                   {0, row.counts.invalid, 0}});
                continue;
            }
            out.push_back({label(section.dimension, row.key), {}, row.counts});
        }
        if (!day)
            std::ranges::stable_sort(out, std::greater(), [](const Line& line) { return line.counts.sum(); });
        if (out.size() > kRows) {
            const std::string more = grouped(out.size() - kRows);
            Line rest{say_.line(day ? Wording{"later", "그 이후"} : Wording{"smaller ones", "그 외"}),
                      "rest",
                      {},
                      false};
            rest.label = more + " " + rest.label;
            for (std::size_t i = kRows; i < out.size(); ++i) rest.counts.add(out[i].counts);
            out.resize(kRows);
            out.push_back(std::move(rest));
        }
        if (counts.other().sum())
            out.push_back({say_.line({"not kept", "집계 제외 항목"}), "rest", counts.other(), false});
        return out;
    }

    void table(const Section& section) {
        const std::vector<Line> lines = lines_of(section);
        if (lines.empty()) return;
        const bool rule = section.dimension == Dimension::rule;
        std::uint64_t most = 1;
        for (const Line& line : lines)
            if (line.has_bar) most = std::max(most, line.counts.sum());
        const std::uint64_t whole = rule ? decisions().sum() : report_.total().sum();
        const Wording yes = rule ? kAdmitted : kValid, no = rule ? kRefused : kInvalid;
        std::vector<Wording> columns{section.column, kChecks, kShare, yes, no};
        if (!rule) columns.push_back(kNoAnswer);
        heading(section.title);
        begin_table(dimension_name(section.dimension), section.title, columns, "bars");
        for (const Line& line : lines) {
            begin_row(line.style, line.label);
            number(line.counts.sum(), kChecks);
            cell(percent(line.counts.sum(), whole), kShare);
            number(line.counts.valid, yes);
            number(line.counts.invalid, no);
            if (!rule) number(line.counts.failed, kNoAnswer);
            out_ += "<td role=\"cell\" class=\"bars\" aria-hidden=\"true\">" +
                    (line.has_bar ? svg::row_bar(line.counts, most) : "") + "</td></tr>\n";
        }
        end_table();
    }

    void notes() {
        out_ += "<footer>" +
                say_.paragraphs(
                    {"Made by vpass audit report. Every count is exact. A check that got no answer says "
                     "nothing about its pass. "
                     "The page holds no personal data, runs no script and asks no server.",
                     "모든 수치는 정확한 집계값입니다. ‘응답 없음’은 확인 자체가 이루어지지 않은 "
                     "경우로, 해당 증명서가 무효라는 뜻이 아닙니다. "
                     "이 문서에는 개인정보가 없으며, 외부 서버에 접속하지 않습니다."},
                    "") +
                "</footer>\n";
    }

    const Report& report_;
    const PageOptions& options_;
    Speaker say_;
    std::string out_;
};

}  // namespace

std::string report_html(const Report& report, const PageOptions& options) {
    return Page(report, options).write();
}

}  // namespace vpass

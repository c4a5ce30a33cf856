// Writes a report as a page for people: English and Korean, figures first, then charts and tables.
#include <algorithm>
#include <cstdio>

#include "audit/report/report.hpp"
#include "audit/report/style.hpp"
#include "audit/report/svg_chart.hpp"
#include "base/zone.hpp"
#include "formats/vaccines.hpp"

namespace vpass {
namespace {

using svg::escaped;
using svg::grouped;

constexpr std::size_t kRows = 15;    // of a table; the JSON has all
constexpr std::size_t kBars = 1000;  // of a chart; beyond that, by day

struct Words {
    std::string_view code, english, korean;
};
// The words that a reader without a manual sees beside a code.
constexpr Words kWords[] = {
    {"ok", "valid", "정상"},
    {"malformed", "does not decode", "형식 손상"},
    {"unsupported", "unknown version or algorithm", "지원하지 않는 형식"},
    {"untrusted", "issuer not trusted", "신뢰 목록에 없는 발급자"},
    {"bad-signature", "forged or damaged", "서명 불일치(위조·훼손)"},
    {"key-usage", "key not for this kind", "서명 용도 위반"},
    {"not-yet-valid", "not valid yet", "유효 기간 전"},
    {"expired", "expired", "유효 기간 만료"},
    {"revoked", "withdrawn", "취소됨"},
    {"status-unavailable", "no revocation list", "취소 목록 없음"},
    {"unlogged", "not in the public log", "공개 기록에 없음"},
    {"schema", "content breaks the rules", "내용 규격 위반"},
    {"timeout", "the central check did not answer", "중앙 확인 응답 없음"},
    {"error", "the check failed", "확인 오류"},
    {"no-verdict", "no answer on record", "판정 기록 없음"},
    {"-", "no rule decided", "해당 규칙 없음"},
};

Words words_of(std::string_view code) {  // empty ones when a code has none
    const auto* const words = std::ranges::find(kWords, code, &Words::code);
    if (words != std::end(kWords)) return *words;
    const Vaccine* const vaccine = vaccine_of_product(code);
    return vaccine ? Words{code, vaccine->name, vaccine->others.front()} : Words{};
}

struct Section {
    Dimension dimension;
    std::string_view english, korean, column, column_korean;
};
constexpr Section kSections[] = {
    {Dimension::reason, "By reason", "사유별", "reason", "사유"},
    {Dimension::day, "By day", "날짜별", "day", "날짜"},
    {Dimension::operator_name, "By operator", "운영자별", "operator", "운영자"},
    {Dimension::rule, "By rule", "규칙별", "rule", "규칙"},
    {Dimension::issuer, "By issuer, signature checked", "발급자별(서명 확인됨)", "issuer", "발급자"},
    {Dimension::unverified_issuer, "Issuers that nobody vouched for", "확인되지 않은 발급자", "named issuer",
     "표기된 발급자"},
    {Dimension::product, "By product", "백신별", "product", "제품"},
    {Dimension::lot, "By lot", "제조번호별", "lot", "제조번호"},
    {Dimension::format, "By format", "형식별", "format", "형식"},
    {Dimension::venue, "By venue", "시설별", "venue", "시설"},
};

std::string percent(std::uint64_t part, std::uint64_t whole) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f%%",
                  whole ? 100 * static_cast<double>(part) / static_cast<double>(whole) : 0);
    return text;
}

void heading(std::string& out, std::string_view english, std::string_view korean) {
    out.append("<h2>").append(english).append("<small lang=\"ko\">").append(korean).append("</small></h2>\n");
}

void tile(std::string& out, std::string_view style, std::uint64_t count, std::string_view share,
          std::string_view english, std::string_view korean) {
    out.append("<div class=\"tile ")
        .append(style)
        .append("\"><b>")
        .append(grouped(count))
        .append("</b><span>");
    out.append(english).append(share.empty() ? "" : " · ").append(share).append("</span><span lang=\"ko\">");
    out.append(korean).append("</span></div>\n");
}

void number_cell(std::string& out, std::uint64_t count) {
    out.append(count ? "<td>" : "<td class=\"zero\">").append(grouped(count)).append("</td>");
}

class Page {
 public:
    Page(const Report& report, std::string_view title) : report_(report), title_(title) {}

    std::string write() {
        const std::string title = escaped(title_.empty() ? "Checks of health passes" : title_);
        out_ =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'; img-src data:\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<link rel=\"icon\" href=\"data:,\">\n<title>" +
            title + "</title>\n<style>" + kReportStyle + "</style></head>\n<body><main>\n";
        out_ += "<h1>" + title + "<small lang=\"ko\">방역패스 확인 보고서</small></h1>\n";
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

    void period() {
        if (!report_.has_times()) return;
        out_ += "<p class=\"soft\">" + svg::local_time(local(report_.first())) + " – " +
                svg::local_time(local(report_.last())) + " (" + zone() + ")</p>\n";
    }

    void figures() {
        const Outcomes& total = report_.total();
        out_ += "<div class=\"tiles\">\n";
        tile(out_, "all", total.sum(), "", "checks", "확인");
        tile(out_, "valid", total.valid, percent(total.valid, total.sum()), "valid", "유효");
        tile(out_, "invalid", total.invalid, percent(total.invalid, total.sum()), "invalid", "무효");
        tile(out_, "failed", total.failed, percent(total.failed, total.sum()), "got no answer", "응답 없음");
        out_ += "</div>\n";
    }

    // Writes the summary in one sentence: how many checks got no answer, and how many of them in outages.
    void lead() {
        const Outcomes& total = report_.total();
        std::uint64_t minutes = 0, checks = 0, failed = 0;
        for (const Outage& outage : report_.outages()) {
            if (outage.kind != Outage::Kind::checks_failed) continue;
            minutes += static_cast<std::uint64_t>((outage.to - outage.from + 59) / 60);
            checks += outage.checks;
            failed += outage.failed;
        }
        if (!total.sum()) return;
        if (!minutes) {
            out_ += "<p class=\"lead\">" + percent(total.valid + total.invalid, total.sum()) +
                    " of all checks were answered.</p>\n<p class=\"lead\" lang=\"ko\">전체 확인의 " +
                    percent(total.valid + total.invalid, total.sum()) + "에 응답이 있었습니다.</p>\n";
            return;
        }
        out_ += "<p class=\"lead\">In the " + grouped(minutes) + " minutes of outage, " + grouped(failed) +
                " of " + grouped(checks) + " checks (" + percent(failed, checks) +
                ") got no answer.</p>\n<p class=\"lead\" lang=\"ko\">장애 " + grouped(minutes) +
                "분 동안 확인 " + grouped(checks) + "건 가운데 " + grouped(failed) + "건(" +
                percent(failed, checks) + ")이 응답을 받지 못했습니다.</p>\n";
    }

    void warnings() {
        for (std::size_t i = 0; i < kDimensions; ++i) {
            const CountTable& table = report_.table(static_cast<Dimension>(i));
            if (!table.other().sum()) continue;
            out_ +=
                "<p class=\"warn\">" + std::string(dimension_name(static_cast<Dimension>(i))) + ": about " +
                grouped(table.distinct()) + " different keys; " + grouped(table.rows().size()) +
                " of them, drawn evenly, are counted one by one, the others together as “not kept”.</p>\n";
        }
        if (report_.bad_lines())
            out_ += "<p class=\"warn\">" + grouped(report_.bad_lines()) +
                    " lines could not be read; each counts as a check that got no answer. "
                    "<span lang=\"ko\">읽지 못한 줄은 응답 없음으로 셉니다.</span></p>\n";
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
        heading(out_, "Over time", "시간대별");
        out_ +=
            "<p class=\"key\"><span><i class=\"valid\"></i>valid · 유효</span><span><i "
            "class=\"invalid\"></i>invalid · 무효</span>"
            "<span><i class=\"failed\"></i>no answer · 응답 없음</span>";
        if (!chart.bands.empty()) out_ += "<span><i class=\"outage\"></i>outage · 장애</span>";
        out_ += "<span>checks in each " +
                (by_day ? "day" : std::to_string(report_.settings().slot_minutes) + " minutes") + ", " +
                zone() + "</span></p>\n";
        out_ += svg::time_chart(chart) + "\n";
    }

    void outages() {
        if (report_.outages().empty()) return;
        heading(out_, "Outages", "장애");
        out_ +=
            "<div class=\"table\"><table><thead><tr><th>from<span lang=\"ko\">시작</span></th>"
            "<th>to<span lang=\"ko\">끝</span></th><th>minutes<span lang=\"ko\">분</span></th>"
            "<th>checks<span lang=\"ko\">확인</span></th><th>no answer<span lang=\"ko\">응답 없음</span></th>"
            "<th>kind<span lang=\"ko\">종류</span></th></tr></thead><tbody>\n";
        std::size_t shown = 0;
        for (const Outage& outage : report_.outages()) {
            if (shown++ == kRows) break;
            out_ += "<tr><td>" + svg::local_time(local(outage.from)) + "</td><td>" +
                    svg::local_time(local(outage.to)) + "</td>";
            number_cell(out_, static_cast<std::uint64_t>((outage.to - outage.from + 59) / 60));
            number_cell(out_, outage.checks);
            number_cell(out_, outage.failed);
            const bool stale = outage.kind == Outage::Kind::stale_lists;
            out_ += stale ? "<td class=\"words\">stale lists · 목록 만료</td></tr>\n"
                          : "<td class=\"words\">checks failed · 확인 불능</td></tr>\n";
        }
        out_ += "</tbody></table></div>\n";
        if (report_.outages().size() > kRows)
            out_ += "<p class=\"soft\">" + grouped(report_.outages().size() - kRows) +
                    " more are in the JSON.</p>\n";
    }

    void row(std::string_view style, const std::string& label, const Outcomes& counts, std::uint64_t most) {
        out_.append("<tr class=\"").append(style).append("\"><td>").append(label).append("</td>");
        number_cell(out_, counts.sum());
        out_ += "<td>" + percent(counts.sum(), report_.total().sum()) + "</td>";
        for (const std::uint64_t count : {counts.valid, counts.invalid, counts.failed})
            number_cell(out_, count);
        out_ += "<td class=\"bars\">" + (most ? svg::row_bar(counts, most) : "") + "</td></tr>\n";
    }

    static std::string column(std::string_view english, std::string_view korean) {
        return "<th>" + std::string(english) + "<span lang=\"ko\">" + std::string(korean) + "</span></th>";
    }

    static std::string label(const std::string& key) {
        std::string out = "<bdi>" + escaped(key) + "</bdi>";
        if (const Words words = words_of(key); !words.english.empty())
            out.append("<em>")
                .append(words.english)
                .append(" · <span lang=\"ko\">")
                .append(words.korean)
                .append("</span></em>");
        return out;
    }

    void table(const Section& section) {
        const CountTable& counts = report_.table(section.dimension);
        if (counts.rows().empty()) return;
        const bool rule = section.dimension == Dimension::rule, day = section.dimension == Dimension::day;
        std::vector<const CountTable::Row*> rows;
        for (const CountTable::Row& row : counts.rows()) rows.push_back(&row);
        if (!day)
            std::stable_sort(rows.begin(), rows.end(),
                             [](auto* a, auto* b) { return a->counts.sum() > b->counts.sum(); });
        std::uint64_t most = 1;
        Outcomes rest;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i >= kRows) rest.add(rows[i]->counts);
            most = std::max(most, rows[i]->counts.sum());
        }
        heading(out_, section.english, section.korean);
        out_ += "<div class=\"table\"><table data-by=\"" + std::string(dimension_name(section.dimension)) +
                "\"><thead><tr>" + column(section.column, section.column_korean) + column("checks", "확인") +
                "<th class=\"share\">share<span lang=\"ko\">비율</span></th>" +
                (rule ? column("admitted", "입장") + column("refused", "거절")
                      : column("valid", "유효") + column("invalid", "무효")) +
                column("no answer", "응답 없음") + "<th class=\"bars\"></th></tr></thead><tbody>\n";
        for (std::size_t i = 0; i < std::min(rows.size(), kRows); ++i)
            row("key-row", label(rows[i]->key), rows[i]->counts, most);
        if (rest.sum())
            row("rest", grouped(rows.size() - kRows) + (day ? " later · 그 이후" : " smaller ones · 그 외"),
                rest, 0);
        if (counts.other().sum()) row("rest", "not kept · 집계 제외 항목", counts.other(), 0);
        out_ += "</tbody></table></div>\n";
    }

    void notes() {
        out_ +=
            "<footer><p>Made by vpass audit report. Every count is exact. A check that got no answer says "
            "nothing about its pass. "
            "The page holds no personal data, runs no script and asks no server.</p>"
            "<p lang=\"ko\">모든 수치는 정확한 집계값입니다. ‘응답 없음’은 확인 자체가 이루어지지 않은 "
            "경우로, 해당 증명서가 무효라는 뜻이 아닙니다. "
            "이 문서에는 개인정보가 없으며, 외부 서버에 접속하지 않습니다.</p></footer>\n";
    }

    const Report& report_;
    std::string_view title_;
    std::string out_;
};

}  // namespace

std::string report_html(const Report& report, std::string_view title) { return Page(report, title).write(); }

}  // namespace vpass

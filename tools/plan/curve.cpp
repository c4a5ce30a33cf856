#include <algorithm>
#include <cmath>

#include "base/ascii.hpp"
#include "command.hpp"
#include "plan.hpp"

namespace vpass::tools {
namespace {

constexpr int kDay = 24 * 60;  // minutes

std::string clock_text(int minute) {
    std::string out = "00:00";
    out[0] = static_cast<char>('0' + minute / 600);
    out[1] = static_cast<char>('0' + minute / 60 % 10);
    out[3] = static_cast<char>('0' + minute % 60 / 10);
    out[4] = static_cast<char>('0' + minute % 10);
    return out;
}

std::optional<int> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return {};
    for (const std::size_t i : {0, 1, 3, 4}) {
        if (text[i] < '0' || text[i] > '9') return {};
    }
    const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    if (hour > 23 || minute > 59) return {};
    return hour * 60 + minute;
}

std::optional<double> parse_number(std::string_view text) {
    text = trimmed(text, " ");
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) return {};
    if (std::ranges::count(text, '.') > 1 || text == "." || text.size() > 18) return {};
    return std::stod(std::string(text));
}

}  // namespace

Curve Curve::of_13_december() {
    const auto bell = [](double minute, double centre, double width) {
        return std::exp(-(minute - centre) * (minute - centre) / (width * width) / 2);
    };
    double sum = 0, most = 0;
    int peak = 0;
    for (int minute = 0; minute < kDay; ++minute) {
        const bool open = 8 * 60 <= minute && minute < 23 * 60;
        const double weight =
            (open ? 0.06 : 0) + bell(minute, 12 * 60 + 15, 32) + 0.7 * bell(minute, 18 * 60 + 40, 48);
        sum += weight;
        if (weight > most) {
            most = weight;
            peak = minute;
        }
    }
    return {clock_text(peak), most / sum / 60};
}

Curve Curve::parse(std::string_view text) {
    struct Row {
        int minute;
        double checks;
    };
    std::vector<Row> rows;
    const std::vector<std::string_view> lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t comma = lines[i].find(',');
        const auto minute = parse_clock(lines[i].substr(0, std::min(comma, lines[i].size())));
        const auto checks =
            comma == std::string_view::npos ? std::nullopt : parse_number(lines[i].substr(comma + 1));
        if (i == 0 && !minute && comma != std::string_view::npos) continue;  // the names of the columns
        const std::string place = "--curve: entry " + std::to_string(i + 1);
        if (!minute || !checks)
            throw Error(Code::bad_field, place + ": it is not HH:MM,CHECKS", "write it like 12:15,4200");
        if (!rows.empty() && *minute <= rows.back().minute)
            throw Error(Code::bad_field, place + ": its time is not after that of the entry before");
        rows.push_back({*minute, *checks});
    }
    if (rows.size() < 2) throw Error(Code::bad_field, "--curve: it has fewer than two entries");
    double sum = 0, most = 0;
    Curve out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        sum += rows[i].checks;
        // The last span is as long as the one before it.
        const int span =
            i + 1 < rows.size() ? rows[i + 1].minute - rows[i].minute : rows[i].minute - rows[i - 1].minute;
        const double rate = rows[i].checks / span / 60;
        if (rate <= most) continue;
        most = rate;
        out.peak_time = clock_text(rows[i].minute);
    }
    if (sum <= 0) throw Error(Code::bad_field, "--curve: nobody is checked");
    out.peak_share = most / sum;
    return out;
}

}  // namespace vpass::tools

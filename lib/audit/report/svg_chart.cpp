#include "audit/report/svg_chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/ascii.hpp"
#include "base/markup.hpp"

namespace vpass::svg {
namespace {

// The view box. Places of texts are shares of it.
constexpr double kWidth = 1000, kHeight = 240;
constexpr std::int64_t kHour = 3600, kDay = 86400;

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", value);
    return text;
}

std::string rect(std::string_view style, double x, double y, double width, double height) {
    return "<rect class=\"" + std::string(style) + "\" x=\"" + number(x) + "\" y=\"" + number(y) +
           "\" width=\"" + number(width) + "\" height=\"" + number(height) + "\"/>";
}

// Puts a text beside the plot, at a share of its width or height in percent.
std::string text(std::string_view style, std::string_view edge, double share, std::string_view words) {
    return "<span class=\"" + std::string(style) + "\" style=\"" + std::string(edge) + ":" +
           number(100 * share) + "%\">" + escaped(words) + "</span>";
}

// Returns the smallest of 1, 2, 5, 10, 20, … that cuts `most` into at most five steps.
std::uint64_t step_for(std::uint64_t most) {
    for (std::uint64_t power = 1;; power *= 10) {
        for (const std::uint64_t step : {power, 2 * power, 5 * power})
            if (most / step < 5 || power > most) return step;
    }
}

std::int64_t tick_for(std::int64_t span) {
    constexpr std::int64_t steps[] = {600,  1800,     kHour,    2 * kHour, 3 * kHour, 6 * kHour, 12 * kHour,
                                      kDay, 2 * kDay, 7 * kDay, 14 * kDay, 28 * kDay, 91 * kDay, 182 * kDay};
    for (const std::int64_t step : steps)
        if (span / step <= 12) return step;
    return span / 12 / kDay * kDay + kDay;
}

std::int64_t ceil_to(std::int64_t value, std::int64_t step) {
    const std::int64_t rest = ((value % step) + step) % step;
    return rest ? value + step - rest : value;
}

class TimeAxis {
 public:
    explicit TimeAxis(const TimeChart& chart)
        : from_(chart.bars.front().from), to_(chart.bars.back().from + chart.slot) {}
    double share(std::int64_t time) const {
        return std::clamp(static_cast<double>(time - from_) / static_cast<double>(to_ - from_), 0.0, 1.0);
    }
    double x(std::int64_t time) const { return share(time) * kWidth; }
    bool shows(std::int64_t from, std::int64_t to) const { return from < to_ && to > from_; }

    // A phone has room for each third text.
    std::string draw() const {
        std::string out;
        const std::int64_t step = tick_for(to_ - from_);
        std::string day_before;
        int index = 0;
        for (std::int64_t time = ceil_to(from_, step); time <= to_; time += step, ++index) {
            const std::string label = local_time(time);
            const std::string day = label.substr(0, label.size() - 6), clock = label.substr(label.size() - 5);
            const double place = share(time);
            std::string style = place > 0.96 ? "x last" : "x";
            if (index % 3 != 0) style += " minor";
            if (step < kDay) out += text(style, "left", place, clock);
            if (step < kDay && day != day_before)
                out += text("x day", "left", place, day.substr(day.size() - 5));
            if (step >= kDay)
                out += text(style, "left", place,
                            step < 28 * kDay ? day.substr(day.size() - 5) : day.substr(0, day.size() - 3));
            day_before = day;
        }
        return out;
    }

 private:
    std::int64_t from_, to_;
};

}  // namespace

std::string escaped(std::string_view in) {
    std::string out;
    append_escaped(
        out, in, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, "\xEF\xBF\xBD");
    return out;
}

std::string local_time(std::int64_t local) {
    std::string out = format_rfc3339(local);
    out.resize(out.size() - 4);
    out[out.size() - 6] = ' ';
    return out;
}

std::string time_chart(const TimeChart& chart) {
    std::uint64_t most = 1;
    for (const auto& bar : chart.bars) most = std::max(most, bar.counts.sum());
    const std::uint64_t step = step_for(most);
    const std::uint64_t top = (most + step - 1) / step * step;
    const auto height = [&](std::uint64_t count) {
        return static_cast<double>(count) / static_cast<double>(top) * kHeight;
    };
    const TimeAxis axis(chart);

    std::string drawing, texts;
    for (const auto& band : chart.bands) {
        if (!axis.shows(band.from, band.to)) continue;
        const double x1 = axis.x(band.from), x2 = axis.x(band.to);
        const std::string from = local_time(band.from), to = local_time(band.to);
        drawing += rect("outage", x1, 0, std::max(x2 - x1, 1.0), kHeight);
        if (chart.bands.size() <= 6)
            texts += text("band", "left", std::clamp((x1 + x2) / 2 / kWidth, 0.05, 0.95),
                          from.substr(from.size() - 5) + "–" + to.substr(to.size() - 5));
    }
    for (std::uint64_t mark = 0; mark <= top; mark += step) {
        const std::string y = number(kHeight - height(mark));
        drawing +=
            "<line class=\"grid\" x1=\"0\" x2=\"" + number(kWidth) + "\" y1=\"" + y + "\" y2=\"" + y + "\"/>";
        texts += text("y", "bottom", height(mark) / kHeight, grouped(mark));
    }
    for (const auto& [from, counts] : chart.bars) {
        const double x1 = axis.x(from), x2 = axis.x(from + chart.slot);
        const double gap = std::min(1.0, (x2 - x1) / 8), width = std::max(x2 - x1 - 2 * gap, 0.6);
        double y = kHeight;
        const std::pair<std::string_view, std::uint64_t> parts[] = {
            {"valid", counts.valid}, {"invalid", counts.invalid}, {"failed", counts.failed}};
        for (const auto& [style, count] : parts) {
            if (!count) continue;
            y -= height(count);
            drawing += rect(style, x1 + gap, y, width, height(count));
        }
    }
    return "<div class=\"chart\" role=\"img\" aria-label=\"" + escaped(chart.label) +
           "\"><svg viewBox=\"0 0 " + number(kWidth) + " " + number(kHeight) +
           "\" preserveAspectRatio=\"none\" aria-hidden=\"true\">" + drawing + "</svg>" + texts +
           axis.draw() + "</div>";
}

std::string row_bar(const Outcomes& counts, std::uint64_t most) {
    std::string out =
        "<svg class=\"bar\" aria-hidden=\"true\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\">";
    double x = 0;
    const std::pair<std::string_view, std::uint64_t> parts[] = {
        {"valid", counts.valid}, {"invalid", counts.invalid}, {"failed", counts.failed}};
    for (const auto& [style, count] : parts) {
        if (!count) continue;
        const double width = std::max(
            0.5, 200 * static_cast<double>(count) / static_cast<double>(std::max<std::uint64_t>(most, 1)));
        out += rect(style, x, 0, width, 10);
        x += width;
    }
    return out + "</svg>";
}

}  // namespace vpass::svg

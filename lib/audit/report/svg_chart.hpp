#pragma once
// Draws charts as SVG for a page whose style sheet colours them: classes `valid`, `invalid`, `failed`,
// `outage` and `grid`. What is drawn stretches with the page; texts stand beside it in HTML, so that they
// keep their size on a phone.
#include <string>
#include <vector>

#include "audit/outages.hpp"
#include "audit/report/count_table.hpp"

namespace vpass::svg {

// Escapes a text for text and quoted attributes; control characters become U+FFFD.
std::string escaped(std::string_view text);

// Stacked bars over time with the outages behind them. Times are local: seconds as if the zone were UTC.
struct TimeChart {
    struct Bar {
        std::int64_t from;
        Outcomes counts;
    };
    struct Band {
        std::int64_t from, to;
    };
    std::int64_t slot;      // the width of a bar in seconds
    std::vector<Bar> bars;  // by time, at least one
    std::vector<Band> bands;
    std::string_view label = {};  // for whoever does not see it
};
std::string time_chart(const TimeChart& chart);

// Draws one bar of a table's row, its length in proportion to `most`.
std::string row_bar(const Outcomes& counts, std::uint64_t most);

// Returns "2021-12-13 11:40".
std::string local_time(std::int64_t local);

}  // namespace vpass::svg

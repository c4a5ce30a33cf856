#include "policy/certlogic/calendar.hpp"

#include <algorithm>
#include <cstdio>

#include "base/error.hpp"

namespace vpass::certlogic {
namespace {

using namespace std::chrono;

// ECMA-262 §21.4.1.1 allows a hundred million days to either side of 1970.
constexpr Instant kFirst{milliseconds{-8'640'000'000'000'000}}, kLast{milliseconds{8'640'000'000'000'000}};

// Reads digits and punctuation from the left; after a mismatch everything else fails too.
class Cursor {
 public:
    explicit Cursor(std::string_view text) : rest_(text) {}
    bool done() const { return ok_ && rest_.empty(); }
    char peek() const { return rest_.empty() ? '\0' : rest_[0]; }
    std::size_t digits_ahead() const {
        std::size_t n = 0;
        while (n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9') ++n;
        return n;
    }
    int number(std::size_t digits) {
        if (digits_ahead() < digits) return ok_ = false, 0;
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) value = value * 10 + (rest_[i] - '0');
        rest_.remove_prefix(digits);
        return value;
    }
    bool accept(char c) {
        if (peek() != c || rest_.empty()) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) { ok_ = accept(c) && ok_; }
    void skip(std::size_t n) { rest_.remove_prefix(n); }

 private:
    std::string_view rest_;
    bool ok_ = true;
};

std::optional<sys_days> day_of(int y, int m, int d) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok()) return {};
    return sys_days{date};
}

// The calendar repeats after 400 years. std::chrono::year ends at 32,767, long before our last instant, so a
// date is looked up in the period from 2000 on.
constexpr int kPeriodMonths = 400 * 12, kPeriodDays = 146'097;
constexpr sys_days kPeriodStart{year{2000} / January / 1};

int divided_down(int a, int b) { return a / b - (a % b < 0); }

struct CivilDay {
    int year, month, day;  // from 1
};
CivilDay civil(sys_days at) {
    const auto since = static_cast<int>((at - kPeriodStart).count());
    const int period = divided_down(since, kPeriodDays);
    const year_month_day date{kPeriodStart + days{since - period * kPeriodDays}};
    return {int{date.year()} + 400 * period, static_cast<int>(unsigned{date.month()}),
            static_cast<int>(unsigned{date.day()})};
}

// Counts whole months since year 0; month_start() converts such a number back to the first day of the month.
int month_number(Instant at) {
    const CivilDay date = civil(floor<days>(at));
    return date.year * 12 + date.month - 1;
}
Instant month_start(int number) {
    const int since = number - 2000 * 12, period = divided_down(since, kPeriodMonths);
    const int inside = since - period * kPeriodMonths;
    const sys_days first{year{2000 + inside / 12} / month{static_cast<unsigned>(inside % 12 + 1)} / day{1}};
    return first + days{std::int64_t{period} * kPeriodDays};
}

[[noreturn]] void out_of_range() { throw Error(Code::logic_failed, "plusTime: the result is out of range"); }

Instant in_range(Instant at) {
    if (at < kFirst || at > kLast) out_of_range();
    return at;
}

// Reads the part of an offset after the sign: h, hh, hmm, hhmm, h:mm or hh:mm.
std::optional<minutes> read_offset(Cursor& text) {
    const std::size_t digits = text.digits_ahead();
    const int h = text.number(digits == 1 || digits == 3 ? 1 : 2);
    int m = 0;
    if (digits >= 3 || text.accept(':')) m = text.number(2);
    if (!text.done() || h > 23 || m > 59) return {};
    return hours{h} + minutes{m};
}

}  // namespace

std::optional<Instant> parse_date_of_birth(std::string_view text) {
    Cursor in(text);
    const int y = in.number(4);
    if (in.done()) return day_of(y, 12, 31);
    in.expect('-');
    const int m = in.number(2);
    if (in.done()) {
        if (!day_of(y, m, 1)) return {};
        return month_start(y * 12 + m) - days{1};
    }
    in.expect('-');
    const int d = in.number(2);
    if (!in.done()) return {};
    return day_of(y, m, d);
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (text.size() <= 10) return parse_date_of_birth(text);
    const auto date = parse_date_of_birth(text.substr(0, 10));
    if (!date) return {};
    Cursor in(text.substr(10));
    in.expect('T');
    const int h = in.number(2);
    in.expect(':');
    const int m = in.number(2);
    in.expect(':');
    const int s = in.number(2);
    if (h > 23 || m > 59 || s > 59) return {};
    Instant at = *date + hours{h} + minutes{m} + seconds{s};
    if (in.accept('.')) {  // any number of digits; those after the third are dropped
        const std::size_t digits = in.digits_ahead();
        if (digits == 0) return {};
        const std::size_t kept = std::min<std::size_t>(digits, 3);
        int value = in.number(kept);
        for (std::size_t i = kept; i < 3; ++i) value *= 10;
        in.skip(digits - kept);
        at += milliseconds{value};
    }
    if (in.peek() == '+' || in.peek() == '-') {
        const bool east = in.peek() == '+';
        in.skip(1);
        const auto offset = read_offset(in);
        if (!offset) return {};
        return east ? at - *offset : at + *offset;
    }
    in.accept('Z');
    if (!in.done()) return {};
    return at;
}

std::string format_instant(Instant at) {
    const auto date = floor<days>(at);
    const auto [year, month, day] = civil(date);
    const hh_mm_ss time{at - date};
    // ECMA-262 §21.4.1.32 requires a sign and six digits for years that do not fit into four.
    const char* const format = year >= 0 && year <= 9999 ? "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ"
                                                         : "%+07d-%02d-%02dT%02d:%02d:%02d.%03dZ";
    char text[64];
    std::snprintf(text, sizeof text, format, year, month, day, static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    return text;
}

Instant plus_time(Instant from, std::int64_t amount, Unit unit) {
    constexpr std::int64_t most = 5'000'000'000;  // hours; beyond the calendar, and no unit overflows with it
    if (amount > most || amount < -most) out_of_range();
    if (unit == Unit::hour) return in_range(from + hours{amount});
    if (unit == Unit::day) return in_range(from + hours{24 * amount});
    // Years and months move the month, while the day of the month stays. When the target month lacks that
    // day, it runs over into the next one: by ECMA-262 MakeDay, February 29 plus a year is March 1.
    const std::int64_t target = month_number(from) + (unit == Unit::year ? 12 * amount : amount);
    if (target < month_number(kFirst) || target > month_number(kLast)) out_of_range();
    return in_range(month_start(static_cast<int>(target)) + (from - month_start(month_number(from))));
}

Instant next_change(Instant clock, const Time& a, const Time& b) {
    if (!a.moves && !b.moves) return kNever;
    if (a.moves && b.moves) {
        // Both move at the same speed, except where a calendar month ends.
        return a.months == b.months ? kNever : month_start(month_number(clock) + 1);
    }
    const Time& moving = a.moves ? a : b;
    const Instant fixed = a.moves ? b.at : a.at;
    const bool passed = moving.at > fixed;
    const Instant meets = passed ? kNever : clock + std::max(fixed - moving.at, milliseconds{1});
    if (moving.months == 0) return meets;

    // Within a month of the clock, `moving` keeps its distance to the clock. A month of the clock maps to the
    // month that is `months` away, which may be shorter or longer.
    const int month = month_number(clock);
    const Instant month_end = month_start(month + 1);
    if (meets < month_end) return meets;
    if (passed) return month_start(month + 1 + moving.months) <= fixed ? month_end : kNever;
    return std::max(month_end, month_start(month_number(fixed) - moving.months - 1));
}

}  // namespace vpass::certlogic

#include "base/time.hpp"

#include <charconv>

namespace vpass {
namespace {

// Reads exactly `width` digits at the front of `text` and removes them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return {};
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return {};
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) return {};
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return {};
    const auto day = take_digits(text, 2);
    if (!day) return {};
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return {};
    return Date(date);
}

// Returns the second of the day; a leap second counts as the second before it.
std::optional<int> take_time_of_day(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return {};
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59 || !take(text, ':')) return {};
    const auto second = take_digits(text, 2);
    if (!second || *second > 60) return {};
    if (take(text, '.')) {
        if (!take_digits(text, 1)) return {};
        while (take_digits(text, 1)) {
        }
    }
    return *hour * 3600 + *minute * 60 + std::min(*second, 59);
}

void put_two(std::string& text, std::size_t at, int value) {
    text[at] = static_cast<char>('0' + value / 10);
    text[at + 1] = static_cast<char>('0' + value % 10);
}

}  // namespace

UnixTime now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
        .time_since_epoch()
        .count();
}

LenientTime parse_time_leniently(std::string_view text) {
    const auto date = take_date(text);
    if (!date) return {};
    const UnixTime midnight = std::chrono::sys_seconds(*date).time_since_epoch().count();
    if (text.empty()) return {midnight, TimeSlip::date_only};
    TimeSlip slip = text[0] == ' ' ? TimeSlip::blank_for_t : TimeSlip::none;
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return {};
    const auto seconds = take_time_of_day(text);
    if (!seconds) return {};
    const UnixTime local = midnight + *seconds;
    if (text.empty()) return {local, TimeSlip::no_offset};
    if (take(text, 'Z') || take(text, 'z')) return {local, text.empty() ? slip : TimeSlip::not_a_time};
    const UnixTime sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
    if (!sign) return {};
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23) return {};
    int minutes = 0;
    if (text.empty()) {
        slip = TimeSlip::offset_without_colon;
    } else {
        if (!take(text, ':')) slip = TimeSlip::offset_without_colon;
        const auto read = take_digits(text, 2);
        if (!read || *read > 59 || !text.empty()) return {};
        minutes = *read;
    }
    return {local - sign * (*hours * 3600 + minutes * 60), slip};
}

std::optional<UnixTime> parse_rfc3339(std::string_view text) {
    const LenientTime read = parse_time_leniently(text);
    if (read.slip != TimeSlip::none) return {};
    return read.time;
}

std::string format_rfc3339(UnixTime time) {
    const Date day = date_of(time);
    const auto seconds = static_cast<int>(time - std::chrono::sys_seconds(day).time_since_epoch().count());
    std::string out = format_date(day) + "T00:00:00Z";
    const std::size_t clock = out.size() - 9;
    put_two(out, clock, seconds / 3600);
    put_two(out, clock + 3, seconds / 60 % 60);
    put_two(out, clock + 6, seconds % 60);
    return out;
}

std::optional<Date> parse_date(std::string_view text) {
    const auto date = take_date(text);
    return text.empty() ? date : std::nullopt;
}

bool is_partial_date(std::string_view text) {
    constexpr std::string_view rest = "-01-01";
    if (text.size() != 4 && text.size() != 7) return parse_date(text).has_value();
    return parse_date(std::string(text) += rest.substr(text.size() - 4)).has_value();
}

std::string format_date(Date date) {
    const std::chrono::year_month_day ymd(date);
    const auto year = static_cast<int>(ymd.year());
    std::string out = "0000-00-00";
    if (year >= 0 && year <= 9999) {
        put_two(out, 0, year / 100);
        put_two(out, 2, year % 100);
    } else {
        out.replace(0, 4, std::to_string(year));
    }
    put_two(out, out.size() - 5, static_cast<int>(static_cast<unsigned>(ymd.month())));
    put_two(out, out.size() - 2, static_cast<int>(static_cast<unsigned>(ymd.day())));
    return out;
}

Date date_of(UnixTime time) {
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(time)));
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
    std::int64_t count = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || count < 0 || count > 1'000'000'000 || stop + 1 != text.data() + text.size())
        return {};
    switch (*stop) {
        case 's':
            return count;
        case 'm':
            return count * 60;
        case 'h':
            return count * 3600;
        case 'd':
            return count * 86400;
        case 'y':
            return count * 365 * 86400;
        default:
            return {};
    }
}

}  // namespace vpass

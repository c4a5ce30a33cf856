#pragma once
// Countries in words, and the time of day there, as ICU knows them.
#include <memory>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace vpass {

// "대한민국" for "KR" in "ko"; empty for what is not the code of a country.
std::string country_in_words(const std::string& code, const char* language);

// A zone of the tz database. One object a thread.
class TimeZone {
 public:
    // "Asia/Seoul" or "UTC". Throws Error "usage" for a name that is not in the database.
    explicit TimeZone(const std::string& name);
    ~TimeZone();
    TimeZone(const TimeZone&) = delete;
    TimeZone& operator=(const TimeZone&) = delete;

    // "2021-12-14 12:10 (UTC+09:00)"
    std::string minute(UnixTime time);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// The zone of a country that has one alone, else "UTC".
std::string zone_of_country(const std::string& code);

}  // namespace vpass

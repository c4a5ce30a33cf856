// Makes up Korean registry records for tests and measurements. Names are drawn from the commonest ones; dates
// follow the order in which Korea vaccinated in 2021.
#include <array>

#include "base/time.hpp"
#include "data/encoding.hpp"
#include "formats/registration.hpp"
#include "formats/uvci.hpp"

namespace vpass {
namespace {

struct Name {
    const char* hangul;
    const char* passport;
};
constexpr Name kSurnames[] = {{"김", "KIM"},   {"이", "LEE"}, {"박", "PARK"}, {"최", "CHOI"}, {"정", "JUNG"},
                              {"강", "KANG"},  {"조", "CHO"}, {"윤", "YOON"}, {"장", "JANG"}, {"임", "LIM"},
                              {"한", "HAN"},   {"오", "OH"},  {"서", "SEO"},  {"신", "SHIN"}, {"권", "KWON"},
                              {"황", "HWANG"}, {"안", "AHN"}, {"송", "SONG"}, {"류", "RYU"},  {"홍", "HONG"}};
constexpr Name kForenames[] = {
    {"민준", "MINJUN"},   {"서연", "SEOYEON"}, {"도윤", "DOYUN"},    {"서윤", "SEOYUN"},
    {"예준", "YEJUN"},    {"지우", "JIWOO"},   {"시우", "SIWOO"},    {"하윤", "HAYUN"},
    {"주원", "JUWON"},    {"지민", "JIMIN"},   {"영수", "YOUNGSOO"}, {"영희", "YOUNGHEE"},
    {"정숙", "JUNGSOOK"}, {"성호", "SUNGHO"},  {"미경", "MIKYUNG"},  {"현우", "HYUNWOO"},
    {"은주", "EUNJU"},    {"지훈", "JIHOON"},  {"수진", "SOOJIN"},   {"동현", "DONGHYUN"}};
constexpr const char* kVaccines[] = {"Comirnaty", "Comirnaty", "Comirnaty", "Vaxzevria",
                                     "Vaxzevria", "Spikevax",  "Janssen"};
constexpr const char* kCentres[] = {"Seoul Jung-gu Health Center", "Busan Haeundae-gu Health Center",
                                    "Incheon Airport Testing Center", "Daegu Suseong-gu Health Center",
                                    "Seoul Mapo-gu Health Center"};

// SplitMix64 is small and gives the same numbers everywhere, unlike the standard library's distributions.
class Random {
 public:
    Random(std::uint64_t seed, std::uint64_t index)
        : state_(seed * 0x9e3779b97f4a7c15 ^ (index + 1) * 0xd1342543de82ef95) {}
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }
    int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
    template <typename T, std::size_t N>
    const T& pick(const T (&items)[N]) {
        return items[next() % N];
    }

 private:
    std::uint64_t state_;
};

Date day(int year, unsigned month, unsigned of_month) {
    return Date(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(of_month));
}

void vaccinate(Registration& record, Random& random, int age) {
    set_registration_field(record, "vaccine", random.pick(kVaccines));
    const bool single = record.vaccine == "EU/1/20/1525";
    record.doses = single ? "1" : "2";
    record.dose = single || random.below(4) ? record.doses : "1";
    // Old people came first: first doses run from March for those of 80 to August for the young.
    const Date first = day(2021, 3, 1) + std::chrono::days(2 * (80 - std::min(age, 80)) + random.below(30));
    record.vaccinated_on =
        format_date(first + std::chrono::days(record.dose == "2" ? 21 + random.below(42) : 0));
}

void test(Registration& record, Random& random) {
    set_registration_field(record, "test_type", random.below(3) ? "pcr" : "antigen");
    set_registration_field(record, "result", "negative");
    const UnixTime start =
        std::chrono::sys_seconds(day(2021, 12, 1)).time_since_epoch() / std::chrono::seconds(1);
    record.sampled_at = format_rfc3339(start + random.below(12 * 24 * 60) * 60);
    record.test_centre = random.pick(kCentres);
    if (record.test_type == "LP6464-4")
        record.test_name = "RT-PCR";
    else
        record.test_device = "1232";
}

void recover(Registration& record, Random& random) {
    const Date positive = day(2021, 5, 1) + std::chrono::days(random.below(200));
    record.positive_on = format_date(positive);
    record.valid_from = format_date(positive + std::chrono::days(11));
    record.valid_until = format_date(positive + std::chrono::days(180));
}

}  // namespace

Registration sample_registration(std::uint64_t seed, std::uint64_t index, std::string_view country) {
    Random random(seed, index);
    Registration record;
    const Name& surname = random.pick(kSurnames);
    const Name& forename = random.pick(kForenames);
    record.surname = surname.hangul;
    record.forename = forename.hangul;
    record.passport_surname = surname.passport;
    record.passport_forename = forename.passport;
    const int age = 12 + random.below(78);
    record.birth_date = format_date(day(2021 - age, 1, 1) + std::chrono::days(random.below(365)));
    record.country = country;
    const int kind = random.below(10);
    record.type = kind < 8 ? "vaccination" : kind < 9 ? "test" : "recovery";
    if (record.kind() == Kind::vaccination)
        vaccinate(record, random, age);
    else if (record.kind() == Kind::test)
        test(record, random);
    else
        recover(record, random);
    record.id = make_uvci(record.country, unique_part(seed, index));
    return record;
}

std::string unique_part(std::uint64_t seed, std::uint64_t index) {
    Random random(~seed, index);
    const unsigned long long first = random.next(),
                             second = random.next();  // in this order, on every compiler
    char text[33];
    std::snprintf(text, sizeof text, "%016llX%016llX", first, second);
    return text;
}

std::string random_unique_part() {
    // To ask OpenSSL costs as much for 16 bytes as for 4,096, a quarter of the time to issue a pass.
    thread_local std::array<Byte, 4096> pool;
    thread_local std::size_t used = pool.size();
    if (used == pool.size()) {
        random_bytes(pool);
        used = 0;
    }
    std::string text = hex_encode(Bytes(pool).subspan(used, 16));
    used += 16;
    for (char& c : text) c = c >= 'a' ? static_cast<char>(c - 32) : c;
    return text;
}

}  // namespace vpass

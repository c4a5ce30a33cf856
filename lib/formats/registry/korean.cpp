#include "formats/registry/korean.hpp"

#include <algorithm>

#include "base/wording.hpp"

namespace vpass {
namespace {

constexpr Wording kFields[] = {{"type", "구분"},
                               {"country", "국가"},
                               {"id", "증명서번호"},
                               {"record_id", "등록번호"},
                               {"surname", "성"},
                               {"forename", "이름"},
                               {"passport_surname", "여권 영문 성"},
                               {"passport_forename", "여권 영문 이름"},
                               {"name_language", "이름의 언어"},
                               {"name_source", "영문 이름의 출처"},
                               {"birth_date", "생년월일"},
                               {"issuer", "발급기관"},
                               {"vaccine", "백신"},
                               {"vaccine_type", "백신 종류"},
                               {"manufacturer", "제조사"},
                               {"dose", "차수"},
                               {"doses", "총접종횟수"},
                               {"vaccinated_on", "접종일"},
                               {"test_type", "검사종류"},
                               {"test_name", "검사명"},
                               {"test_device", "검사기기"},
                               {"sampled_at", "검체채취일시"},
                               {"result", "검사결과"},
                               {"test_centre", "검사기관"},
                               {"positive_on", "확진일"},
                               {"valid_from", "유효시작일"},
                               {"valid_until", "유효종료일"},
                               {"lot", "제조번호"},
                               {"clinician", "접종의사"},
                               {"sex", "성별"},
                               {"nationality", "국적"},
                               {"identity", "여권번호"},
                               {"identity_type", "신분증 종류"},
                               {"guardian", "보호자"}};

// The longest that fits counts; what a message says beyond it, such as a list of names, is kept.
constexpr Wording kReasons[] = {
    {"missing", "값이 없습니다"},
    {"longer than 80 characters", "80자를 넘습니다"},
    {"it looks like a resident registration number, which no pass may hold",
     "주민등록번호로 보입니다. 증명서에는 담을 수 없습니다"},
    {"it looks like a resident registration number, which no record may hold",
     "주민등록번호로 보입니다. 기록에는 담을 수 없습니다"},
    {"no code of the value set ", "코드표에 없는 값입니다: "},
    {"no date that exists, like 2021-12-14", "존재하지 않는 날짜입니다 (예: 2021-12-14)"},
    {"no date from 1900 to 2099, like 1963-04-14, 1963-04 or 1963",
     "1900년부터 2099년까지의 날짜가 아닙니다 (예: 1963-04-14, 1963-04, 1963)"},
    {"no RFC 3339 time, like 2021-12-14T09:30:00+09:00",
     "RFC 3339 형식의 시각이 아닙니다 (예: 2021-12-14T09:30:00+09:00)"},
    {"no number from 1 to 99", "1부터 99까지의 수가 아닙니다"},
    {"only A to Z and '<' are allowed", "A부터 Z까지와 '<'만 쓸 수 있습니다"},
    {"neither a UVCI with a right check character nor A to Z, 0 to 9, '/' and ':' for one",
     "검사 문자가 맞는 UVCI가 아니며, A-Z, 0-9, '/', ':'로 된 번호도 아닙니다"},
    {"not vaccination, test, recovery or prophylaxis",
     "접종, 검사, 회복, 국제예방접종 가운데 하나가 아닙니다"},
    {"not male, female, other or unknown", "남, 여, other, unknown 가운데 하나가 아닙니다"},
    {"no code of a country, like KOR or KR", "국가 코드가 아닙니다 (예: KOR, KR)"},
    {"not a code of HL7's table 0203, like PPN or NI", "HL7 표 0203의 코드가 아닙니다 (예: PPN, NI)"},
    {"no product of WHO's catalogue of prequalified vaccines, nor the name of one alone",
     "WHO 사전적격성평가 백신 목록에 없거나, 여러 제품이 쓰는 이름입니다"},
    {"not that of the product in WHO's catalogue", "WHO 목록의 제품 정보와 다릅니다"},
    {"before vaccinated_on", "접종일보다 빠릅니다"},
    {"not a code of ISO 639, like ru or uk", "ISO 639 언어 코드가 아닙니다 (예: ru, uk)"},
    {"not transliterated or usual", "transliterated나 usual이 아닙니다"},
    {"before valid_from", "유효시작일보다 빠릅니다"},
    {"earlier than 11 days after positive_on", "확진일로부터 11일이 지나지 않았습니다"},
    {"later than 180 days after positive_on", "확진일로부터 180일을 넘습니다"},
    {"in the future", "미래의 날짜입니다"},
    {"before the birth", "생년월일보다 빠릅니다"},
    {"neither text nor a number", "글자도 수도 아닙니다"},
    {"a SMART Health Card needs one", "SMART Health Card에는 있어야 합니다"},
    {"an NZ COVID Pass needs the whole date", "NZ COVID Pass에는 연월일이 모두 있어야 합니다"},
    {"did you mean ", "혹시 이 항목입니까: "},
    {"the member is not known; --carry carries it through",
     "모르는 항목입니다. --carry로 그대로 옮길 수 있습니다"},
    {"missing, as id is; --since knows records by one of them",
     "증명서번호와 등록번호가 모두 없어 --since가 기록을 알아볼 수 없습니다"},
    {"the line is longer than ", "줄이 너무 깁니다: "},
    {"the line is empty", "빈 줄입니다"},
    {"the line is not text in the input's encoding", "입력의 문자 부호화에 맞지 않는 줄입니다"},
    {"the line holds a NUL byte", "줄에 NUL 바이트가 있습니다"},
    {"the closing quote is missing", "닫는 따옴표가 없습니다"},
    {"text after the closing quote", "닫는 따옴표 뒤에 글자가 있습니다"},
    {"a quote inside a field without quotes", "따옴표로 묶지 않은 칸 안에 따옴표가 있습니다"},
    {"the line has ", "줄의 칸 수가 머리글과 다릅니다: "},
    {"bad JSON at byte ", "JSON이 잘못된 바이트: "},
    {"no passport name is given", "여권의 영문 이름이 없어 규칙에 따라 옮겨 적습니다"},
    {"no table of ICAO 9303-3 has the letter ", "ICAO 9303-3의 표에 없는 글자입니다: "},
    {"the payload has no certificate identifier", "페이로드에 증명서번호가 없습니다"},
};

}  // namespace

std::string korean_field(std::string_view field) {
    const auto* const found = std::ranges::find(kFields, field, &Wording::english);
    if (found == std::end(kFields)) return std::string(field);
    return std::string(field).append("(").append(found->korean).append(")");
}

std::string korean_message(std::string_view message) {
    const Wording* best = nullptr;
    const auto fit = [&](std::string_view text) {
        for (const Wording& words : kReasons) {
            if (text.starts_with(words.english) && (!best || words.english.size() > best->english.size()))
                best = &words;
        }
        return best != nullptr;
    };
    std::string_view why = message;
    std::string out;
    const std::size_t colon = message.find(": ");
    if (!fit(message) && colon != std::string_view::npos) {
        why = message.substr(colon + 2);
        out = korean_field(message.substr(0, colon)) + ": ";
        fit(why);
    }
    if (!best) return std::string(message);
    return out.append(best->korean).append(why.substr(best->english.size()));
}

}  // namespace vpass

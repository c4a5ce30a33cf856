#include "passes/sheet/words.hpp"

#include "base/country.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"
#include "formats/names.hpp"
#include "formats/value_names.hpp"
#include "formats/who_products.hpp"
#include "passes/link/link.hpp"

namespace vpass {
namespace {

Wording title_of(Kind kind) {
    switch (kind) {
        case Kind::vaccination:
            return {"CERTIFICATE OF VACCINATION", "예방접종증명서"};
        case Kind::test:
            return {"CERTIFICATE OF TEST", "검사결과확인서"};
        case Kind::recovery:
            return {"CERTIFICATE OF RECOVERY", "회복확인서"};
        case Kind::prophylaxis:
            return {"INTERNATIONAL CERTIFICATE OF VACCINATION OR PROPHYLAXIS", "국제공인예방접종증명서"};
        case Kind::health_link:
            return {"HEALTH LINK", "건강정보 링크"};
        default:
            return {"HEALTH PASS", "건강증명서"};
    }
}

// Codes that have a name in Korean as well, and those of other lists than the EU's.
struct Named {
    std::string_view code, name;
};
constexpr Named kNames[] = {
    {"840539006", "코로나바이러스감염증-19 COVID-19"},
    {"RA01.0", "코로나바이러스감염증-19 COVID-19"},
    {"XN109", "코로나바이러스감염증-19 COVID-19"},  // its virus
    {"LP6464-4", "핵산증폭검사 Nucleic acid amplification test (NAAT)"},
    {"LP217198-3", "신속항원검사 Rapid antigen test"},
    {"XM0GQ8", "SARS-CoV-2 mRNA vaccine"},
    {"XM9QW8", "COVID-19 non-replicating viral vector vaccine"},
    {"XM1NL1", "Inactivated whole SARS-CoV-2 antigen vaccine"},
    {"XM5JC5", "SARS-CoV-2 protein subunit vaccine"},
    {"XM68M6", "COVID-19 vaccine"},
};

std::string in_words(std::string_view code) {
    for (const Named& named : kNames) {
        if (named.code == code) return std::string(named.name);
    }
    if (const ProphylaxisDisease* const disease = prophylaxis_disease(code))
        return std::string(disease->name.korean) + ' ' + std::string(disease->name.english);
    if (const WhoProduct* const product = who_product(code)) {
        const std::string_view name = product->name.empty() ? product->type : product->name;
        return std::string(name) + " (" + std::string(product->package) + ")";
    }
    const std::string_view name = value_name(code);
    return std::string(name.empty() ? code : name);
}

Row coded(std::string_view name, Wording label, const std::string& code) {
    std::string words = in_words(code);
    const bool is_code = words != code;
    return {name, label, std::move(words), is_code ? code : std::string(), false};
}

Row place_row(std::string_view name, Wording label, const std::string& country) {
    const std::string code = country_code(country);
    const std::string korean = code.empty() ? "" : country_in_words(code, "ko");
    if (korean.empty()) return {name, label, country, {}, false};
    return {name, label, korean + ' ' + country_in_words(code, "en"), country, false};
}

// Returns the name as its owner writes it, if the font can write it as well.
std::string printable_name(const PassSummary& summary,
                           const std::function<bool(std::string_view)>& can_print) {
    const std::string name = composed(summary.name);
    if (!name.empty() && can_print(name)) return name;
    if (!summary.latin_name.empty()) return summary.latin_name;
    try {
        return name_part({}, passport_surname(name, {}).text);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return {};  // a name that neither the font nor a table of letters has
    }
}

Wording name_note_of(std::string_view name_source) {
    if (name_source == "usual")
        return {"transliterated, usual spelling guessed", "로마자 변환, 흔한 표기 추정"};
    if (name_source == "transliterated") return {"transliterated", "로마자 변환"};
    return {};
}

std::string together(const Wording& words) {
    return words.korean.empty() ? std::string()
                                : std::string(words.korean) + ' ' + std::string(words.english);
}

std::string result_of(PassSummary::Result result) {
    if (result == PassSummary::Result::detected) return "양성 Detected";
    return result == PassSummary::Result::not_detected ? "음성 Not detected" : "";
}

std::string sex_in_words(const std::string& sex) {
    constexpr Named kSexes[] = {
        {"male", "남 Male"}, {"M", "남 Male"}, {"female", "여 Female"}, {"F", "여 Female"}};
    for (const Named& named : kSexes) {
        if (named.code == sex) return std::string(named.name);
    }
    return sex;
}

std::string minute(std::optional<UnixTime> time, TimeZone& zone) { return time ? zone.minute(*time) : ""; }

std::vector<Row> present(std::vector<Row> rows) {
    std::erase_if(rows, [](const Row& row) { return row.value.empty(); });
    return rows;
}

std::vector<Row> event_rows(Kind kind, const PassSummary& s, TimeZone& zone) {
    const bool is_test = kind == Kind::test, is_recovery = kind == Kind::recovery;
    const auto sampled = parse_time_leniently(s.sampled_at);
    const bool has_time = sampled.slip != TimeSlip::not_a_time && sampled.slip != TimeSlip::date_only;
    const Row event =
        is_test       ? Row{"sampled_at",
                      {"Date and time of sample", "검체 채취 일시"},
                      has_time ? zone.minute(sampled.time) : s.event_date}
        : is_recovery ? Row{"positive_on", {"Date of first positive test", "최초 양성 확인일"}, s.event_date}
                      : Row{"vaccinated_on", {"Date of vaccination", "접종일"}, s.event_date};
    const Wording country = is_test       ? Wording{"Country of test", "검사 국가"}
                            : is_recovery ? Wording{"Country of test", "확진 국가"}
                                          : Wording{"Country of vaccination", "접종 국가"};
    const Wording place =
        is_test ? Wording{"Testing centre", "검사 기관"} : Wording{"Administering centre", "접종 기관"};
    return present({
        coded("disease", {is_recovery ? "Disease recovered from" : "Disease targeted", "대상 질병"},
              s.disease),
        coded("vaccine_type", {"Vaccine or prophylaxis", "백신 종류"}, s.vaccine),
        coded("vaccine", {"Vaccine product", "백신 제품"}, s.product),
        coded("manufacturer", {"Manufacturer or MAH", "제조·허가사"}, s.maker),
        {"batch", {"Batch", "제조번호"}, s.batch, {}, false},
        {"dose", {"Dose / total doses", "접종 차수"}, s.doses},
        coded("test_type", {"Type of test", "검사 방법"}, s.test_type),
        {"test_name", {"Test name", "검사명"}, s.test_name, {}, false},
        coded("test_device", {"Test manufacturer", "검사 제품"}, s.test_device),
        event,
        {"result", {"Result", "검사 결과"}, result_of(s.result)},
        {"test_centre", place, s.place, {}, false},
        {"clinician", {"Supervising clinician", "접종 의사"}, s.clinician, {}, false},
        place_row("country", country, s.country),
        {"valid_from", {"Valid from", "유효 시작일"}, s.valid_from},
        {"valid_until", {"Valid until", "유효 종료일"}, s.valid_until},
    });
}

}  // namespace

SheetWords link_words(std::string_view text, const Envelope* pass, TimeZone& zone,
                      const std::function<bool(std::string_view)>& can_print) {
    Link link;
    if (const LinkRefusal refusal = read_link(text, link)) throw Error(Code::bad_text, refusal.text);
    SheetWords out;
    out.is_link = true;
    out.title = {"Scan to load your pass", "증명서 받기"};
    if (pass) {
        out.person = present({{"name", {"Name", "성명"}, printable_name(summarize(*pass), can_print)}});
        const Wording title = title_of(pass->kind);
        out.event = present({{"content",
                              {"What is loaded", "받을 증명서"},
                              std::string(title.korean) + "  " + std::string(title.english)}});
    }
    const std::size_t scheme = link.url.find("://");
    std::string host = scheme == std::string::npos ? "" : link.url.substr(scheme + 3);
    host.resize(std::min(host.find_first_of("/?#"), host.size()));
    out.pass = present({
        {"label", {"Label", "내용"}, can_print(link.label) ? link.label : ""},
        {"host", {"Loaded from", "받는 곳"}, host, {}, false},
        {"expires_at", {"Link expires", "링크 만료"}, minute(link.expires_at, zone)},
    });
    return out;
}

SheetWords sheet_words(const Envelope& envelope, std::string_view name_source, TimeZone& zone,
                       const std::function<bool(std::string_view)>& can_print) {
    const PassSummary s = summarize(envelope);
    SheetWords out;
    out.title = title_of(envelope.kind);
    out.is_annex6 = envelope.kind == Kind::prophylaxis;
    out.id = envelope.id;
    const std::string name = printable_name(s, can_print);
    out.name_note = name_note_of(name_source);
    out.person = present({
        {"name", {"Name", "성명"}, name},
        {"latin_name",
         {"Name in Latin letters", "영문 성명"},
         s.latin_name == name ? "" : s.latin_name,
         together(out.name_note),
         false},
        {"birth_date", {"Date of birth", "생년월일"}, s.birth_date},
        {"sex", {"Sex", "성별"}, sex_in_words(s.sex), {}, false},
        place_row("nationality", {"Nationality", "국적"}, s.nationality),
        {"identity", {"Identification document", "신분증 번호"}, s.identity, {}, false},
        {"guardian", {"Parent or guardian", "보호자"}, s.guardian, {}, false},
    });
    // The only name that is printed may be the one that was transliterated.
    if (out.person.size() > 1 && out.person[0].name == "name" && out.person[1].name != "latin_name")
        out.person[0].note = together(out.name_note);
    out.event = event_rows(envelope.kind, s, zone);
    out.authority = s.authority.empty() ? envelope.issuer : s.authority;
    const auto issued = envelope.issued_at ? envelope.issued_at : envelope.not_before;
    if (issued) out.issued_on = zone.minute(*issued).substr(0, 10);
    out.pass = present({
        {"issuer",
         {"Certificate issuer", "발급 기관"},
         out.authority,
         s.authority.empty() ? "" : envelope.issuer,
         false},
        {"issued_at", {"Issued", "발급 일시"}, minute(issued, zone), {}, false},
        {"expires_at",
         out.is_annex6 ? Wording{"The code expires", "QR 코드 만료"} : Wording{"Expires", "만료 일시"},
         minute(envelope.expires_at, zone)},
        {"id", {"Certificate identifier", "증명서 번호"}, envelope.id, {}, false},
    });
    return out;
}

}  // namespace vpass

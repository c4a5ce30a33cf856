// Draws the International Certificate of Vaccination or Prophylaxis in the form that the International Health
// Regulations (2005) give it (Annex 6). A clinician signs it by hand, and the centre stamps it.
#include <algorithm>
#include <array>

#include "passes/sheet/form.hpp"
#include "passes/sheet/form_parts.hpp"

namespace vpass {
namespace {

constexpr double kMiddle = 105 * kMm, kCodeSide = 42 * kMm, kSide = 48 * kMm;
constexpr double kPad = 1.6 * kMm;
constexpr std::string_view kNotStated = "—";

constexpr Wording kRules[] = {
    {"This certificate is valid only if the vaccine or prophylaxis used has been approved by the World "
     "Health "
     "Organization.",
     "이 증명서는 세계보건기구가 승인한 백신 또는 예방약을 사용한 경우에만 유효합니다."},
    {"This certificate must be signed in the hand of the clinician, who shall be a medical practitioner or "
     "other authorized health worker, supervising the administration of the vaccine or prophylaxis. It must "
     "also bear the official stamp of the administering centre; the stamp does not replace the signature.",
     "접종을 감독한 의사 또는 권한 있는 보건의료인이 자필로 서명해야 하며, 접종기관의 공인도 찍혀야 합니다. "
     "공인은 서명을 대신하지 못합니다."},
    {"Any amendment of this certificate, or erasure, or failure to complete any part of it, may render it "
     "invalid.",
     "고치거나 지운 곳이 있거나 빠진 항목이 있으면 무효가 될 수 있습니다."},
};

const Row* find(const std::vector<Row>& rows, std::string_view name) {
    const auto found = std::ranges::find(rows, name, &Row::name);
    return found == rows.end() ? nullptr : &*found;
}
std::string value(const std::vector<Row>& rows, std::string_view name) {
    const Row* const row = find(rows, name);
    return row && !row->value.empty() ? row->value : std::string(kNotStated);
}

// The Regulations ask for all of these, so that one without a value must not look like one to fill in.
std::vector<Row> person_rows(const SheetWords& words) {
    std::vector<Row> out = words.person;
    for (const Row& asked : {Row{"sex", {"Sex", "성별"}, ""}, Row{"nationality", {"Nationality", "국적"}, ""},
                             Row{"identity", {"Identification document", "신분증 번호"}, ""}}) {
        if (!find(out, asked.name)) out.push_back({asked.name, asked.label, std::string(kNotStated)});
    }
    out.push_back({"", {"Signature of the holder", "본인 서명"}, ""});
    return out;
}

struct Column {
    double width;  // in millimetres
    Wording head;
};
constexpr std::array<Column, 6> kColumns = {{
    {39, {"Vaccine or prophylaxis", "백신 또는 예방약"}},
    {21, {"Date", "접종일"}},
    {31, {"Signature and professional status of supervising clinician", "접종 의사 서명·직위"}},
    {30, {"Manufacturer and batch No. of vaccine or prophylaxis", "제조사·제조번호"}},
    {24, {"Certificate valid from – until", "유효기간"}},
    {25, {"Official stamp of administering centre", "접종기관 공인"}},
}};

// Yellow fever has a certificate for life (Annex 7 of the Regulations), which the pass states by no end.
bool is_for_life(const SheetWords& words) {
    const Row* const disease = find(words.event, "disease");
    return disease && disease->note == "1D47" && !find(words.event, "valid_until");
}

double vaccination(double y, const SheetWords& words, Canvas& out) {
    constexpr double kHead = 15 * kMm, kBody = 43 * kMm, kText = 8, kSmall = 6.5;
    std::array<double, kColumns.size() + 1> at{kLeft};
    for (std::size_t i = 0; i < kColumns.size(); ++i) at[i + 1] = at[i] + kColumns[i].width * kMm;
    out.fill(kLeft, y, kRight - kLeft, kHead, kShade);
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        const double room = kColumns[i].width * kMm - 2 * kPad;
        out.fitted(at[i] + kPad, y + 4.4 * kMm, 8.5, 6.5, room, kColumns[i].head.korean);
        out.fitted(at[i] + kPad, y + 7.6 * kMm, 5.8, 5.6, room, kColumns[i].head.english, kGrey);
        if (i > 0) out.line(at[i], y, at[i], y + kHead + kBody, kThin, kRule);
    }
    const double top = y + kHead, bottom = top + kBody;
    const auto cell = [&](std::size_t column, double from, const std::string& text, Ink ink, double size,
                          double least) {
        return from + 1.25 * size *
                          static_cast<double>(out.fitted(at[column] + kPad, from, size, least,
                                                         kColumns[column].width * kMm - 2 * kPad, text, ink));
    };
    const double first = top + 5 * kMm;
    double next = cell(0, first, value(words.event, "vaccine"), kBold, kText + 1, kText);
    cell(0, next + 1 * kMm, value(words.event, "vaccine_type"), kGrey, kSmall + 0.5, kSmall);
    cell(1, first, value(words.event, "vaccinated_on"), kBold, kText + 1, kText);
    // The clinician signs above the printed name.
    out.line(at[2] + kPad, bottom - 8.5 * kMm, at[3] - kPad, bottom - 8.5 * kMm, kThin, kRule);
    cell(2, bottom - 5 * kMm, value(words.event, "clinician"), kBlack, kText, kSmall);
    next = cell(3, first, value(words.event, "manufacturer"), kBlack, kText, kText - 0.5);
    cell(3, next + 1.5 * kMm, "Batch " + value(words.event, "batch"), kBold, kText + 1, kText);
    next = cell(4, first, value(words.event, "valid_from"), kBold, kText + 1, kText);
    next = cell(4, next + 0.5 * kMm, "–", kGrey, kText, kText);
    if (is_for_life(words)) {
        next = cell(4, next + 0.5 * kMm, "평생", kBold, kText + 1, kText);
        cell(4, next, "life of person vaccinated", kGrey, kSmall, kSmall);
    } else {
        cell(4, next + 0.5 * kMm, value(words.event, "valid_until"), kBold, kText + 1, kText);
    }
    const double room = kColumns[5].width * kMm - 2 * kPad;
    const auto lines = static_cast<double>(out.lines(kText, kSmall, room, words.authority));
    cell(5, bottom - 2 * kMm - (lines - 1) * 1.25 * kSmall, words.authority, kGrey, kText, kSmall);
    out.line(kLeft, top, kRight, top, kThin, kRule);
    out.frame(kLeft, y, kRight - kLeft, kHead + kBody, kThick * 0.7);
    return bottom;
}

}  // namespace

void draw_annex6(const SheetWords& words, const QrCode& code, PartText part, Canvas& out) {
    page_frame(words, out);
    out.spaced(kMiddle, 31 * kMm, 22, words.title.korean, 4, kBold);
    out.spaced(kMiddle, 37.5 * kMm, 10.5, words.title.english, 0.6, kBlack);
    out.centred(kMiddle, 42 * kMm, 7.5,
                "International Health Regulations (2005), Annex 6 · 국제보건규칙 부속서 6", kGrey);

    double y = heading(51 * kMm, {"This is to certify that", "다음 사람이"}, out);
    const double code_left = kRight - kSide;
    const std::vector<Row> rows = person_rows(words);
    FormTable person(kLeft, code_left - 4 * kMm, 38 * kMm, y, out);
    for (const Row& row : rows)
        person.row(row, std::max(8.2 * kMm, (kSide + 6 * kMm) / static_cast<double>(rows.size())));
    const double person_end = person.end();
    out.frame(code_left, y, kSide, kSide + 6 * kMm, kThick * 0.7);
    out.code(code, code_left + 3 * kMm, y + 3 * kMm, kCodeSide);
    out.centred(code_left + kSide / 2, y + kSide + 3.2 * kMm, 7,
                joined(joined(scan_words(words).korean, scan_words(words).english), part), kGrey);

    y = std::max(person_end, y + kSide + 6 * kMm) + 7 * kMm;
    out.text(kLeft, y, 10.5, "아래 날짜에 다음 질병의 예방접종 또는 예방조치를 받았음을", kBold);
    y += 3.8 * kMm;
    out.text(kLeft, y, 8, "has on the date indicated been vaccinated or received prophylaxis against", kGrey);
    y += 2.2 * kMm;
    const Row* const disease = find(words.event, "disease");
    FormTable against(kLeft, kRight, 46 * kMm, y, out);
    against.row(disease ? Row{"", {"Disease or condition", "질병"}, disease->value, disease->note}
                        : Row{"", {"Disease or condition", "질병"}, std::string(kNotStated)},
                9 * kMm);
    y = heading(
        against.end() + 6.5 * kMm,
        {"in accordance with the International Health Regulations.", "국제보건규칙에 따라 증명합니다."}, out);
    y = vaccination(y, words, out);

    FormTable pass(kLeft, kRight, 46 * kMm, y + 5 * kMm, out);
    for (const Row& row : words.pass) pass.row(row, 8 * kMm);
    y = pass.end() + 5.5 * kMm;
    for (const Wording& rule : kRules) y = small_print(y, rule, out);
    small_print(y, warning(words), out);
}

}  // namespace vpass

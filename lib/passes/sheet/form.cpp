#include "passes/sheet/form.hpp"

#include <algorithm>

#include "passes/sheet/form_parts.hpp"

namespace vpass {
namespace {

// ---- A4: a form with frames ----

constexpr Wording kNotForTravel{
    "This certificate is not a travel document. Before travelling, please check the public health measures "
    "and restrictions at the point of destination.",
    "이 증명서는 여행 서류가 아닙니다. 출발하기 전에 도착지의 방역 조치와 제한을 확인하십시오."};

constexpr double kMiddle = 105 * kMm, kLabelWidth = 46 * kMm;
// The EU requires a code of 35 to 60 mm in diagonal (hcert_spec.md, QR 2D Barcode): this one has 59.4.
constexpr double kCodeSide = 42 * kMm;
constexpr double kTablesEnd = 234 * kMm;

void notes(double y, const SheetWords& words, Canvas& out) {
    y = small_print(y, warning(words), out);
    if (!words.is_link) y = small_print(y, kNotForTravel, out);
    if (!words.name_note.korean.empty())
        small_print(y,
                    {"The name in Latin letters was transliterated; it was not taken from a passport.",
                     "로마자 성명은 여권을 옮겨 적은 것이 아니라 한글에서 변환한 것입니다."},
                    out);
}

}  // namespace

void draw_a4(const SheetWords& words, const QrCode& code, PartText part, Canvas& out) {
    page_frame(words, out);
    out.spaced(kMiddle, 34 * kMm, 25, words.title.korean, 6, kBold);
    out.spaced(kMiddle, 41.5 * kMm, 11, words.title.english, 1.2, kGrey);

    // The holder stands beside the code. Where nothing is known of a holder, the code stands alone: an empty
    // frame would ask to be filled in.
    const bool has_holder = !words.person.empty();
    double y = has_holder ? heading(53 * kMm, {"Holder", "인적 사항"}, out) : 55.2 * kMm;
    const double side = 48 * kMm, code_left = has_holder ? kRight - side : kMiddle - side / 2;
    double person_end = y;
    if (has_holder) {
        FormTable person(kLeft, code_left - 4 * kMm, 38 * kMm, y, out);
        const double height =
            (side + 6 * kMm) / static_cast<double>(std::max<std::size_t>(3, words.person.size()));
        for (const Row& row : words.person) person.row(row, height);
        person_end = person.end();
    }
    out.frame(code_left, y, side, side + 6 * kMm, kThick * 0.7);
    out.code(code, code_left + 3 * kMm, y + 3 * kMm, kCodeSide);
    out.centred(code_left + side / 2, y + side + 3.2 * kMm, 7,
                joined(joined(scan_words(words).korean, scan_words(words).english), part), kGrey);

    y = std::max(person_end, y + side + 6 * kMm) + 8 * kMm;
    const double rows = static_cast<double>(words.event.size() + words.pass.size());
    const double height = std::min(10.5 * kMm, (kTablesEnd - 12 * kMm - y) / std::max(1.0, rows));
    if (!words.event.empty()) {
        y = heading(y, {"Particulars", "증명 사항"}, out);
        FormTable event(kLeft, kRight, kLabelWidth, y, out);
        for (const Row& row : words.event) event.row(row, height);
        y = event.end() + 8 * kMm;
    }
    if (!words.pass.empty()) {
        y = heading(y, {"Certificate", "발급 사항"}, out);
        FormTable pass(kLeft, kRight, kLabelWidth, y, out);
        for (const Row& row : words.pass) pass.row(row, height);
        y = pass.end();
    }
    // The place of a signature: the day and the authority.
    const double sign = std::max(y, kTablesEnd) + 9.5 * kMm;
    out.spaced(kMiddle, sign, 12, words.issued_on, 1, kBlack);
    out.fitted(std::max(kLeft, kMiddle - out.width(words.authority, 17) / 2), sign + 9 * kMm, 17, 10,
               kRight - kLeft, words.authority, kBold);
    out.line(kLeft, sign + 12.5 * kMm, kRight, sign + 12.5 * kMm, kThin, kRule);
    notes(sign + 16.5 * kMm, words, out);
}

namespace {

// An international certificate has more fields than a card has room for.
bool is_on_a4_alone(const Row& row) {
    constexpr std::string_view kNames[] = {"sex", "guardian", "vaccine_type", "clinician", "issued_at"};
    return std::ranges::find(kNames, row.name) != std::end(kNames);
}

}  // namespace

void draw_card(const SheetWords& words, const QrCode& code, PartText part, double width, double height,
               double side, Canvas& out) {
    const double unit = height / (54 * kMm);  // larger labels have larger type
    const double margin = 3.5 * kMm * unit, top = 9.6 * kMm * unit;
    const double bottom = height - 2.2 * kMm * unit, foot = bottom - 5.2 * kMm * unit;
    const std::string title(words.title.korean);
    out.text(margin, 6.4 * kMm * unit, 9.5 * unit, title, kBold);
    const double title_end = margin + out.width(title, 9.5 * unit) + 2 * kMm;
    out.fitted(title_end, 6.4 * kMm * unit, 5 * unit, 3 * unit, width - margin - title_end,
               joined(words.title.english, part), kGrey);
    out.line(margin, 8 * kMm * unit, width - margin, 8 * kMm * unit, 0.6);
    const double quiet = 4 * side / code.size;
    out.code(code, std::max(margin, quiet), top, side);

    const double left = std::max(margin, quiet) + side + quiet, label = 15 * kMm * unit;
    const double room = width - margin - left - label, size = 5.2 * unit;
    std::vector<Row> rows = words.person;
    rows.insert(rows.end(), words.event.begin(), words.event.end());
    std::copy_if(words.pass.begin(), words.pass.end(), std::back_inserter(rows),
                 [](const Row& row) { return row.name != "id"; });
    if (words.is_annex6) std::erase_if(rows, is_on_a4_alone);
    std::size_t lines = 0;
    const auto lines_of = [&](const Row& row) {
        std::size_t n = out.lines(size, 0.75 * size, room, row.value);
        if (row.name == "latin_name" || row.name == "name")
            n += row.note.empty() ? 0 : out.lines(0.75 * size, 0.6 * size, room, row.note);
        return n;
    };
    for (const Row& row : rows) lines += lines_of(row);
    const double step = std::min(
        3.3 * kMm * unit, (foot - top - 1.4 * kMm * unit) / std::max<double>(1, static_cast<double>(lines)));
    double y = top + 1.9 * kMm * unit;
    for (const Row& row : rows) {
        const std::size_t n = lines_of(row);
        out.text(left, y - 0.34 * size, 0.6 * size, row.label.korean, kGrey);
        out.fitted(left, y + 0.28 * size, 0.5 * size, 0.3 * size, label - 0.6 * kMm, row.label.english,
                   kGrey);
        const std::size_t drawn = out.fitted(left + label, y, size, 0.75 * size, room, row.value, kBold);
        if (n > drawn)
            out.fitted(left + label, y + static_cast<double>(drawn) * 0.95 * size, 0.75 * size, 0.6 * size,
                       room, row.note, kGrey);
        y += step * static_cast<double>(n);
    }
    out.fitted(margin, bottom - 2.4 * kMm * unit, 4.6 * unit, 3.4 * unit, width - 2 * margin, words.id);
    out.fitted(margin, bottom, 3.4 * unit, 2.6 * unit, width - 2 * margin,
               joined(warning(words).korean, warning(words).english), kGrey);
}

void draw_label(const SheetWords& words, const QrCode& code, PartText part, double width, double height,
                Canvas& out) {
    const double side = height - 5.6 * kMm, quiet = 4 * side / code.size;
    const double left = quiet + side + quiet, room = width - left - 2 * kMm;
    out.code(code, quiet, (height - side) / 2, side);
    double y = 5 * kMm;
    y += 7.4 * static_cast<double>(out.fitted(left, y, 6.6, 5, room, words.title.korean, kBold));
    y += 7 * static_cast<double>(out.fitted(left, y, 4, 3.2, room, joined(words.title.english, part), kGrey));
    const auto rows = [&](const std::vector<Row>& list) {
        for (const Row& row : list) {
            if (!row.is_brief || y > height - 5 * kMm) continue;
            out.text(left, y, 3.2, joined(row.label.korean, row.label.english), kGrey);
            y += 5.2;
            y += 6.4 * static_cast<double>(out.fitted(left, y, 5.2, 4, room, row.value, kBold));
        }
    };
    rows(words.person);
    rows(words.event);
    if (y < height - 5 * kMm) rows(words.pass);
    out.fitted(left, height - 2.6 * kMm, 3.4, 2.6, room, words.id, kGrey);
}

}  // namespace vpass

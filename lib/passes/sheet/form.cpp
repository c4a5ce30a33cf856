#include "passes/sheet/form.hpp"

#include <algorithm>

namespace vpass {
namespace {

std::string joined(std::string_view a, std::string_view b) {
    return std::string(a) + (a.empty() || b.empty() ? "" : "  ") + std::string(b);
}

constexpr Wording kOnlyTheCode{"Only the QR code is signed: check the code, not the words.",
                               "서명된 것은 QR 코드뿐입니다. 글자가 아니라 코드를 확인하십시오."};
constexpr Wording kNotForTravel{
    "This certificate is not a travel document. Before travelling, please check the public health measures "
    "and restrictions at the point of destination.",
    "이 증명서는 여행 서류가 아닙니다. 출발하기 전에 도착지의 방역 조치와 제한을 확인하십시오."};
constexpr Wording kScan{"Scan to verify", "확인용 QR 코드"};
constexpr Wording kScanLink{"Scan to load your pass", "휴대전화로 찍어 증명서를 받으십시오"};
constexpr Wording kKeepIt{"Whoever has this code has the pass: keep it as you keep a key.",
                          "이 코드를 가진 사람은 누구나 증명서를 볼 수 있습니다. 열쇠처럼 간수하십시오."};
const Wording& scan_words(const SheetWords& words) { return words.is_link ? kScanLink : kScan; }
const Wording& warning(const SheetWords& words) { return words.is_link ? kKeepIt : kOnlyTheCode; }

// ---- A4: a form with frames, in millimetres from the top left ----

constexpr double kLeft = 20 * kMm, kRight = 190 * kMm, kMiddle = 105 * kMm;
constexpr double kLabelWidth = 46 * kMm;
// The EU requires a code of 35 to 60 mm in diagonal (hcert_spec.md, QR 2D Barcode): this one has 59.4.
constexpr double kCodeSide = 42 * kMm;
constexpr double kTablesEnd = 234 * kMm;
constexpr double kThin = 0.4, kThick = 1.2;
constexpr double kRule = 0.55;  // grey of lines inside a table
constexpr double kShade = 0.94;

class Table {
 public:
    Table(double left, double right, double label, double y, Canvas& out)
        : left_(left), right_(right), label_(label), top_(y), y_(y), out_(out) {}

    void row(const Row& row, double least) {
        constexpr double kSize = 11, kSmallest = 9, kNote = 7.5, kPadding = 2.2 * kMm;
        const double room = right_ - left_ - label_ - 2 * kPadding, x = left_ + label_ + kPadding;
        const std::size_t lines = out_.lines(kSize, kSmallest, room, row.value);
        const double value_width = out_.width(row.value, kSize);
        const bool is_beside = lines == 1 && value_width + 3 * kMm + out_.width(row.note, kNote) <= room;
        const std::size_t below =
            row.note.empty() || is_beside ? 0 : out_.lines(kNote, kNote, room, row.note);
        const double height =
            std::max(least, static_cast<double>(lines) * 13 + static_cast<double>(below) * 9.5 + 9);
        out_.fill(left_, y_, label_, height, kShade);
        const double label_y = y_ + height / 2;
        out_.text(left_ + kPadding, label_y - 1.2, 9.5, row.label.korean, kBlack);
        out_.fitted(left_ + kPadding, label_y + 8.2, 7, 6, label_ - 2 * kPadding, row.label.english, kGrey);
        double y =
            y_ + height / 2 + 4 - static_cast<double>(lines - 1) * 6.5 - static_cast<double>(below) * 4.75;
        out_.fitted(x, y, kSize, kSmallest, room, row.value, kBold);
        if (is_beside)
            out_.text(x + value_width + 3 * kMm, y, kNote, row.note, kGrey);
        else if (below)
            out_.fitted(x, y + static_cast<double>(lines - 1) * 13 + 10.5, kNote, kNote, room, row.note,
                        kGrey);
        if (y_ > top_) out_.line(left_, y_, right_, y_, kThin, kRule);
        y_ += height;
    }
    double end() {
        out_.line(left_ + label_, top_, left_ + label_, y_, kThin, kRule);
        out_.frame(left_, top_, right_ - left_, y_ - top_, kThick * 0.7);
        return y_;
    }

 private:
    double left_, right_, label_, top_, y_;
    Canvas& out_;
};

double heading(double y, const Wording& words, Canvas& out) {
    out.text(kLeft, y, 10.5, words.korean, kBold);
    out.text(kLeft + out.width(words.korean, 10.5) + 2 * kMm, y, 8, words.english, kGrey);
    return y + 2.2 * kMm;
}

double notes(double y, const SheetWords& words, Canvas& out) {
    const auto note = [&](const Wording& text) {
        for (const std::string_view line : {text.korean, text.english})
            y += 9.5 * static_cast<double>(out.fitted(kLeft, y, 7.5, 7.2, kRight - kLeft, line, kGrey));
    };
    note(warning(words));
    if (!words.is_link) note(kNotForTravel);
    if (!words.name_note.korean.empty())
        note({"The name in Latin letters was transliterated; it was not taken from a passport.",
              "로마자 성명은 여권을 옮겨 적은 것이 아니라 한글에서 변환한 것입니다."});
    return y;
}

}  // namespace

void draw_a4(const SheetWords& words, const QrCode& code, PartText part, Canvas& out) {
    constexpr double kFrame = 10 * kMm;
    out.frame(kFrame, kFrame, 190 * kMm, 277 * kMm, kThick);
    out.frame(kFrame + 1.2 * kMm, kFrame + 1.2 * kMm, 187.6 * kMm, 274.6 * kMm, kThin);
    out.fitted(kLeft, 19.5 * kMm, 8, 6, kRight - kLeft, words.id.empty() ? "" : "제 " + words.id + " 호",
               kGrey);
    out.spaced(kMiddle, 34 * kMm, 25, words.title.korean, 6, kBold);
    out.spaced(kMiddle, 41.5 * kMm, 11, words.title.english, 1.2, kGrey);

    // The holder stands beside the code.
    double y = heading(53 * kMm, {"Holder", "인적 사항"}, out);
    const double code_left = kRight - 48 * kMm, side = 48 * kMm;
    Table person(kLeft, code_left - 4 * kMm, 38 * kMm, y, out);
    for (const Row& row : words.person)
        person.row(row,
                   (side + 6 * kMm) / static_cast<double>(std::max<std::size_t>(3, words.person.size())));
    const double person_end = person.end();
    out.frame(code_left, y, side, side + 6 * kMm, kThick * 0.7);
    out.code(code, code_left + 3 * kMm, y + 3 * kMm, kCodeSide);
    out.centred(code_left + side / 2, y + side + 3.2 * kMm, 7,
                joined(joined(scan_words(words).korean, scan_words(words).english), part), kGrey);

    y = std::max(person_end, y + side + 6 * kMm) + 8 * kMm;
    const double rows = static_cast<double>(words.event.size() + words.pass.size());
    const double height = std::min(10.5 * kMm, (kTablesEnd - 12 * kMm - y) / std::max(1.0, rows));
    if (!words.event.empty()) {
        y = heading(y, {"Particulars", "증명 사항"}, out);
        Table event(kLeft, kRight, kLabelWidth, y, out);
        for (const Row& row : words.event) event.row(row, height);
        y = event.end() + 8 * kMm;
    }
    if (!words.pass.empty()) {
        y = heading(y, {"Certificate", "발급 사항"}, out);
        Table pass(kLeft, kRight, kLabelWidth, y, out);
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

void draw_card(const SheetWords& words, const QrCode& code, PartText part, double width, double height,
               double side, Canvas& out) {
    const double unit = height / (54 * kMm);  // larger labels have larger type
    const double margin = 3.5 * kMm * unit, top = 9.6 * kMm * unit;
    const double bottom = height - 2.2 * kMm * unit, foot = bottom - 5.2 * kMm * unit;
    const std::string title(words.title.korean);
    out.text(margin, 6.4 * kMm * unit, 9.5 * unit, title, kBold);
    out.text(margin + out.width(title, 9.5 * unit) + 2 * kMm, 6.4 * kMm * unit, 5 * unit,
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

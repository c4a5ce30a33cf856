#include "passes/sheet/form_parts.hpp"

#include <algorithm>

namespace vpass {
namespace {

constexpr Wording kOnlyTheCode{"Only the QR code is signed: check the code, not the words.",
                               "서명된 것은 QR 코드뿐입니다. 글자가 아니라 코드를 확인하십시오."};
constexpr Wording kScan{"Scan to verify", "확인용 QR 코드"};
constexpr Wording kScanLink{"Scan to load your pass", "휴대전화로 찍어 증명서를 받으십시오"};
constexpr Wording kKeepIt{"Whoever has this code has the pass: keep it as you keep a key.",
                          "이 코드를 가진 사람은 누구나 증명서를 볼 수 있습니다. 열쇠처럼 간수하십시오."};

}  // namespace

std::string joined(std::string_view a, std::string_view b) {
    return std::string(a) + (a.empty() || b.empty() ? "" : "  ") + std::string(b);
}

const Wording& scan_words(const SheetWords& words) { return words.is_link ? kScanLink : kScan; }
const Wording& warning(const SheetWords& words) { return words.is_link ? kKeepIt : kOnlyTheCode; }

void FormTable::row(const Row& row, double least) {
    constexpr double kSize = 11, kSmallest = 9, kNote = 7.5, kPadding = 2.2 * kMm;
    const double room = right_ - left_ - label_ - 2 * kPadding, x = left_ + label_ + kPadding;
    const std::size_t lines = out_.lines(kSize, kSmallest, room, row.value);
    const double value_width = out_.width(row.value, kSize);
    const bool is_beside = lines == 1 && value_width + 3 * kMm + out_.width(row.note, kNote) <= room;
    const std::size_t below = row.note.empty() || is_beside ? 0 : out_.lines(kNote, kNote, room, row.note);
    const double height =
        std::max(least, static_cast<double>(lines) * 13 + static_cast<double>(below) * 9.5 + 9);
    out_.fill(left_, y_, label_, height, kShade);
    const double label_y = y_ + height / 2;
    out_.text(left_ + kPadding, label_y - 1.2, 9.5, row.label.korean, kBlack);
    out_.fitted(left_ + kPadding, label_y + 8.2, 7, 6, label_ - 2 * kPadding, row.label.english, kGrey);
    double y = y_ + height / 2 + 4 - static_cast<double>(lines - 1) * 6.5 - static_cast<double>(below) * 4.75;
    out_.fitted(x, y, kSize, kSmallest, room, row.value, kBold);
    if (is_beside)
        out_.text(x + value_width + 3 * kMm, y, kNote, row.note, kGrey);
    else if (below)
        out_.fitted(x, y + static_cast<double>(lines - 1) * 13 + 10.5, kNote, kNote, room, row.note, kGrey);
    if (y_ > top_) out_.line(left_, y_, right_, y_, kThin, kRule);
    y_ += height;
}

double FormTable::end() {
    out_.line(left_ + label_, top_, left_ + label_, y_, kThin, kRule);
    out_.frame(left_, top_, right_ - left_, y_ - top_, kThick * 0.7);
    return y_;
}

void page_frame(const SheetWords& words, Canvas& out) {
    constexpr double kFrame = 10 * kMm;
    out.frame(kFrame, kFrame, 190 * kMm, 277 * kMm, kThick);
    out.frame(kFrame + 1.2 * kMm, kFrame + 1.2 * kMm, 187.6 * kMm, 274.6 * kMm, kThin);
    out.fitted(kLeft, 19.5 * kMm, 8, 6, kRight - kLeft, words.id.empty() ? "" : "제 " + words.id + " 호",
               kGrey);
}

double heading(double y, const Wording& words, Canvas& out) {
    out.text(kLeft, y, 10.5, words.korean, kBold);
    out.text(kLeft + out.width(words.korean, 10.5) + 2 * kMm, y, 8, words.english, kGrey);
    return y + 2.2 * kMm;
}

double small_print(double y, const Wording& words, Canvas& out) {
    for (const std::string_view line : {words.korean, words.english})
        y += 9.5 * static_cast<double>(out.fitted(kLeft, y, 7.5, 7.2, kRight - kLeft, line, kGrey));
    return y;
}

}  // namespace vpass

#include "formats/transliterate.hpp"

#include <algorithm>
#include <vector>

#include "base/error.hpp"

namespace vpass {
namespace {

#include "formats/hangul_letters.inc"

struct Letter {
    char32_t capital, small;
    const char* written;
};
constexpr Letter kLatin[] = {
#include "formats/icao_latin.inc"
};
constexpr Letter kCyrillic[] = {
#include "formats/icao_cyrillic.inc"
};

struct LanguageForm {
    char32_t capital, small;
    std::string_view language;
    const char* written;
    bool only_first;
};
constexpr LanguageForm kCyrillicLanguages[] = {
#include "formats/icao_cyrillic_languages.inc"
};

struct ArabicLetter {
    char32_t letter;
    const char* written;
};
constexpr ArabicLetter kArabic[] = {
#include "formats/icao_arabic.inc"
};
constexpr char32_t kTehMarbuta = 0x629, kShadda = 0x651;
constexpr char32_t kReplacement = 0xfffd;  // stands for a letter that a wrong conversion has lost
constexpr const char* kFinalTehMarbuta = "XAH";

struct TableRow {
    char32_t letter;
    const char* written;
    bool latin;
};

// Returns all letters of all alphabets, by code point.
const std::vector<TableRow>& table() {
    static const std::vector<TableRow> rows = [] {
        std::vector<TableRow> out;
        const auto add = [&](const auto& letters, bool latin) {
            for (const Letter& letter : letters) {
                out.push_back({letter.capital, letter.written, latin});
                if (letter.small != letter.capital) out.push_back({letter.small, letter.written, latin});
            }
        };
        add(kLatin, true);
        add(kCyrillic, false);
        for (const ArabicLetter& letter : kArabic) out.push_back({letter.letter, letter.written, false});
        std::ranges::sort(out, {}, &TableRow::letter);
        return out;
    }();
    return rows;
}

const TableRow* find_row(char32_t c) {
    const auto found = std::ranges::lower_bound(table(), c, {}, &TableRow::letter);
    return found != table().end() && found->letter == c ? &*found : nullptr;
}

// The parts of a syllable follow from the arithmetic of The Unicode Standard, section 3.12.
constexpr char32_t kFirstSyllable = 0xac00, kLastSyllable = 0xd7a3;
constexpr unsigned kVowelCount = 21, kFinalCount = 28;
constexpr unsigned kSilentInitial = 11, kRieulInitial = 5;                                 // ㅇ, ㄹ
constexpr unsigned kGiyeokFinal = 1, kDigeutFinal = 7, kRieulFinal = 8, kBieupFinal = 17;  // ㄱ, ㄷ, ㄹ, ㅂ

struct Syllable {
    unsigned initial = 0, vowel = 0, final = 0;
};
bool is_syllable(char32_t c) { return c >= kFirstSyllable && c <= kLastSyllable; }
Syllable parts_of(char32_t c) {
    const unsigned n = c - kFirstSyllable;
    return {n / (kVowelCount * kFinalCount), n / kFinalCount % kVowelCount, n % kFinalCount};
}

// Revised Romanization II: ㄱ, ㄷ, ㅂ and ㄹ sound differently before a vowel.
const char* final_before_vowel(unsigned final) {
    switch (final) {
        case kGiyeokFinal:
            return "G";
        case kDigeutFinal:
            return "D";
        case kBieupFinal:
            return "B";
        case kRieulFinal:
            return "R";
        default:
            return kFinals[final];
    }
}

bool is_comma(char32_t c) {
    return c == ',' || c == 0x60c || c == 0x3001 || c == 0xfe50 ||
           c == 0xff0c;  // also Arabic and East Asian ones
}
bool is_separator(char32_t c) { return c == '<' || is_comma(c) || is_white_space(c) || is_dash(c); }

class Writer {
 public:
    Writer(std::u32string_view name, std::string_view language) : name_(name), language_(language) {}

    PassportName write() {
        for (at_ = 0; at_ < name_.size(); ++at_) take(name_[at_]);
        if (out_.text.ends_with('<')) out_.text.pop_back();
        return std::move(out_);
    }

 private:
    void take(char32_t c) {
        if (c < 0x80) return take_ascii(static_cast<char>(c));
        if (is_syllable(c)) return take_syllable(parts_of(c));
        if (const TableRow* row = find_row(c)) return take_row(*row);
        if (is_separator(c)) return separate();
        if (is_mark(c)) return;  // an accent: the base letter is what is left
        if (is_letter(c) ? !is_apostrophe(c) : c == kReplacement) take_base(c);
        // Other signs are left out.
    }

    void take_ascii(char c) {
        if (c >= 'a' && c <= 'z') return put(std::string_view(&(c -= 'a' - 'A'), 1));
        if (c >= 'A' && c <= 'Z') return put(std::string_view(&c, 1));
        if (is_separator(static_cast<char32_t>(c))) separate();
    }

    // There are no sound changes between the syllables of a name (Revised Romanization III-4: 복남 is
    // Boknam). Only the letters of chapter II depend on their neighbours.
    void take_syllable(Syllable syllable) {
        const bool after_rieul =
            at_ > 0 && is_syllable(name_[at_ - 1]) && parts_of(name_[at_ - 1]).final == kRieulFinal;
        std::string text =
            syllable.initial == kRieulInitial && after_rieul ? "L" : kInitials[syllable.initial];
        text += kVowels[syllable.vowel];
        const bool before_vowel = at_ + 1 < name_.size() && is_syllable(name_[at_ + 1]) &&
                                  parts_of(name_[at_ + 1]).initial == kSilentInitial;
        text += before_vowel ? final_before_vowel(syllable.final) : kFinals[syllable.final];
        put(text);
        out_.transliterated = true;
    }

    void take_row(const TableRow& row) {
        if (!row.latin) out_.transliterated = true;
        if (row.letter == kShadda) {
            const std::string doubled = last_;
            return put(doubled);
        }
        if (row.letter == kTehMarbuta && is_end_of_part()) return put(kFinalTehMarbuta);
        for (const LanguageForm& form : kCyrillicLanguages) {
            if ((form.capital == row.letter || form.small == row.letter) && form.language == language_ &&
                (!form.only_first || is_start_of_part()))
                return put(form.written);
        }
        put(row.written);
    }

    // Writes a letter without a row as its decomposition is written.
    void take_base(char32_t c) {
        const std::u32string letters = decomposition(c);
        const bool written = std::ranges::all_of(
            letters, [](char32_t letter) { return letter < 0x80 || find_row(letter) || !is_letter(letter); });
        if (letters.empty() || !written)
            throw Error(Code::bad_field, "no table of ICAO 9303-3 has the letter " + code_point_name(c) +
                                             ": give the name as in the passport");
        for (const char32_t letter : letters) take(letter);
    }

    static bool is_apostrophe(char32_t c) {
        return c >= 0x2b9 && c <= 0x2bf;
    }  // modifier letters that look like it
    bool is_start_of_part() const { return out_.text.empty() || out_.text.back() == '<'; }
    bool is_end_of_part() const {
        for (std::size_t next = at_ + 1; next < name_.size(); ++next) {
            if (is_separator(name_[next])) return true;
            if (is_letter(name_[next])) return false;
        }
        return true;
    }
    void separate() {
        if (!is_start_of_part()) out_.text += '<';
        last_.clear();
    }
    void put(std::string_view text) {
        if (text.empty()) return;
        out_.text += text;
        last_ = text;
    }

    std::u32string_view name_;
    std::string_view language_;
    std::size_t at_ = 0;
    PassportName out_;
    std::string last_;  // what the letter before was written as
};

}  // namespace

PassportName transliterate(std::string_view name, std::string_view language) {
    return Writer(code_points(composed(name)), language).write();
}

}  // namespace vpass

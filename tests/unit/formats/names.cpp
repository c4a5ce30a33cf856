// Tests names in the form of passports: every row of the tables where the vectors are, and the rules around
// them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <map>
#include <span>

#include "base/error.hpp"
#include "formats/names.hpp"
#include "support/vectors.hpp"

using namespace vpass;

namespace {

using Forms = std::map<std::string, std::string>;  // by language

std::string written(const std::string& name, const std::string& language = {}) {
    try {
        return passport_forename(name, {language, false}).text;
    } catch (const Error& e) {
        return e.what();
    }
}

std::string refused(const std::string& letter) {
    return "no table of ICAO 9303-3 has the letter " + letter + ": give the name as in the passport";
}

// Returns surname << forename, as the vectors have it.
std::string primary(const nlohmann::json& row, const NameRules& rules) {
    std::string out = passport_surname(row["surname"].get<std::string>(), rules).text;
    if (row.contains("forename"))
        out += "<<" + passport_forename(row["forename"].get<std::string>(), rules).text;
    return out;
}

bool is_wanted(const nlohmann::json& row, const std::string& got) {
    if (got == row["want_primary"]) return true;
    const auto also = row.value("also", nlohmann::json::array());
    return std::find(also.begin(), also.end(), got) != also.end();
}

}  // namespace

TEST_CASE("names: Latin letters", "[names]") {
    CHECK(written("") == "");
    CHECK(written("Hong") == "HONG");
    CHECK(written("Müller-Lüdenscheidt") == "MUELLER<LUEDENSCHEIDT");
    CHECK(written("Mu\u0308ller") == "MUELLER");  // the same letter in two code points
    CHECK(written("Ångström") == "AANGSTROEM");
    CHECK(written("Strauß") == "STRAUSS");
    CHECK(written("Þórðardóttir") == "THORDARDOTTIR");
    CHECK(written("Łukasz Øre Æble Œuvre") == "LUKASZ<OERE<AEBLE<OEUVRE");
    CHECK(written("Șerban Nguyễn N\u0308 ǅ ﬁ Ｋｉｍ") == "SERBAN<NGUYEN<N<DZ<FI<KIM");  // by the base letter
    CHECK(written("Əliyev") == "ALIYEV");
    CHECK_FALSE(passport_surname("Müller", {}).transliterated);
}

TEST_CASE("names: signs between letters", "[names]") {
    CHECK(written("O'Brien O\u2019Brien O\u02bcBrien") == "OBRIEN<OBRIEN<OBRIEN");
    CHECK(written("  van  der\tBerg\u3000zu\u00a0See ") == "VAN<DER<BERG<ZU<SEE");
    CHECK(written("García,López،Ana，Eva") == "GARCIA<LOPEZ<ANA<EVA");
    CHECK(written("-Anne\u2013Marie\u2010Eve-") == "ANNE<MARIE<EVE");
    CHECK(written("KIM<LEE Jr. 3") == "KIM<LEE<JR");
    CHECK(written("12345") == "");
}

TEST_CASE("names: a letter that no table has is refused with its code point", "[names]") {
    CHECK(written("Παπαδόπουλος") == refused("U+03A0"));
    CHECK(written("田中") == refused("U+7530"));
    CHECK(written("ひろし") == refused("U+3072"));
    CHECK(written("Ҝим") == refused("U+049C"));
    CHECK(written("Ɓala") == refused("U+0181"));
    CHECK(written("ㄱ") == refused("U+3131"));
    CHECK(written("Kim\xff") == refused("U+FFFD"));
}

TEST_CASE("names: Cyrillic letters by language", "[names]") {
    CHECK(written("Щукин Юрий") == "SHCHUKIN<IURII");
    CHECK(written("Гусєв-Ющенко", "uk") == "HUSIEV<YUSHCHENKO");
    CHECK(written("Мар'яна", "uk") == "MARIANA");
    CHECK(written("Шћепановић", "sr") == "SCEPANOVIC");
    CHECK(written("Ѓорѓи", "mk") == "GJORGJI");
    CHECK(passport_surname("Иванов", {}).transliterated);
}

TEST_CASE("names: Arabic letters", "[names]") {
    CHECK(written("علي") == "ELY");
    CHECK(written("عبّاس") == "EBBAS");      // shadda
    CHECK(written("فضّة") == "FXDZXDZXAH");  // of a sequence, and teh marbuta at the end
    CHECK(written("فاطمة الزهراء") == "FAXTTMXAH<ALZHRAXE");
    CHECK(written("ﺎ") == "A");  // a presentation form
}

TEST_CASE("names: Hangul by the rule for names", "[names]") {
    CHECK(written("박") == "BAK");
    CHECK(written("섭") == "SEOP");
    CHECK(written("빛나") == "BITNA");
    CHECK(written("복남") == "BOKNAM");  // not Bongnam
    CHECK(written("석원") == "SEOGWON");
    CHECK(written("설리") == "SEOLLI");
    CHECK(written("길아 나리") == "GIRA<NARI");
    CHECK(written("복 아") == "BOK<A");
    CHECK(written("\u1112\u1169\u11bc") == "HONG");  // by its letters, as macOS writes file names
    CHECK(written("남궁 민수") == "NAMGUNG<MINSU");
}

TEST_CASE("names: usual surnames are marked as a guess", "[names]") {
    const NameRules usual{{}, true};
    const PassportName kim = passport_surname("김", usual), hwang = passport_surname("황", usual);
    CHECK(kim.text == "KIM");
    CHECK(kim.usual);
    CHECK(hwang.text == "HWANG");
    CHECK_FALSE(hwang.usual);
    CHECK(passport_forename("이", usual).text == "I");
    CHECK(passport_surname("김", {}).text == "GIM");
}

TEST_CASE("names: every row of the tables", "[names][vectors]") {
    if (!test::have_vectors("names")) return;
    for (const auto& row : test::line_vectors("names/icao-latin.ndjson")) {
        CAPTURE(row.dump());
        CHECK(written(row["char"]) == row["want"]);
        if (row.contains("lower")) CHECK(written(row["lower"]) == row["want"]);
    }
    for (const auto& row : test::line_vectors("names/icao-cyrillic.ndjson")) {
        CAPTURE(row.dump());
        CHECK(written(row["char"]) == row["want"]);
        if (row.contains("lower")) CHECK(written(row["lower"]) == row["want"]);
        const std::string letter = row["char"];
        const auto languages = row.value("languages", Forms()), first = row.value("first_letter", Forms());
        for (const auto& [language, want] : languages) CHECK(written(letter, language) == want);
        for (const auto& [language, want] : first) {
            CHECK(written(letter, language) == want);
            CHECK(written("А" + letter, language) == "A" + row["want"].get<std::string>());
        }
    }
    for (const auto& row : test::line_vectors("names/icao-arabic.ndjson")) {
        CAPTURE(row.dump());
        const std::string letter = row["char"], want = row["want"];
        if (row.contains("rule")) {
            CHECK(written("ب" + letter) == "BB");
            continue;
        }
        CHECK(written(letter + "ب") == want + "B");  // not at the end of a word
        CHECK(written("ب" + letter) == "B" + row.value("final", want));
    }
    for (const char* file : {"names/icao-names.ndjson", "names/korean-names.ndjson"}) {
        for (const auto& row : test::line_vectors(file)) {
            CAPTURE(row.dump());
            CHECK(is_wanted(row, primary(row, {row.value("language", ""), false})));
        }
    }
    for (const auto& row : test::line_vectors("names/rr-boundaries.ndjson")) {
        CAPTURE(row.dump());
        // 가 with the final, then the initial with ㅏ.
        static const std::string finals[] = {"ㄱ", "각", "ㄴ", "간", "ㄷ", "갇", "ㄹ",
                                             "갈", "ㅁ", "감", "ㅂ", "갑", "ㅇ", "강"};
        static const std::string initials[] = {"ㄱ", "가", "ㄲ", "까", "ㄴ", "나", "ㄷ", "다", "ㄸ", "따",
                                               "ㄹ", "라", "ㅁ", "마", "ㅂ", "바", "ㅃ", "빠", "ㅅ", "사",
                                               "ㅆ", "싸", "ㅇ", "아", "ㅈ", "자", "ㅉ", "짜", "ㅊ", "차",
                                               "ㅋ", "카", "ㅌ", "타", "ㅍ", "파", "ㅎ", "하"};
        const auto syllable = [](std::span<const std::string> table, const std::string& letter) {
            const auto at = std::find(table.begin(), table.end(), letter);
            REQUIRE(at != table.end());
            return *(at + 1);
        };
        std::string want = "GA" + row["given_name"].get<std::string>() + "A";
        std::ranges::transform(want, want.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
        CHECK(written(syllable(finals, row["final"]) + syllable(initials, row["initial"])) == want);
    }
}

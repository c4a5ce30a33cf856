// Tests the words of a printed pass, and that it prints.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/unicode.hpp"
#include "data/deflate.hpp"
#include "formats/summary.hpp"
#include "passes/link/link.hpp"
#include "passes/sheet/sheet.hpp"
#include "support/format_corpus.hpp"
#include "support/scratch.hpp"

using namespace vpass;

namespace {

std::string pass_of(const std::string& format, const std::string& type) {
    const Format& f = *find_format(format);
    std::string payload;
    json::Writer out(payload);
    f.write_payload(tests::registration(type), out);
    return tests::Signer(format == "nzcp" ? "did:web:example.test" : "https://example.test").sign(f, payload);
}

// Returns name, passport name, birth date, event, doses, result.
std::string words(const std::string& pass) {
    const std::string_view view = pass;
    Envelope envelope;
    open_pass({&view, 1}, envelope);
    const PassSummary s = summarize(envelope);
    return s.name + '|' + s.latin_name + '|' + s.birth_date + '|' + s.event_date + '|' + s.doses + '|' +
           std::to_string(static_cast<int>(s.result));
}

}  // namespace

TEST_CASE("sheet: what a pass of each format says in words", "[sheet]") {
    CHECK(words(pass_of("hcert", "vaccination")) == "홍 길동|HONG GILDONG|1963-04-14|2021-07-10|2/2|0");
    CHECK(words(pass_of("hcert", "test")) == "홍 길동|HONG GILDONG|1963-04-14|2021-12-12||1");
    CHECK(words(pass_of("hcert", "recovery")) == "홍 길동|HONG GILDONG|1963-04-14|2021-08-01||0");
    CHECK(words(pass_of("shc", "vaccination")) == "홍 길동||1963-04-14|2021-07-10|2/2|0");
    CHECK(words(pass_of("shc", "test")) == "홍 길동||1963-04-14|2021-12-12||1");
    CHECK(words(pass_of("shc", "recovery")) == "홍 길동||1963-04-14|2021-08-01||2");
    CHECK(words(pass_of("nzcp", "vaccination")) == "홍 길동||1963-04-14|||0");
    CHECK(words(pass_of("vds-nc", "vaccination")) == "HONG  GILDONG||1963-04-14|2021-07-10|2|0");
    CHECK(words(pass_of("vds-nc", "test")) == "HONG  GILDONG||1963-04-14|2021-12-12||1");
    CHECK(written_name("Müller", "Erika") == "Erika Müller");
    CHECK(written_name("洪", "吉童") == "洪 吉童");
    CHECK(written_name("", "Erika") == "Erika");
}

namespace {

// The text between two marks, and what is behind it.
std::string_view take(std::string_view& rest, std::string_view begin, std::string_view end) {
    const std::size_t start = rest.find(begin);
    if (start == std::string_view::npos) return rest = {};
    rest.remove_prefix(start + begin.size());
    const std::string_view out = rest.substr(0, rest.find(end));
    rest.remove_prefix(out.size());
    return out;
}

// Returns the text of a PDF as its readers find it: glyphs are looked up in the font's table.
std::string text_of(std::string_view pdf) {
    std::vector<std::string> streams;
    while (!pdf.empty()) {
        const std::string_view packed = take(pdf, "stream\n", "\nendstream");
        Buffer out;
        if (packed.empty()) break;
        inflate(as_bytes(packed), DeflateForm::zlib, 1 << 24, out);
        streams.emplace_back(as_text(out));
        pdf.remove_prefix(std::string_view("\nendstream").size());
    }
    const auto number = [](std::string_view hex) { return std::stoul(std::string(hex), nullptr, 16); };
    std::map<unsigned long, char32_t> characters;
    std::string_view table = streams.back();
    while (table.find("beginbfchar\n") != std::string_view::npos) {
        std::string_view section = take(table, "beginbfchar\n", "endbfchar");
        while (!section.empty()) {
            const std::string_view glyph = take(section, "<", ">");
            if (!glyph.empty())
                characters[number(glyph)] = static_cast<char32_t>(number(take(section, "<", ">")));
            section = section.substr(std::min<std::size_t>(section.size(), 2));
        }
    }
    std::u32string out;
    for (std::string_view rest : streams) {
        if (rest.find(" Tj") == std::string_view::npos) continue;
        while (!rest.empty()) {
            for (std::string_view hex = take(rest, "<", ">"); hex.size() >= 4; hex.remove_prefix(4))
                out += characters.at(number(hex.substr(0, 4)));
            out += U'\n';
        }
    }
    return to_utf8(out);
}

std::string sheet_of(const std::string& pass, SheetSize size, std::string_view name_source = {},
                     const std::string& zone = {}) {
    const std::string_view view = pass;
    std::string out;
    SheetPrinter(SheetStyle({}, size, zone)).print_file({&view, 1}, name_source, out);
    return out;
}

}  // namespace

TEST_CASE("sheet: a page of each size, the same bytes every time", "[sheet]") {
    const std::string pass = pass_of("hcert", "vaccination");
    const std::string_view view = pass;
    const SheetStyle style({}, SheetSize::a4, {});
    SheetPrinter printer(style);
    std::string a4, again;
    printer.print_file({&view, 1}, {}, a4);
    printer.print_file({&view, 1}, {}, again);
    CHECK(a4.starts_with("%PDF-"));
    CHECK(a4.ends_with("%%EOF\n"));
    CHECK(a4 == again);
    CHECK(sheet_of(pass, SheetSize::card) != a4);
    printer.print_file({&view, 1}, "forged", again);
    CHECK(again == a4);
    CHECK(a4.size() < 120'000);  // the font's glyphs, not the font
    const std::string_view wrong = "HC1:broken";
    CHECK_THROWS_AS(printer.print_file({&wrong, 1}, {}, a4), Error);
    CHECK_THROWS_AS(SheetStyle("missing.ttf", SheetSize::a4, {}), Error);
    CHECK_THROWS_AS(SheetStyle({}, SheetSize::a4, "Asia/Soul"), Error);
}

// Regulation (EU) 2021/953, Annex, points 1 to 3.
TEST_CASE("sheet: a certificate has every field that the regulation demands", "[sheet]") {
    using Fields = std::vector<std::string>;
    const std::pair<const char*, Fields> kinds[] = {
        {"vaccination",
         {"홍 길동", "HONG GILDONG", "1963-04-14", "COVID-19", "SARS-CoV-2 mRNA vaccine", "Comirnaty",
          "Biontech Manufacturing GmbH", "2/2", "2021-07-10", "South Korea", "URN:UVCI:01:KR:"}},
        {"test",
         {"홍 길동", "HONG GILDONG", "1963-04-14", "COVID-19", "Nucleic acid", "2021-12-12",
          "음성 Not detected", "South Korea", "URN:UVCI:01:KR:"}},
        {"recovery",
         {"홍 길동", "HONG GILDONG", "1963-04-14", "COVID-19", "2021-08-01", "South Korea", "Valid from",
          "Valid until", "URN:UVCI:01:KR:"}},
    };
    for (const auto& [kind, fields] : kinds) {
        for (const SheetSize size : {SheetSize::a4, SheetSize::card, SheetSize::labels_2x4}) {
            const std::string text = text_of(sheet_of(pass_of("hcert", kind), size));
            for (const std::string& field : fields) {
                CAPTURE(kind, static_cast<int>(size), field);
                // A long text may stand in two lines.
                std::string flat = text;
                std::replace(flat.begin(), flat.end(), '\n', ' ');
                CHECK(flat.find(field) != std::string::npos);
            }
        }
    }
}

// The model certificate of the International Health Regulations (2005), Annex 6.
TEST_CASE("sheet: an international certificate has every field of its model", "[sheet]") {
    std::string flat = text_of(sheet_of(pass_of("hcert", "prophylaxis"), SheetSize::a4));
    std::replace(flat.begin(), flat.end(), '\n', ' ');
    for (const char* const field : {"INTERNATIONAL CERTIFICATE OF VACCINATION OR PROPHYLAXIS",
                                    "This is to certify that",
                                    "GILDONG HONG",
                                    "1963-04-14",
                                    "여 Female",
                                    "South Korea",
                                    "M12345678",
                                    "Hong Panseo",
                                    "Signature of the holder",
                                    "vaccinated or received prophylaxis against",
                                    "Yellow fever",
                                    "1D47",
                                    "in accordance with the International Health Regulations",
                                    "STAMARIL",
                                    "2021-12-01",
                                    "Kim Minji, MD",
                                    "Sanofi Pasteur",
                                    "V3B721V",
                                    "2021-12-11",
                                    "2031-12-01",
                                    "Official stamp of administering centre",
                                    "approved by the World Health Organization",
                                    "URN:UVCI:01:KR:"}) {
        CAPTURE(field);
        CHECK(flat.find(field) != std::string::npos);
    }
    CHECK(flat.find("life of person") == std::string::npos);  // this one has an end
}

TEST_CASE("sheet: a pass that cannot be judged is printed with its holder, and never with an empty frame",
          "[sheet]") {
    const Format& nzcp = *find_format("nzcp");
    std::string payload;
    json::Writer out(payload);
    nzcp.write_payload(tests::registration("vaccination"), out);
    const std::string foreign = tests::Signer("https://example.test").sign(nzcp, payload);  // not a did:web
    CHECK(words(foreign) == "홍 길동||1963-04-14|||0");
    CHECK(text_of(sheet_of(foreign, SheetSize::a4)).find("Holder") != std::string::npos);
    CHECK_THROWS_AS(sheet_of("HC2:" + pass_of("hcert", "test").substr(4), SheetSize::a4), Error);
    // A WHO data set may hold what happened in a map of its own.
    const tests::Case ddcc = tests::load_case("gdhcn", "net/ddcc-test");
    if (ddcc.there) CHECK(words(ddcc.parts.front()) == "Mongryong Yi||1994-04-04|2026-06-30||1");
    // Nothing is known of whom a link is for.
    Link link;
    link.url = "https://a.example/x";
    link.key.resize(32);
    CHECK(text_of(sheet_of(write_link(link), SheetSize::a4)).find("Holder") == std::string::npos);
}

TEST_CASE("sheet: times in a zone, and where a name came from", "[sheet]") {
    const std::string pass = pass_of("hcert", "test");
    const auto says = [&](std::string_view words, std::string_view name_source, const std::string& zone) {
        return text_of(sheet_of(pass, SheetSize::a4, name_source, zone)).find(words) != std::string::npos;
    };
    CHECK(says("(UTC-05:00)", {}, "America/New_York"));
    CHECK(says(" UTC\n", {}, "UTC"));
    CHECK_FALSE(says("transliterated", {}, {}));
    CHECK(says("transliterated", "transliterated", {}));
    CHECK(says("guessed", "usual", {}));
}

TEST_CASE("sheet: labels fill a sheet before the next begins", "[sheet]") {
    const std::string pass = pass_of("hcert", "vaccination");
    const std::string_view view = pass;
    const auto pages = [&](SheetSize size, int passes) {
        const SheetStyle style({}, size, {});
        SheetPrinter printer(style);
        SheetFile file(style);
        std::string out;
        for (int i = 0; i < passes; ++i) {
            SheetFields fields;
            printer.print({&view, 1}, {}, fields);
            file.add(fields, out);
        }
        file.finish(out);
        std::size_t n = 0;
        for (std::size_t at = 0; (at = out.find("/Type/Page/", at)) != std::string::npos; ++at) ++n;
        return n;
    };
    CHECK(pages(SheetSize::labels_2x4, 0) == 0);
    CHECK(pages(SheetSize::labels_2x4, 8) == 1);
    CHECK(pages(SheetSize::labels_2x4, 9) == 2);
    CHECK(pages(SheetSize::labels_3x8, 24) == 1);
    CHECK(pages(SheetSize::labels_3x8, 49) == 3);
    CHECK(pages(SheetSize::card, 130) == 130);  // more than two nodes of the page tree
}

TEST_CASE("sheet: a font that is cut short or altered is refused or drawn, never read past its end",
          "[sheet]") {
    const Buffer whole = read_file("/usr/share/fonts/truetype/nanum/NanumGothic.ttf", 64 << 20);
    const ScratchFolder folder;
    const std::string path = (folder / "font.ttf").string();
    const std::string pass = pass_of("hcert", "vaccination");
    const std::string_view view = pass;
    const auto try_it = [&](Bytes font) {
        write_file(path, font);
        std::string out;
        try {
            SheetPrinter(SheetStyle(path, SheetSize::card, {})).print_file({&view, 1}, {}, out);
        } catch (const Error& e) {
            CHECK(e.code() == Code::io);
        }
    };
    for (const std::size_t size : {0, 3, 11, 12, 100, 500, 5'000, 1'000'000})
        try_it(Bytes(whole).first(size));
    for (std::size_t at = 0; at < 600; at += 7) {
        Buffer altered = whole;
        altered[at] ^= 0xff;
        try_it(altered);
    }
}

// What a printed pass says, and that it prints.
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/summary.hpp"
#include "passes/sheet.hpp"
#include "support/format_corpus.hpp"

using namespace vpass;

namespace {

std::string pass_of(const std::string& format, const std::string& type) {
    const Format& f = *find_format(format);
    std::string payload;
    json::Writer out(payload);
    f.write_payload(tests::registration(type), out);
    return tests::Signer(format == "nzcp" ? "did:web:example.test" : "https://example.test").sign(f, payload);
}

// Name, passport name, birth date, event, doses, result.
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

TEST_CASE("sheet: a page of each size, the same bytes every time", "[sheet]") {
    const std::string pass = pass_of("hcert", "vaccination");
    const std::string_view view = pass;
    Buffer a4, again, card;
    SheetPrinter printer({}, SheetSize::a4);
    printer.print({&view, 1}, {}, a4);
    printer.print({&view, 1}, {}, again);
    SheetPrinter({}, SheetSize::card).print({&view, 1}, {}, card);
    CHECK(as_text(a4).starts_with("%PDF-"));
    CHECK(as_text(a4).ends_with("%%EOF\n"));
    CHECK(a4 == again);
    CHECK(card != a4);
    printer.print({&view, 1}, "transliterated", again);
    CHECK(again != a4);  // the page does not call it the passport's name
    printer.print({&view, 1}, "forged", again);
    CHECK(again == a4);
    CHECK(a4.size() < 200'000);  // the font's glyphs, not the font
    const std::string_view wrong = "HC1:broken";
    CHECK_THROWS_AS(printer.print({&wrong, 1}, {}, a4), Error);
    CHECK_THROWS_AS(SheetPrinter("missing.ttf", SheetSize::a4), Error);
}

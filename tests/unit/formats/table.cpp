// Tests tables as people have them: records, separators, encodings, columns, and forms of values.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "base/error.hpp"
#include "formats/registry/table_reader.hpp"

using namespace vpass;

namespace {

using Strings = std::vector<std::string>;

// Returns the source's lines as "NUMBER:TEXT". The bytes come through a pipe in pieces of `piece`.
template <typename Make>
Strings lines_of(const std::string& bytes, std::size_t piece, const Make& make) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    std::thread writer([&] {
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            if (write(ends[1], bytes.data() + at, std::min(piece, bytes.size() - at)) < 0) break;
        close(ends[1]);
    });
    Strings out;
    std::string error;
    try {
        const auto source = make(ends[0]);
        for (Batch batch; source->read(batch);) {
            for (const Line& line : batch.lines)
                out.push_back(std::to_string(line.number) + ':' +
                              (line.too_long ? "too long" : std::string(line.text)));
        }
    } catch (const Error& e) {
        error = e.what();
    }
    close(ends[0]);
    writer.join();
    if (!error.empty()) out.push_back("error: " + error);
    return out;
}

Strings rows(const std::string& bytes, Table& table, TableForm form = {}) {
    Strings first;
    for (const std::size_t piece : {1UL, 7UL, 1UL << 20}) {
        table = {};
        const Strings got =
            lines_of(bytes, piece, [&](int fd) { return std::make_unique<TableReader>(fd, form, table); });
        if (first.empty()) first = got;
        CHECK(got == first);
    }
    return first;
}
Strings rows(const std::string& bytes) {
    Table table;
    return rows(bytes, table);
}

std::string mapped(const Strings& header, const ColumnRules& rules = {}) {
    try {
        std::string out;
        for (const Column& column : map_columns(header, rules))
            out += (out.empty() ? "" : " ") +
                   (column.field ? std::string(field_name(*column.field)) : "-" + column.name);
        return out;
    } catch (const Error& e) {
        return e.what();
    }
}

std::string value(const char* field, const char* written, DateForm form = DateForm::year_first) {
    return registration_value(*registration_field(field), written, form);
}

}  // namespace

TEST_CASE("table: records may span lines, and a bad one ends with its line", "[table]") {
    CHECK(rows("a,b\n1,2\r\n\"3\n4\",\"5 \"\"\r\n\"\n6,7") ==
          Strings{"2:1,2", "3:\"3\n4\",\"5 \"\"\r\n\"", "6:6,7"});
    CHECK(rows("a,b\n1,\"2\n3,4\n5,\"6\"x\n7,8\n") == Strings{"2:1,\"2", "3:3,4", "4:5,\"6\"x", "5:7,8"});
    CHECK(rows("a,b\r1,2\r\"3\r4\",5\r") == Strings{"2:1,2", "3:\"3\r4\",5"});  // as old Macs write them
    CHECK(rows("\n,,\na,b\n\n,\n1,2\n \t\n").back() == "6:1,2");                // empty rows are skipped
    CHECK(rows("\n{\"a\":1}\n\n") == Strings{"1:", "2:{\"a\":1}", "3:"});       // JSON Lines are left alone
    CHECK(rows("") == Strings{});
    CHECK(rows("a,b") == Strings{});
    const std::string wide(1 << 20, 'x');
    CHECK(rows("a,b\n" + wide + ",1\n2,3\n") == Strings{"2:too long", "3:2,3"});
}

TEST_CASE("table: a record is the same wherever a piece of the input ends", "[table]") {
    for (const LineEnd line_end : {LineEnd::lf, LineEnd::cr}) {
        const std::string newline(1, static_cast<char>(line_end));
        const std::string text = "\"3" + newline + "4\",,5,\"6\"\"" + newline + "\"," + newline + "7,8" + newline;
        const auto whole = first_csv_record(text, ',', line_end, true);
        REQUIRE(whole);
        CHECK(whole->lines == 3);
        for (std::size_t size = 0; size <= text.size(); ++size) {
            const auto record = first_csv_record(text.substr(0, size), ',', line_end, false);
            CHECK(record.has_value() == (size >= whole->size));
            if (record) CHECK(record->size == whole->size);
        }
    }
}

TEST_CASE("table: separators and encodings are recognised", "[table]") {
    Table table;
    for (const char* text : {"a;b,c;d\n1;2;3\n", "sep=;\na;b,c;d\n1;2;3\n"}) {
        rows(text, table);
        CHECK(table.separator == ';');
        CHECK(table.header == Strings{"a", "b,c", "d"});
    }
    rows("a\tb|c\td\n", table);
    CHECK(table.separator == '\t');
    rows("a,b|c\n", table, {.separator = '|'});
    CHECK(table.header == Strings{"a,b", "c"});

    const std::string korean = "성,이름\n홍,길동\n";
    CHECK(rows(korean, table) == Strings{"2:홍,길동"});
    CHECK(table.encoding == "UTF-8");
    CHECK(rows("\xEF\xBB\xBF" + korean) == Strings{"2:홍,길동"});
    const std::string cp949 = "\xBC\xBA,\xC0\xCC\xB8\xA7\n\xC8\xAB,\xB1\xE6\xB5\xBF\n";
    CHECK(rows(cp949, table) == Strings{"2:홍,길동"});
    CHECK(table.encoding == "CP949");
    CHECK(table.header == Strings{"성", "이름"});
    CHECK(rows(cp949, table, {.encoding = "EUC-KR"}) == Strings{"2:홍,길동"});
    const std::string utf16(
        "\xff\xfe"
        "a\0,\0b\0\n\0"
        "\x4d\xd6,\0001\0\n\0",
        18);
    CHECK(rows(utf16, table) == Strings{"2:홍,1"});
    CHECK(table.encoding == "UTF-16LE");
    // One wrong byte does not change the encoding of a text.
    CHECK(rows("a,b\n홍,\xff\n").front() == "2:홍,\xff");
    CHECK(rows(cp949, table, {.encoding = "no-such"}).back() == "error: --encoding: 'no-such' is not known");
}

TEST_CASE("table: columns by name, word, and what the caller says", "[table]") {
    CHECK(mapped({"type", "Birth_Date", " Date of Birth"}) ==
          "the columns Birth_Date and Date of Birth are both birth_date");
    CHECK(mapped({"구분", "성", "이름", "생년월일", "백신", "차수", "접종일", "ward"}) ==
          "type surname forename birth_date vaccine dose vaccinated_on -ward");
    CHECK(mapped({"type", "birthdat"}) == "the column birthdat is not known: did you mean birth_date?");
    CHECK(mapped({"type", "vacinated_on"}) ==
          "the column vacinated_on is not known: did you mean vaccinated_on?");
    CHECK(mapped({"type", "성명"}) == "the column 성명 has whole names, and a pass needs their parts");
    CHECK(mapped({"성명"}, {true, {{"성명", "surname"}}, {}}) == "surname");
    CHECK(mapped({"type", "birthdat"}, {true, {}, std::set<std::string, std::less<>>{"birthdat"}}) ==
          "type -birthdat");
    CHECK(mapped({"type", "ward"}, {true, {}, std::set<std::string, std::less<>>{"lot"}}) ==
          "the column ward is not known");
    CHECK(mapped({"type", "x", "x"}) == "the header names column x twice");
    CHECK(mapped({"Hong", "Hong", "name"}) ==
          "-Hong -Hong -name");  // a record and no header: nothing is said of it
    CHECK(nearest_field("birth_date").empty());
    CHECK(nearest_field("birthDate") == "birth_date");
    CHECK(nearest_field("clinic").empty());
}

TEST_CASE("table: values as people write them", "[table]") {
    for (const char* date : {"2021-07-10", "2021.07.10", "2021/07/10", "20210710", "2021. 7. 10.",
                             "2021-7-10", "2021년 7월 10일", "2021-07-10 00:00:00"})
        CHECK(value("vaccinated_on", date) == "2021-07-10");
    CHECK(value("birth_date", "1970.1") == "1970-01");
    CHECK(value("birth_date", "1970") == "1970");
    CHECK(value("vaccinated_on", "10/07/2021") == "10/07/2021");  // refused later: it can be two days
    CHECK(value("vaccinated_on", "10/07/2021", DateForm::day_first) == "2021-07-10");
    CHECK(value("vaccinated_on", "7/10/2021", DateForm::month_first) == "2021-07-10");
    CHECK(value("vaccinated_on", "44387", DateForm::excel) == "2021-07-10");
    CHECK(value("vaccinated_on", "42925", DateForm::excel_1904) == "2021-07-10");
    CHECK(value("vaccinated_on", "44387") == "44387");
    for (const char* name : {"EU/1/20/1528", "Comirnaty", "COMIRNATY ", "화이자", "pfizer", "코미나티"})
        CHECK(value("vaccine", name) == "EU/1/20/1528");
    CHECK(value("vaccine", "모더나") == "EU/1/20/1507");
    CHECK(value("result", "음성") == "260415000");
    CHECK(value("test_type", "PCR") == "LP6464-4");
    CHECK(value("type", "예방접종") == "vaccination");
    CHECK(value("dose", "2차") == "2");
    CHECK(value("sampled_at", "2021-12-13t18:25:60z") == "2021-12-13T18:25:59Z");
}

TEST_CASE("table: rows as records for the commands that read these", "[table]") {
    const Strings got = lines_of("id;생년월일;lot\nA/1;1970.01.02;\nA/2\n", 1 << 20, [](int fd) {
        return std::make_unique<RowsAsRecords>(fd, TableForm{}, ColumnRules{}, DateForm::year_first);
    });
    CHECK(got ==
          Strings{
              R"(2:{"id":"A/1","birth_date":"1970-01-02"})",
              R"(3:{"line":3,"error":{"code":"bad-csv","message":"the line has 1 fields, the header 3"}})"});
}

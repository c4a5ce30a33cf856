#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "base/error.hpp"
#include "formats/registration.hpp"
#include "support/authority.hpp"

using namespace vpass;

namespace {

constexpr UnixTime kNow = test::kIssued;
const RegistrationDefaults kDefaults;

using Fields = std::vector<std::pair<std::string, std::string>>;

Registration record_of(const Fields& fields) {
    Registration out;
    for (const auto& [name, value] : fields) REQUIRE(set_registration_field(out, name, value));
    return out;
}

Fields vaccination() {
    return {{"type", "vaccination"},
            {"id", make_uvci("KR", "0123456789ABCDEF")},
            {"surname", "홍"},
            {"forename", "길동"},
            {"birth_date", "1963-04-14"},
            {"vaccine", "Comirnaty"},
            {"dose", "2"},
            {"doses", "2"},
            {"vaccinated_on", "2021-08-01"}};
}
Fields test_fields() {
    return {{"type", "test"},       {"id", make_uvci("KR", "0123456789ABCDEF")},
            {"surname", "홍"},      {"test_type", "pcr"},
            {"result", "negative"}, {"sampled_at", "2021-12-13T09:30:00+09:00"}};
}
Fields recovery() {
    return {{"type", "recovery"},
            {"id", make_uvci("KR", "0123456789ABCDEF")},
            {"surname", "홍"},
            {"positive_on", "2021-09-01"},
            {"valid_from", "2021-09-12"},
            {"valid_until", "2022-02-28"}};
}

Fields prophylaxis() {
    return {{"type", "prophylaxis"}, {"id", make_uvci("KR", "0123456789ABCDEF")},
            {"surname", "홍"},       {"forename", "길동"},
            {"lot", "V3B721V"},      {"birth_date", "1963-04-14"},
            {"vaccine", "Stamaril"}, {"vaccinated_on", "2021-08-01"}};
}

Fields with(Fields fields, const std::string& name, const std::string& value) {
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    fields.emplace_back(name, value);
    return fields;
}

// Returns "ok", or the field that is refused.
std::string refused(const Fields& fields, UnixTime now = kNow) {
    Registration record = record_of(fields);
    try {
        complete(record, kDefaults, test::value_sets(), now);
    } catch (const Error& e) {
        CHECK(e.code() == Code::bad_field);
        const std::string message = e.what();
        return message.substr(0, message.find(':'));
    }
    std::string payload;
    json::Writer writer(payload);
    find_format("hcert")->write_payload(record, writer);
    Findings findings;
    find_format("hcert")->check_payload(json::check(payload), test::value_sets(), findings);
    for (const Finding& finding : findings) FAIL(finding.kind->code << " " << finding.pointer);
    return "ok";
}

Fields of_kind(const std::string& field) {
    for (const char* name :
         {"test_type", "test_name", "test_device", "sampled_at", "result", "test_centre"}) {
        if (field == name) return test_fields();
    }
    for (const char* name : {"positive_on", "valid_from", "valid_until"}) {
        if (field == name) return recovery();
    }
    for (const char* name :
         {"lot", "clinician", "sex", "nationality", "identity", "identity_type", "guardian"}) {
        if (field == name) return prophylaxis();
    }
    return vaccination();
}

}  // namespace

TEST_CASE("registration: each field's rule, on both sides of its boundary", "[registration]") {
    const std::string long_text(80, 'x'), too_long(81, 'x');
    struct Case {
        const char* field;
        std::vector<std::string> good, bad;
    };
    const Case cases[] = {
        {"type", {"vaccination", "Vaccination"}, {"", "vaccine", "other"}},
        {"id",
         {make_uvci("KR", "A"), make_uvci("KR", std::string(50, 'A'))},
         {"", "KR:0123", "URN:UVCI:01:KR:0123", "URN:UVCI:01:KR:0123#A", "urn:uvci:01:KR:0123#A"}},
        {"surname", {"홍", long_text}, {too_long, "900101-1234567"}},
        {"forename", {"", "길동", long_text}, {too_long, "9001011234568"}},
        {"passport_surname",
         {"HONG", "VAN<DER<BERG", std::string(80, 'A')},
         {"hong", "HÖNG", "HONG 1", std::string(81, 'A')}},
        {"passport_forename", {"", "GILDONG"}, {"Gildong", "GIL-DONG", "A1"}},
        {"birth_date",
         {"", "1963", "1963-04", "1963-04-14", "1900-01-01", "2021-08-01", "2000-02-29", "2021", "2021-08",
          "1963-4", "19630414"},
         {"1899-12-31", "2100-01-01", "2021-12-16", "2022", "2022-01", "2021-08-02", "2021-09", "1963-13",
          "1963-00", "1963-04-31", "63-04-14", "196", "1963-04-14T00:00:00Z", "2001-02-29", "630414"}},
        {"country", {"", "KR", "DE"}, {"kr", "KOR", "ZZ"}},
        {"issuer", {"", long_text}, {too_long}},
        {"vaccine", {"Comirnaty", "EU/1/20/1528", "comirnaty", "화이자"}, {"", "EU/1/20/1529"}},
        {"vaccine_type", {"", "1119349007"}, {"mRNA"}},
        {"manufacturer", {"", "ORG-100030215"}, {"Pfizer"}},
        {"dose", {"1", "2", "3"}, {"", "0", "-1", "+1", "1.0", "01", "100", "x", "1 2"}},
        {"doses", {"1", "2", "9", "99"}, {"", "0", "00", "02", "100", "2x"}},
        {"vaccinated_on",
         {"2021-12-14", "2021-12-15", "2020-12-01"},
         {"", "2021-12-16", "2021-02-29", "2021-08", "2021-08-01T00:00:00Z"}},
        {"test_type", {"pcr", "antigen", "LP6464-4", "PCR"}, {"", "rapid"}},
        {"result", {"negative", "positive", "260415000", "Negative"}, {"", "260415001"}},
        {"test_name", {"", long_text}, {too_long}},
        {"test_centre", {"", long_text}, {too_long}},
        {"test_device", {"", "1232"}, {"1", "01232"}},
        {"sampled_at",
         {"2021-12-14T04:00:00Z", "2021-12-15T04:00:00Z", "2021-12-13T09:30:00.5+09:00"},
         {"", "2021-12-15T04:00:01Z", "2021-12-13", "2021-12-13T09:30:00", "2021-12-13T09:30:00+0900"}},
        {"positive_on", {"2021-09-01"}, {"", "2021-09-02", "2021-08-31", "2021-12-16", "2021-09-31"}},
        {"valid_from", {"2021-09-12", "2022-02-28"}, {"", "2021-09-11", "2022-03-01", "tomorrow"}},
        {"valid_until", {"2021-09-12", "2022-02-28"}, {"", "2021-09-11", "2022-02-30", "2022-03-01"}},
        {"lot", {"V3B721V", long_text}, {"", too_long}},
        {"clinician", {"", long_text}, {too_long}},
        {"sex", {"", "male", "F", "여", "other", "unknown"}, {"x", "males"}},
        {"nationality", {"", "KOR", "KR", "대한민국", "gb"}, {"Korea", "ZZ"}},
        {"identity", {"", "M12345678"}, {"900101-1234567", too_long}},
        {"identity_type", {"", "PPN", "NI"}, {"passport", "ABCDEFGHI"}},
        {"guardian", {"", long_text}, {too_long}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.field);
        for (const std::string& value : c.good) {
            CAPTURE(value);
            CHECK(refused(with(of_kind(c.field), c.field, value)) == "ok");
        }
        for (const std::string& value : c.bad) {
            CAPTURE(value);
            CHECK(refused(with(of_kind(c.field), c.field, value)) != "ok");
        }
    }
}

TEST_CASE("registration: nothing happens before the birth", "[registration]") {
    CHECK(refused(with(test_fields(), "birth_date", "2021-12-13")) == "ok");
    CHECK(refused(with(test_fields(), "birth_date", "2021-12-15")) == "sampled_at");
    CHECK(refused(with(recovery(), "birth_date", "2021-09-01")) == "ok");
    CHECK(refused(with(recovery(), "birth_date", "2021-09-02")) == "positive_on");
    CHECK(refused(with(vaccination(), "birth_date", "2021-08-02")) == "vaccinated_on");
}

TEST_CASE("registration: a refusal names the field and never its content", "[registration]") {
    CHECK(refused(with(vaccination(), "dose", "Geheim")) == "dose");
    CHECK(refused(with(vaccination(), "dose", "100")) == "dose");
    CHECK(refused(with(recovery(), "valid_until", "2021-09-11")) == "valid_until");
    CHECK(refused(with(with(vaccination(), "surname", ""), "forename", "")) == "passport_surname");
    for (const char* secret : {"Geheim<x>", "1963-99-99", "900101-1234567"}) {
        for (const char* field : {"passport_surname", "birth_date", "vaccinated_on", "surname", "vaccine"}) {
            Registration record = record_of(with(vaccination(), field, secret));
            try {
                complete(record, kDefaults, test::value_sets(), kNow);
            } catch (const Error& e) {
                CHECK(std::string(e.what()).find(secret) == std::string::npos);
            }
        }
    }
}

TEST_CASE("registration: what follows from other fields is filled in", "[registration]") {
    struct Case {
        const char *name, *product, *type, *maker;
    };
    for (const Case& c : {Case{"Comirnaty", "EU/1/20/1528", "1119349007", "ORG-100030215"},
                          Case{"Spikevax", "EU/1/20/1507", "1119349007", "ORG-100031184"},
                          Case{"Vaxzevria", "EU/1/21/1529", "J07BX03", "ORG-100001699"},
                          Case{"Janssen", "EU/1/20/1525", "J07BX03", "ORG-100001417"},
                          Case{"Nuvaxovid", "EU/1/21/1618", "1162643001", "ORG-100032020"}}) {
        for (const char* vaccine : {c.name, c.product}) {
            Registration record = record_of(with(vaccination(), "vaccine", vaccine));
            complete(record, kDefaults, test::value_sets(), kNow);
            CHECK(record.vaccine == c.product);
            CHECK(record.vaccine_type == c.type);
            CHECK(record.manufacturer == c.maker);
            CHECK(record.country == "KR");
            CHECK(record.issuer == "Korea Disease Control and Prevention Agency");
        }
    }
    // Values that are given stay.
    Registration record =
        record_of(with(with(vaccination(), "manufacturer", "ORG-100001699"), "country", "DE"));
    complete(record, kDefaults, test::value_sets(), kNow);
    CHECK(record.manufacturer == "ORG-100001699");
    CHECK(record.country == "DE");
    // A vaccine of another maker does not have a row here, so its codes have to be given.
    CHECK(refused(with(vaccination(), "vaccine", "CoronaVac")) == "vaccine_type");
    CHECK(refused(with(with(with(vaccination(), "vaccine", "CoronaVac"), "vaccine_type", "1157024006"),
                       "manufacturer", "Sinovac-Biotech")) == "ok");
    CHECK_FALSE(set_registration_field(record, "resident_number", "1"));
    CHECK(registration_field("Surname") == nullptr);
}

TEST_CASE("registration: resident registration numbers", "[registration]") {
    for (const char* number : {"900101-1234567", "9001011234568", "000229-4234567", "991231-0000000",
                               "2101013000000",  // given since October 2020, without a check digit
                               "no. 900101-1234567.", "홍900101-1234567길동", "1-900101-1234567",
                               "12 900101-1234567", "900101-900101-1234567", "--900101-1234567-"}) {
        CAPTURE(number);
        CHECK(has_resident_number(number));
    }
    for (const char* other : {"",
                              "900101",
                              "900101-123456",
                              "900101-12345678",
                              "1900101-1234567",
                              "19001011234567",
                              "900101--1234567",
                              "900101 1234567",
                              "900101-123-4567",
                              "9001-011234567",
                              "901301-1234567",
                              "900001-1234567",
                              "900100-1234567",
                              "900132-1234567",
                              "9013011234567",
                              "9001321234567",
                              "90010a-1234567",
                              "1963-04-14",
                              "010-1234-5678",
                              "URN:UVCI:01:KR:0123456789ABCDEF#7",
                              "A9001011234567",
                              "9001011234567B",
                              "9001011234567",      // without a hyphen, the check digit has to be right
                              "1611225678901",      // milliseconds
                              "900229-1234567"}) {  // a day that never was
        CAPTURE(other);
        CHECK_FALSE(has_resident_number(other));
    }
    for (const char* field : {"surname", "forename", "issuer", "test_name", "test_centre"})
        CHECK(refused(with(of_kind(field), field, "nr 900101-1234567")) == field);
    CHECK(refused(with(vaccination(), "id", make_uvci("KR", "9001011234568"))) == "id");
}

TEST_CASE("registration: written as a record and read back", "[registration]") {
    for (const Fields& fields : {vaccination(), test_fields(), recovery()}) {
        Registration record = record_of(fields);
        complete(record, kDefaults, test::value_sets(), kNow);
        std::string text;
        json::Writer writer(text);
        writer.begin_object();
        write_registration(record, writer);
        writer.end_object();
        Registration again;
        for (const json::Member& member : json::check(text).members()) {
            const std::string value =
                member.value.is(json::Type::number) ? std::string(member.value.raw()) : member.value.string();
            CHECK(set_registration_field(again, member.key(), value));
        }
        complete(again, kDefaults, test::value_sets(), kNow);
        std::string twice;
        json::Writer second(twice);
        second.begin_object();
        write_registration(again, second);
        second.end_object();
        CHECK(twice == text);
    }
}

TEST_CASE("registration: samples are complete, the same for a seed, and of all kinds", "[registration]") {
    std::map<Kind, int> kinds;
    std::set<std::string> ids;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        for (std::uint64_t i = 0; i < 2000; ++i) {
            Registration record = sample_registration(seed, i), again = sample_registration(seed, i);
            std::string first, second;
            json::Writer one(first), two(second);
            try {
                complete(record, kDefaults, test::value_sets(), kNow);
                if (!record.name_source.empty()) FAIL("a name was transliterated");
                complete(again, kDefaults, test::value_sets(), kNow);
            } catch (const Error& e) {
                FAIL("seed " << seed << ", " << i << ": " << e.what() << " " << record.id);
            }
            write_registration(record, one);
            write_registration(again, two);
            if (first != second) FAIL("not the same");
            ++kinds[record.kind()];
            ids.insert(record.id);
        }
    }
    CHECK(ids.size() == 10'000);
    CHECK(kinds.size() == 3);
    for (const auto& [kind, n] : kinds) CHECK(n > 500);
}

TEST_CASE("registration: no made identifier looks like a resident registration number", "[registration]") {
    // By chance one in some thousands would contain such a number: thirteen digits in a row with a date in
    // front.
    std::size_t refused_ids = 0;
    for (std::uint64_t i = 0; i < 50'000; ++i) refused_ids += has_resident_number(unique_part(7, i));
    for (int i = 0; i < 50'000; ++i) refused_ids += has_resident_number(random_unique_part());
    CHECK(refused_ids == 0);
    CHECK(random_unique_part().size() == 32);
    CHECK(unique_part(1, 0) ==
          "ADB0622CC168B92F714314EB1F6324F6");  // on every machine, whatever its compiler
    CHECK(unique_part(7, 1) == unique_part(7, 1));
    CHECK(unique_part(7, 1) != unique_part(8, 1));
}

TEST_CASE("registration: an international certificate is about what its product is against",
          "[registration]") {
    Registration record = record_of(with(with(prophylaxis(), "nationality", "KR"), "identity", "M1"));
    complete(record, kDefaults, test::value_sets(), kNow);
    CHECK(record.vaccine == "YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0");
    CHECK(record.vaccine_type == "Yellow Fever");
    CHECK(record.manufacturer == "Sanofi Pasteur");
    CHECK(record.valid_from == "2021-08-11");  // ten days later (IHR, Annex 7)
    CHECK(record.nationality == "KOR");
    CHECK(record.identity_type == "PPN");
    // Polio has no such rule.
    record = record_of(with(prophylaxis(), "vaccine", "Picovax"));
    complete(record, kDefaults, test::value_sets(), kNow);
    CHECK(record.valid_from.empty());

    CHECK(refused(with(prophylaxis(), "vaccine", "스타마릴")) == "ok");
    CHECK(refused(with(prophylaxis(), "vaccine", "SinSaVac")) == "ok");      // without its trade mark
    CHECK(refused(with(prophylaxis(), "vaccine", "ShanIPV")) == "vaccine");  // two packages have this name
    CHECK(refused(with(prophylaxis(), "vaccine", "Comirnaty")) == "vaccine");
    CHECK(refused(with(vaccination(), "vaccine", "Stamaril")) == "vaccine");
    CHECK(refused(with(prophylaxis(), "manufacturer", "SANOFI PASTEUR")) == "ok");
    CHECK(refused(with(prophylaxis(), "manufacturer", "ORG-100030215")) == "manufacturer");
    for (const char* demanded : {"vaccine", "vaccinated_on", "birth_date"})
        CHECK(refused(with(prophylaxis(), demanded, "")) == demanded);
    CHECK(refused(with(prophylaxis(), "valid_from", "2021-07-31")) == "valid_from");
    CHECK(refused(with(prophylaxis(), "valid_until", "2021-08-10")) == "valid_until");
    CHECK(refused(with(prophylaxis(), "valid_until", "2041-08-10")) == "ok");
    // What says nothing of the record's kind is not judged.
    CHECK(refused(with(vaccination(), "sex", "x")) == "ok");
    for (const char* format : {"shc", "nzcp", "vds-nc"}) {
        std::string payload;
        json::Writer writer(payload);
        CHECK_THROWS_WITH(find_format(format)->write_payload(record, writer), Catch::StartsWith("type: "));
    }
}

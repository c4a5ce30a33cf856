#include "formats/registry/columns.hpp"

#include <algorithm>
#include <span>

#include "base/edit_distance.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"
#include "formats/registry/values.hpp"

namespace vpass {
namespace {

struct Synonym {
    std::string_view word;  // as plain_name() makes it
    std::string_view field;
};
// The table of all names of columns; vpass-records(5) has it as well.
constexpr Synonym kSynonyms[] = {
    {"구분", "type"},
    {"종류", "type"},
    {"유형", "type"},
    {"증명서종류", "type"},
    {"국가", "country"},
    {"국가코드", "country"},
    {"countrycode", "country"},
    {"증명서번호", "id"},
    {"발급번호", "id"},
    {"관리번호", "id"},
    {"certificateid", "id"},
    {"uvci", "id"},
    {"등록번호", "record_id"},
    {"접종번호", "record_id"},
    {"기록번호", "record_id"},
    {"접종기록번호", "record_id"},
    {"일련번호", "record_id"},
    {"recordnumber", "record_id"},
    {"recordno", "record_id"},
    {"registryid", "record_id"},
    {"성", "surname"},
    {"familyname", "surname"},
    {"lastname", "surname"},
    {"이름", "forename"},
    {"givenname", "forename"},
    {"givennames", "forename"},
    {"firstname", "forename"},
    {"forenames", "forename"},
    {"영문성", "passport_surname"},
    {"여권영문성", "passport_surname"},
    {"여권성", "passport_surname"},
    {"영문이름", "passport_forename"},
    {"여권영문이름", "passport_forename"},
    {"여권이름", "passport_forename"},
    {"생년월일", "birth_date"},
    {"출생일", "birth_date"},
    {"dateofbirth", "birth_date"},
    {"dob", "birth_date"},
    {"birthday", "birth_date"},
    {"발급기관", "issuer"},
    {"발급기관명", "issuer"},
    {"백신", "vaccine"},
    {"백신명", "vaccine"},
    {"백신종류", "vaccine"},
    {"백신제품", "vaccine"},
    {"제품명", "vaccine"},
    {"vaccineproduct", "vaccine"},
    {"vaccinename", "vaccine"},
    {"제조사", "manufacturer"},
    {"제조업체", "manufacturer"},
    {"차수", "dose"},
    {"접종차수", "dose"},
    {"접종회차", "dose"},
    {"dosenumber", "dose"},
    {"총접종횟수", "doses"},
    {"총차수", "doses"},
    {"총횟수", "doses"},
    {"totaldoses", "doses"},
    {"접종일", "vaccinated_on"},
    {"접종일자", "vaccinated_on"},
    {"접종날짜", "vaccinated_on"},
    {"dateofvaccination", "vaccinated_on"},
    {"vaccinationdate", "vaccinated_on"},
    {"검사종류", "test_type"},
    {"검사방법", "test_type"},
    {"검사명", "test_name"},
    {"시약명", "test_name"},
    {"검사기기", "test_device"},
    {"검사일시", "sampled_at"},
    {"채취일시", "sampled_at"},
    {"검체채취일시", "sampled_at"},
    {"dateofsample", "sampled_at"},
    {"결과", "result"},
    {"검사결과", "result"},
    {"testresult", "result"},
    {"검사기관", "test_centre"},
    {"검사소", "test_centre"},
    {"testcenter", "test_centre"},
    {"testingcentre", "test_centre"},
    {"testingcenter", "test_centre"},
    {"확진일", "positive_on"},
    {"확진일자", "positive_on"},
    {"유효시작일", "valid_from"},
    {"효력시작일", "valid_from"},
    {"유효종료일", "valid_until"},
    {"효력종료일", "valid_until"},
    {"만료일", "valid_until"},
    {"validto", "valid_until"},
    {"제조번호", "lot"},
    {"로트번호", "lot"},
    {"batch", "lot"},
    {"batchnumber", "lot"},
    {"batchno", "lot"},
    {"lotnumber", "lot"},
    {"lotno", "lot"},
    {"접종의사", "clinician"},
    {"접종자", "clinician"},
    {"의사", "clinician"},
    {"supervisingclinician", "clinician"},
    {"vaccinator", "clinician"},
    {"성별", "sex"},
    {"gender", "sex"},
    {"국적", "nationality"},
    {"여권번호", "identity"},
    {"passportnumber", "identity"},
    {"passportno", "identity"},
    {"보호자", "guardian"},
    {"법정대리인", "guardian"},
};
// Columns of whole names. We do not cut them into parts, since that would be a guess.
constexpr std::string_view kWholeNames[] = {"성명", "한글성명", "영문성명", "name", "fullname"};

// Returns the name in small letters, without the signs that people put between words.
std::string plain_name(std::string_view name) {
    std::string out = lower_case(composed(trimmed(name)));
    std::erase_if(out, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '.' || c == '\t'; });
    return out;
}

// "생년월일 (양력)" is near 생년월일: what stands in brackets may say that it is another thing, so it is no
// synonym.
std::string without_brackets(std::string_view name) {
    const std::size_t open = name.find_first_of("([");
    const bool is_tail = open != std::string_view::npos && (name.ends_with(')') || name.ends_with(']'));
    return std::string(is_tail ? name.substr(0, open) : name);
}

bool is_near(const std::string& name, std::string_view word) {
    if (name == word || without_brackets(name) == word) return true;
    const std::u32string a = code_points(name), b = code_points(word);
    constexpr std::size_t kMost = 40;  // letters of a name that is compared; no field's is as long
    if (a.size() > kMost || b.size() > kMost) return false;
    const bool hangul = !b.empty() && b.front() >= 0xac00;
    const std::size_t length = std::min(a.size(), b.size()) * (hangul ? 2 : 1);
    return edit_distance(a, b) <= (length >= 8 ? 2U : length >= 5 ? 1U : 0U);
}

const RegistrationField* field_of(std::string_view column) {
    const std::string name = plain_name(column);
    const RegistrationField* out = nullptr;
    for_each_registration_field([&](const RegistrationField& field) {
        if (plain_name(field_name(field)) == name) out = &field;
    });
    for (const Synonym& synonym : kSynonyms) {
        if (!out && synonym.word == name) out = registration_field(synonym.field);
    }
    return out;
}

bool is_whole_name(std::string_view column) {
    return std::ranges::find(kWholeNames, plain_name(column)) != std::end(kWholeNames);
}

}  // namespace

bool is_column_of(std::string_view column, std::string_view field) {
    const RegistrationField* const found = field_of(column);
    return found && field_name(*found) == field;
}

std::string nearest_field(std::string_view name) {
    if (registration_field(name)) return {};
    const std::string plain = plain_name(name);
    std::string out;
    for_each_registration_field([&](const RegistrationField& field) {
        if (out.empty() && is_near(plain, plain_name(field_name(field)))) out = field_name(field);
    });
    for (const Synonym& synonym : kSynonyms) {
        if (out.empty() && is_near(plain, synonym.word)) out = synonym.field;
    }
    return out;
}

const OtherField* find_field(std::span<const OtherField> fields, std::string_view column) {
    const std::string plain = plain_name(column);
    for (const OtherField& field : fields) {
        const auto is_it = [&](std::string_view word) { return plain_name(word) == plain; };
        if (is_it(field.name) || std::ranges::any_of(field.words, is_it)) return &field;
    }
    return nullptr;
}

std::string nearest_field(std::span<const OtherField> fields, std::string_view name) {
    const std::string plain = plain_name(name);
    for (const OtherField& field : fields) {
        const auto is_it = [&](std::string_view word) { return is_near(plain, plain_name(word)); };
        if (is_it(field.name) || std::ranges::any_of(field.words, is_it)) return std::string(field.name);
    }
    return {};
}

namespace {

std::string_view name_of(const Column& column) {
    return column.other ? column.other->name : field_name(*column.field);
}

// Throws Error for a column that cannot be read beside those in front of it.
void check_column(const std::vector<Column>& columns, std::size_t at, const ColumnRules& rules) {
    const Column& own = columns[at];
    const std::string& name = own.name;
    for (const Column& column : std::span(columns).first(at)) {
        if (column.name == name) throw Error(Code::bad_csv, "the header names column " + name + " twice");
        if (own.is_known() && column.field == own.field && column.other == own.other)
            throw Error(
                Code::bad_csv,
                "the columns " + column.name + " and " + name + " are both " + std::string(name_of(own)),
                "--columns " + name + "=FIELD or --carry " + name + " tells them apart");
    }
    if (own.is_known() || (rules.carried && rules.carried->contains(name))) return;
    if (rules.names_needed && is_whole_name(name))
        throw Error(Code::bad_csv, "the column " + name + " has whole names, and a pass needs their parts",
                    "make two columns of it, surname and forename");
    const std::string near = rules.others.empty() ? nearest_field(name) : nearest_field(rules.others, name);
    if (!near.empty())
        throw Error(
            Code::bad_csv, "the column " + name + " is not known: did you mean " + near + "?",
            "--columns " + name + "=" + near + " reads it so, --carry " + name + " carries it through");
    if (rules.carried)
        throw Error(Code::bad_csv, "the column " + name + " is not known",
                    "--columns " + name + "=FIELD reads it, --carry " + name + " carries it through");
}

Column column_of(const std::string& name, const ColumnRules& rules) {
    const auto said = rules.fields.find(name);
    const bool is_said = said != rules.fields.end();
    if (!is_said && rules.carried && rules.carried->contains(name)) return {name};
    if (!rules.others.empty())
        return {name, nullptr, find_field(rules.others, is_said ? said->second : name)};
    return {name, is_said ? registration_field(said->second) : field_of(name)};
}

}  // namespace

std::vector<Column> map_columns(const std::vector<std::string>& header, const ColumnRules& rules) {
    std::vector<Column> out;
    for (const std::string& written : header) out.push_back(column_of(std::string(trimmed(written)), rules));
    // A row without any field is not a header but somebody's record, which no message may repeat.
    if (std::ranges::none_of(out, &Column::is_known)) return out;
    for (std::size_t i = 0; i < out.size(); ++i) check_column(out, i, rules);
    return out;
}

}  // namespace vpass

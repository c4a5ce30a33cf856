// Checks the EU DCC schema (ehn-dcc-development/eu-dcc-schema, 1.0.0 to 1.3.3) as a table of fields, in the
// way that verifiers in practice must: a mistake of real issuers is a finding that warns; a fault that leaves
// the pass without meaning refuses it.
#include <algorithm>
#include <array>

#include "base/same_name.hpp"
#include "base/unicode.hpp"
#include "data/encoding.hpp"
#include "formats/hcert/hcert.hpp"
#include "formats/hcert/health_link.hpp"
#include "formats/hcert/icvp.hpp"
#include "formats/life_dates.hpp"
#include "formats/uvci.hpp"

namespace vpass::hcert {
namespace {

enum class FieldType { text, code, date, date_time, count, uvci };

struct Field {
    std::string_view name;
    FieldType type;
    bool required = true;
    ValueSet value_set = ValueSet::count_;  // for codes
    bool happened = false;                  // a date on which something was done: not before birth, not ahead
};

constexpr Field kVaccination[] = {
    {"tg", FieldType::code, true, ValueSet::disease},
    {"vp", FieldType::code, true, ValueSet::vaccine},
    {"mp", FieldType::code, true, ValueSet::product},
    {"ma", FieldType::code, true, ValueSet::manufacturer},
    {"dn", FieldType::count},
    {"sd", FieldType::count},
    {"dt", FieldType::date, true, ValueSet::count_, true},
    {"co", FieldType::code, true, ValueSet::country},
    {"is", FieldType::text},
    {"ci", FieldType::uvci},
};
constexpr Field kTest[] = {
    {"tg", FieldType::code, true, ValueSet::disease},
    {"tt", FieldType::code, true, ValueSet::test_type},
    {"nm", FieldType::text, false},
    {"ma", FieldType::code, false, ValueSet::test_device},
    {"sc", FieldType::date_time, true, ValueSet::count_, true},
    {"dr", FieldType::date_time, false},
    {"tr", FieldType::code, true, ValueSet::test_result},
    {"tc", FieldType::text, false},
    {"co", FieldType::code, true, ValueSet::country},
    {"is", FieldType::text},
    {"ci", FieldType::uvci},
};
constexpr Field kRecovery[] = {
    {"tg", FieldType::code, true, ValueSet::disease},
    {"fr", FieldType::date, true, ValueSet::count_, true},
    {"co", FieldType::code, true, ValueSet::country},
    {"is", FieldType::text},
    {"df", FieldType::date},
    {"du", FieldType::date},
    {"ci", FieldType::uvci},
};

constexpr std::size_t kMaxFields =
    std::max({std::size(kVaccination), std::size(kTest), std::size(kRecovery)});

struct GroupSchema {
    std::string_view name;
    std::span<const Field> fields;
};
constexpr GroupSchema kGroupSchemas[] = {
    {kGroups[0].name, kVaccination}, {kGroups[1].name, kTest}, {kGroups[2].name, kRecovery}};

constexpr std::string_view kVersions[] = {"1.0.0", "1.0.1", "1.1.0", "1.2.0", "1.2.1",
                                          "1.3.0", "1.3.1", "1.3.2", "1.3.3"};
constexpr std::size_t kMaxText = 80;  // in characters

class Checker {
 public:
    Checker(const ValueSets& value_sets, Findings& out) : value_sets_(value_sets), out_(out) {}

    // `latest` is the time of issue.
    void document(cbor::Value dcc, std::optional<UnixTime> latest) {
        if (!dcc.is(cbor::Type::map)) return report(finding::kMissingClaim, "");
        const auto [ver, nam, dob, v, t, r] =
            dcc.pick({"ver", "nam", "dob", kGroups[0].name, kGroups[1].name, kGroups[2].name});
        version(ver);
        name(nam);
        birth_date(dob);
        const std::size_t entries = group_entries(v, kGroupSchemas[0]) + group_entries(t, kGroupSchemas[1]) +
                                    group_entries(r, kGroupSchemas[2]);
        if (entries == 0) report(finding::kNoEntry, "");
        if (entries > 1) report(finding::kSeveralEntries, "");
        for (const LifeSlip& slip : find_life_slips(dob.untagged().text(), {&event_, 1}, latest))
            report(*slip.kind, slip.date ? event_pointer_ : "/dob");
    }

 private:
    void report(const FindingKind& kind, std::string pointer) {
        out_.push_back({&kind, "/payload" + std::move(pointer)});
    }

    void version(cbor::Value value) {
        if (!value.is(cbor::Type::text))
            return report(value ? finding::kWrongType : finding::kMissingField, "/ver");
        if (std::find(std::begin(kVersions), std::end(kVersions), value.text()) == std::end(kVersions)) {
            report(finding::kSchemaVersion, "/ver");
        }
    }

    void name(cbor::Value name) {
        if (!name.is(cbor::Type::map))
            return report(name ? finding::kWrongType : finding::kMissingField, "/nam");
        bool named = false;
        for (const char* part : {"fn", "fnt", "gn", "gnt"}) {
            const cbor::Value value = name[std::string_view(part)];
            const std::string pointer = std::string("/nam/") + part;
            if (!value) continue;
            if (value.is(cbor::Type::null)) {
                report(finding::kNullMember, pointer);
                continue;
            }
            if (!value.is(cbor::Type::text)) {
                report(finding::kWrongType, pointer);
                continue;
            }
            named |= !value.text().empty();
            if (is_longer(value.text(), kMaxText)) report(finding::kTooLong, pointer);
            if (pointer.ends_with('t')) standardised(value.text(), pointer);
        }
        if (!named)
            report(finding::kMissingField, "/nam");
        else if (!name["fnt"])
            report(finding::kBadName, "/nam/fnt");
    }

    // Letters with accents were copied from the name as it is written. They cannot be misread, so they only
    // warn.
    void standardised(std::string_view name, const std::string& pointer) {
        const auto is_plain = [](char32_t c) { return (c >= U'A' && c <= U'Z') || c == U'<'; };
        const auto is_accented = [&](char32_t c) {
            const std::u32string parts = decomposition(c);
            return is_mark(c) || (!parts.empty() && is_plain(parts[0]) &&
                                  std::all_of(parts.begin() + 1, parts.end(), is_mark));
        };
        if (std::ranges::all_of(name, is_plain)) return;
        const auto other = [&](char32_t c) { return !is_plain(c) && !is_accented(c); };
        report(std::ranges::any_of(code_points(name), other) ? finding::kBadName : finding::kAccentedName,
               pointer);
    }

    // A birth date is "1963-04-14", "1963-04", "1963" or empty, since some registers do not know the day.
    void birth_date(cbor::Value value) {
        if (!value) return report(finding::kMissingField, "/dob");
        if (value.is(cbor::Type::null)) return report(finding::kNullMember, "/dob");
        if (value.is(cbor::Type::tag)) report(finding::kTaggedDateTime, "/dob");
        value = value.untagged();
        if (!value.is(cbor::Type::text)) return report(finding::kWrongType, "/dob");
        const std::string_view text = value.text();
        const bool century = text.starts_with("19") || text.starts_with("20");
        bool shaped =
            text.empty() || (century && (text.size() == 4 || text.size() == 7 || text.size() == 10));
        for (std::size_t i = 0; i < text.size(); ++i) {
            shaped &= i == 4 || i == 7 ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
        }
        if (!shaped)
            report(finding::kOldBirthDate, "/dob");
        else if (!text.empty() && !is_partial_date(text))
            report(finding::kBadDate, "/dob");
    }

    std::size_t group_entries(cbor::Value group, const GroupSchema& schema) {
        const std::string pointer = "/" + std::string(schema.name);
        if (!group) return 0;
        if (group.is(cbor::Type::null)) return report(finding::kNullMember, pointer), 0;
        if (!group.is(cbor::Type::array)) return report(finding::kWrongType, pointer), 0;
        std::size_t n = 0;
        for (const cbor::Value value : group.elements()) {
            if (out_.is_complete()) return n;
            entry(value, schema, pointer + "/" + std::to_string(n++));
        }
        return n;
    }

    void entry(cbor::Value entry, const GroupSchema& schema, const std::string& pointer) {
        if (!entry.is(cbor::Type::map)) return report(finding::kWrongType, pointer);
        // We walk over the members once: looking up each field by itself would skip the others again for
        // every field.
        std::array<cbor::Value, kMaxFields> values{};
        for (const cbor::Member& member : entry.members()) {
            const std::string_view key = member.key.text();
            for (std::size_t i = 0; i < schema.fields.size(); ++i) {
                if (!same_name(schema.fields[i].name, key)) continue;
                values[i] = member.value;
                break;
            }
        }
        for (std::size_t i = 0; i < schema.fields.size(); ++i) {
            const Field& f = schema.fields[i];
            const cbor::Value value = values[i];
            const FindingKind* problem = nullptr;
            if (!value)
                problem = f.required ? &finding::kMissingField : nullptr;
            else if (value.is(cbor::Type::null))
                problem = f.required ? &finding::kMissingField : &finding::kNullMember;
            else
                problem = field(f, value);
            if (problem) report(*problem, pointer + "/" + std::string(f.name));
            if (!f.happened) continue;
            event_ = value.untagged().text();
            event_pointer_ = pointer + "/" + std::string(f.name);
        }
    }

    const FindingKind* field(const Field& f, cbor::Value value) {
        switch (f.type) {
            case FieldType::count:
                return count(value);
            case FieldType::date:
                return date(value);
            case FieldType::date_time:
                return date_time(value);
            default:
                break;
        }
        if (!value.is(cbor::Type::text)) return &finding::kWrongType;
        const std::string_view text = value.text();
        if (f.type == FieldType::code)
            return value_sets_.contains(f.value_set, text) ? nullptr : &finding::kValueSet;
        if (is_longer(text, kMaxText)) return &finding::kTooLong;
        if (f.type == FieldType::uvci && check_uvci(text) == UvciCheck::wrong)
            return &finding::kBadCheckCharacter;
        return nullptr;
    }

    static const FindingKind* count(cbor::Value value) {
        const auto number = value.integer();
        if (!number) return &finding::kWrongType;
        if (value.is_float()) return &finding::kFloatInteger;
        return *number < 1 ? &finding::kBadNumber : nullptr;
    }

    static const FindingKind* date(cbor::Value value) {
        const cbor::Value inner = value.untagged();
        if (!inner.is(cbor::Type::text)) return &finding::kWrongType;
        const std::string_view text = inner.text();
        if (text.empty()) return &finding::kMissingField;
        if (!parse_date(text.substr(0, 10))) return &finding::kBadDate;
        if (value.is(cbor::Type::tag)) return &finding::kTaggedDateTime;
        if (text.size() == 10) return nullptr;
        return parse_time_leniently(text).slip == TimeSlip::not_a_time ? &finding::kBadDate
                                                                       : &finding::kDateWithTime;
    }

    static const FindingKind* date_time(cbor::Value value) {
        const cbor::Value inner = value.untagged();
        // Tag 0 holds text, tag 1 seconds since 1970 (RFC 8949 §3.4). Encoders make either of a date-time
        // object.
        if (value.is(cbor::Type::tag) && inner.number()) return &finding::kTaggedDateTime;
        if (!inner.is(cbor::Type::text)) return &finding::kWrongType;
        if (inner.text().empty()) return &finding::kMissingField;
        switch (parse_time_leniently(inner.text()).slip) {
            case TimeSlip::not_a_time:
                return &finding::kBadDate;
            case TimeSlip::none:
                return value.is(cbor::Type::tag) ? &finding::kTaggedDateTime : nullptr;
            default:
                return &finding::kBadDateTime;
        }
    }

    const ValueSets& value_sets_;
    Findings& out_;
    std::string_view event_;  // what happened last; there is one entry
    std::string event_pointer_;
};

}  // namespace

void check_schema(const Envelope& envelope, const ValueSets& value_sets, Findings& out) {
    if (envelope.kind == Kind::health_link) return check_health_link(envelope, out);
    // WHO's data sets changed from draft to draft, so we show their content and require only that the
    // document has any.
    if (envelope.type == kDdccVaccination || envelope.type == kDdccTest || envelope.type == kProphylaxis) {
        if (!envelope.document.is(cbor::Type::map) || envelope.document.size() == 0)
            out.push_back({&finding::kMissingClaim, "/payload"});
        else if (envelope.type == kProphylaxis)
            check_icvp(envelope, out);
        return;
    }
    Checker(value_sets, out).document(envelope.document, envelope.issued_at);
}

}  // namespace vpass::hcert

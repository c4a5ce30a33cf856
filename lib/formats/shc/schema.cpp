// Checks what a SMART Health Card's payload must hold (smart-on-fhir/health-cards, docs/index.md), in one
// walk. A card without its essential claims is refused; any other mistake of issuers is a finding that warns.
#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "data/json_cursor.hpp"
#include "formats/life_dates.hpp"
#include "formats/numeric_date.hpp"
#include "formats/shc/fhir_rules.hpp"
#include "formats/shc/shc.hpp"

namespace vpass::shc {
namespace {

using json::Cursor;
using json::Type;

constexpr std::size_t kMaxRid = 24;
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The types of cards, after the beginning that they share.
constexpr std::string_view kCardTypes = "https://smarthealth.cards#";
constexpr std::string_view kKnownCardTypes[] = {"health-card", "immunization", "laboratory", "covid19"};

bool is_unknown_card_type(std::string_view type) {
    return type.starts_with(kCardTypes) &&
           std::ranges::find(kKnownCardTypes, type.substr(kCardTypes.size())) == std::end(kKnownCardTypes);
}

class Reader {
 public:
    explicit Reader(Envelope& out) : out_(out) {}

    void payload() {
        Cursor in(out_.json);
        path_[depth_++] = {"payload", 0};
        std::string_view key;
        bool nbf = false;
        for (in.enter_object(); in.next_member(key);) {
            const Step step(*this, key);
            if (key == "iss") {
                const json::Value iss = in.take();
                out_.issuer = iss.string();
                if (!iss.is(Type::string)) refuse_issuer("/payload/iss", out_);
            } else if (key == "nbf") {
                nbf = true;
                if (const auto time = read_time(in.take(), "/payload/nbf", out_.findings)) {
                    out_.issued_at = time->floor;
                    out_.begins_at(time->floor);
                }
            } else if (key == "exp") {
                if (const auto time = read_time(in.take(), "/payload/exp", out_.findings))
                    out_.ends_at(time->ceiling);
            } else if (key == "iat") {
                read_time(in.take(), "/payload/iat", out_.findings);  // cards are dated by nbf
            } else if (key == "vc" && in.type() == Type::object) {
                out_.json_document = credential(in);
            } else {
                in.skip();
            }
        }
        if (!in.compact()) report(finding::kNotMinified);
        if (out_.issuer.empty() && out_.malformed.empty())
            report(finding::kMissingClaim, "iss");
        else if (out_.malformed.empty() &&
                 (!out_.issuer.starts_with("https://") || out_.issuer.ends_with('/')))
            report(finding::kIssuerUrl, "iss");
        if (!nbf) report(finding::kMissingClaim, "nbf");
        if (!out_.json_document) report(finding::kMissingClaim, "vc");
        check_validity("/payload/exp", out_);
        life_dates();
    }

    void credential_alone(json::Value vc) {
        path_[depth_++] = {"payload", 0};
        path_[depth_++] = {"vc", 0};
        Cursor in(vc);
        if (in.type() != Type::object) return report(finding::kMissingClaim);
        out_.json_document = credential(in);
        life_dates();
    }

 private:
    // The position of the walk, as a JSON pointer that is only spelled out when there is something to report.
    struct Place {
        std::string_view key;  // empty: an element
        std::size_t index;
    };
    class Step {
     public:
        Step(Reader& reader, std::string_view key, std::size_t index = 0) : reader_(reader) {
            reader_.path_[reader_.depth_++] = {key, index};
        }
        ~Step() { --reader_.depth_; }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

     private:
        Reader& reader_;
    };

    void report(const FindingKind& kind, std::string_view member = {}) {
        std::string pointer;
        for (std::size_t i = 0; i < depth_; ++i)
            pointer +=
                "/" + (path_[i].key.empty() ? std::to_string(path_[i].index) : std::string(path_[i].key));
        if (!member.empty()) pointer += "/" + std::string(member);
        out_.findings.push_back({&kind, std::move(pointer)});
    }

    // A date of one entry: of the birth, or of the event.
    struct Dated {
        std::string date;
        std::size_t entry = 0;
        std::string_view member;
    };
    void note_date(std::string_view member, std::string_view text) {
        constexpr std::string_view kOccurrence = "occurrenceDateTime", kEffective = "effectiveDateTime";
        if (member == "birthDate") birth_ = {std::string(text), entry_, "birthDate"};
        if (member != kOccurrence && member != kEffective) return;
        const Dated dated{std::string(text), entry_, member == kOccurrence ? kOccurrence : kEffective};
        if (first_.date.empty() || dated.date < first_.date) first_ = dated;
        if (dated.date > last_.date) last_ = dated;
    }
    // A pointer is only spelled out when there is something to report.
    void life_dates() {
        const Dated* const dated[] = {&birth_, &first_, &last_};
        const std::string_view events[] = {first_.date, last_.date};
        const std::size_t different = first_.entry == last_.entry ? 1 : 2;
        for (const LifeSlip& slip :
             find_life_slips(birth_.date, std::span(events).first(different), out_.issued_at)) {
            const Dated& date = *dated[slip.date];
            out_.findings.push_back({slip.kind, "/payload/vc/credentialSubject/fhirBundle/entry/" +
                                                    std::to_string(date.entry) + "/resource/" +
                                                    std::string(date.member)});
        }
    }

    json::Value credential(Cursor& in) {
        const char* const start = in.position();
        bool health_card = false, subject_seen = false;
        std::string_view key;
        for (in.enter_object(); in.next_member(key);) {
            const Step step(*this, key);
            if (key == "type") {
                health_card = types(in.take());
            } else if (key == "rid") {
                revocation_id(in.take());
            } else if (key == "credentialSubject" && in.type() == Type::object) {
                subject_seen = true;
                subject(in);
            } else if (is_credential_date(key)) {
                read_credential_date(key, in.take(), "/payload/vc/" + std::string(key), out_);
            } else {
                if (key == "@context") report(finding::kW3cForm);
                in.skip();
            }
        }
        if (!health_card) report(finding::kCredentialType, "type");
        if (!subject_seen) report(finding::kMissingClaim, "credentialSubject");
        return in.since(start);
    }

    bool types(json::Value list) {
        bool health_card = false;
        for (const json::Value type : list.elements()) {
            const std::string_view text = type.string(scratch_);
            health_card |= text == kHealthCard;
            if (is_unknown_card_type(text)) report(finding::kUnknownCardType);
            if (text == "VerifiableCredential") report(finding::kW3cForm);
        }
        return health_card;
    }

    void revocation_id(json::Value value) {
        out_.rid = value.string();
        if (out_.rid.empty() || out_.rid.size() > kMaxRid ||
            out_.rid.find_first_not_of(kBase64Url) != std::string::npos)
            report(finding::kRevocationId);
    }

    void subject(Cursor& in) {
        bool version_seen = false, bundle_seen = false;
        std::string_view key;
        for (in.enter_object(); in.next_member(key);) {
            const Step step(*this, key);
            if (key == "fhirVersion") {
                version_seen = true;
                if (!in.take().string(scratch_).starts_with("4.0.")) report(finding::kFhirVersion);
            } else if (key == "fhirBundle" && in.type() == Type::object) {
                bundle_seen = true;
                bundle(in);
            } else {
                in.skip();
            }
        }
        if (!version_seen) report(finding::kFhirVersion, "fhirVersion");
        if (!bundle_seen) report(finding::kMissingClaim, "fhirBundle");
    }

    void bundle(Cursor& in) {
        bool is_bundle = false;
        std::size_t entries = 0;
        std::string_view key;
        for (in.enter_object(); in.next_member(key);) {
            const Step step(*this, key);
            if (key == "resourceType") {
                is_bundle = in.take().string(scratch_) == "Bundle";
            } else if (key == "type") {
                if (in.take().string(scratch_) != "collection") report(finding::kFhirSchema);
            } else if (key == "entry" && in.enter_array()) {
                while (in.next_element()) entry(in, entries++);
            } else {
                in.skip();
            }
        }
        if (!is_bundle) report(finding::kFhirSchema, "resourceType");
        if (entries == 0) report(finding::kNoEntry, "entry");
        if (referenced_ > entries) report(finding::kReference, "entry");
        out_.type = out_.kind == Kind::other ? "health-card" : kind_name(out_.kind);
    }

    void entry(Cursor& in, std::size_t index) {
        const Step place(*this, {}, index);
        entry_ = index;
        if (!in.enter_object()) {
            report(finding::kWrongType);
            return in.skip();
        }
        bool named = false, resource_seen = false;
        std::string_view key;
        while (in.next_member(key)) {
            const Step step(*this, key);
            if (key == "fullUrl") {
                named = resource_number(in.take().string(scratch_)).has_value();
            } else if (key == "resource" && in.type() == Type::object) {
                resource_seen = true;
                resource(in);
            } else {
                in.skip();
            }
        }
        if (!named) report(finding::kFullUrl, "fullUrl");
        if (!resource_seen) report(finding::kFhirSchema, "resource");
    }

    // "resource:12"
    static std::optional<std::size_t> resource_number(std::string_view url) {
        constexpr std::string_view scheme = "resource:";
        if (!url.starts_with(scheme)) return {};
        url.remove_prefix(scheme.size());
        if (url.empty() || url.size() > 6 || url.find_first_not_of("0123456789") != std::string_view::npos)
            return {};
        std::size_t number = 0;
        for (const char c : url) number = number * 10 + static_cast<std::size_t>(c - '0');
        return number;
    }

    void resource(Cursor& in) {
        fhir::ResourceRules rules;
        std::string_view key;
        for (in.enter_object(); in.next_member(key);) {
            const Step step(*this, key);
            const Type type = in.type();
            std::string_view text;
            if (key == "id" || key == "text") report(finding::kNotMinimal);
            if (type == Type::string)
                text = in.take().string(scratch_);
            else if (key == "meta")
                meta(in);
            else
                element(in, false);
            if (key == "resourceType") {
                note_kind(text);
                if (text.empty()) report(finding::kFhirSchema);
            }
            note_date(key, text);
            rules.see(key, type, text);
        }
        for (const std::string_view member : rules.wrong()) report(finding::kFhirSchema, member);
        if (rules.is_unfinished_immunization()) report(finding::kNotCompleted, "status");
    }

    void note_kind(std::string_view type) {
        if (type == "Immunization")
            out_.kind = Kind::vaccination;
        else if ((type == "Observation" || type == "DiagnosticReport") && out_.kind == Kind::other)
            out_.kind = Kind::test;
    }

    void meta(Cursor& in) {
        if (!in.enter_object()) return in.skip();
        std::string_view key;
        while (in.next_member(key)) {
            const Step step(*this, key);
            if (key != "security") report(finding::kNotMinimal);
            in.skip();
        }
    }

    // Reads any FHIR element. A `text` beside a `coding` is CodeableConcept.text, a `display` inside is
    // Coding.display.
    void element(Cursor& in, bool coding) {
        if (in.enter_array()) {
            for (std::size_t i = 0; in.next_element(); ++i) {
                const Step step(*this, {}, i);
                element(in, coding);
            }
            return;
        }
        if (!in.enter_object()) return in.skip();
        bool has_text = false, has_coding = false;
        std::string_view key;
        while (in.next_member(key)) {
            const Step step(*this, key);
            has_text |= key == "text";
            has_coding |= key == "coding";
            if (coding && key == "display") report(finding::kNotMinimal);
            if (key == "reference" && in.type() == Type::string)
                reference(in.take().string(scratch_));
            else
                element(in, key == "coding");
        }
        if (has_text && has_coding) report(finding::kNotMinimal, "text");
    }

    void reference(std::string_view url) {
        const auto number = resource_number(url);
        if (!number) return report(finding::kReference);
        referenced_ = std::max(referenced_, *number + 1);
    }

    Envelope& out_;
    std::array<Place, limits::kJsonDepth + 2> path_;
    std::size_t depth_ = 0;
    std::size_t entry_ = 0;  // the one that the walk is in
    Dated birth_, first_, last_;
    std::size_t referenced_ = 0;  // one above the highest entry that a reference names
    std::string scratch_;
};

}  // namespace

void read_payload(Envelope& out) { Reader(out).payload(); }
void read_credential(json::Value vc, Envelope& out) { Reader(out).credential_alone(vc); }

}  // namespace vpass::shc

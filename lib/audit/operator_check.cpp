#include "audit/operator_check.hpp"

#include <cstdlib>
#include <limits>

#include "audit/finding_codes.hpp"

namespace vpass {
namespace {

constexpr UnixTime kDay = 86400;
constexpr auto kAll = std::numeric_limits<std::int64_t>::max();

// Returns true for accounts that stand for a machine or for anybody.
bool is_generic(std::string_view name) {
    static const std::set<std::string_view> names{"root", "admin", "administrator", "operator", "user",
                                                  "test", "guest", "shared",        "nobody",   "system"};
    return names.contains(name);
}

// The finding of an oddity, and the member of its evidence that holds what is usual.
struct OddityFinding {
    const FindingCode& code;
    const char* usual;
};
OddityFinding finding_of(Activity::Oddity::Kind kind) {
    switch (kind) {
        case Activity::Oddity::Kind::dormant:
            return {audit::kDormantBurst, "silent_days"};
        case Activity::Oddity::Kind::rate:
            return {audit::kRate, "median_hour"};
        case Activity::Oddity::Kind::hour:
            return {audit::kOddHour, "days_before"};
        case Activity::Oddity::Kind::shared:
            break;
    }
    return {audit::kSharedOperator, "hours_at_work"};
}

}  // namespace

OperatorCheck::OperatorCheck(const Register& rows, FindingSink& findings) : rows_(rows), findings_(findings) {
    for (const RegisterKey& key : rows.keys()) issuers_[key.key] = key.issuer;
}

void OperatorCheck::read() {
    rows_.passes(0, kAll, [&](const RegisterPass& pass) { read_pass(pass); });
    rows_.events(0, kAll, [&](const RegisterEvent& event) {
        const RegisterBatch* batch = batch_of(event.batch);
        if (!batch || batch->operator_name.empty())
            findings_.add(audit::kNoOperator, Subject::index(event.entry), {});
    });
}

void OperatorCheck::read_pass(const RegisterPass& pass) {
    const RegisterBatch* batch = batch_of(pass.batch);
    const std::string name = batch ? batch->operator_name : "";
    if (name.empty()) {
        findings_.add(audit::kNoOperator, Subject::index(pass.entry),
                      [&](json::Writer& w) { w.text("id", pass.id); });
    } else {
        by_operator_[name].add(pass.issued_at);
    }
    by_issuer_[issuers_[pass.key]].add(pass.issued_at);
    ++passes_;
    if (!batch || std::abs(pass.issued_at - batch->time) <= kDay) return;
    findings_.add(audit::kBackdated, Subject::index(pass.entry), [&](json::Writer& w) {
        w.text("id", pass.id).text("operator", name).text("issued_at", format_rfc3339(pass.issued_at));
        w.text("signed_at", format_rfc3339(batch->time));
    });
}

void OperatorCheck::judge(const ActivityLimits& limits) {
    for (const auto& [name, activity] : by_operator_) judge(true, name, activity, limits);
    for (const auto& [name, activity] : by_issuer_) judge(false, name, activity, limits);
}

void OperatorCheck::check_names(const std::optional<std::set<std::string>>& staff) {
    for (const auto& [name, activity] : by_operator_) {
        const bool is_unknown = staff && !staff->contains(name);
        if (!is_unknown && !is_generic(name)) continue;
        findings_.add(is_unknown ? audit::kUnknownOperator : audit::kSharedOperator, Subject::id(name),
                      [total = activity.total()](json::Writer& w) { w.key("passes").integer(total); });
    }
}

void OperatorCheck::check_stock(const DoseStock& stock) {
    for (const auto& [name, activity] : stock.by_issuer ? by_issuer_ : by_operator_) {
        const auto row = stock.doses.find(name);
        const std::uint64_t doses = row == stock.doses.end() ? 0 : row->second;
        if (activity.total() <= doses) continue;
        findings_.add(audit::kBeyondStock, Subject::id(name),
                      [doses, total = activity.total()](json::Writer& w) {
                          w.key("passes").integer(total);
                          w.key("doses").integer(doses);
                      });
    }
}

const RegisterBatch* OperatorCheck::batch_of(std::int64_t batch) {
    auto known = batches_.find(batch);
    if (known == batches_.end()) known = batches_.emplace(batch, rows_.find_batch(batch)).first;
    return known->second ? &*known->second : nullptr;
}

void OperatorCheck::judge(bool is_operator, const std::string& name, const Activity& activity,
                          const ActivityLimits& limits) {
    using Oddities = Activity::Oddity::Kind;
    for (const Activity::Oddity& oddity : activity.oddities(limits)) {
        if (!is_operator && oddity.kind != Oddities::dormant && oddity.kind != Oddities::rate) continue;
        const OddityFinding finding = finding_of(oddity.kind);
        findings_.add(finding.code, Subject::id(name), [&](json::Writer& w) {
            w.text("of", is_operator ? "operator" : "issuer").text("from", format_rfc3339(oddity.from));
            w.key("passes").integer(oddity.passes);
            w.key(finding.usual).integer(oddity.usual);
        });
    }
}

}  // namespace vpass

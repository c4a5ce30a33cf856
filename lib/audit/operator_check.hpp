#pragma once
// Audits who is responsible for the passes of a register: accounts that belong to nobody, unusual activity,
// and more passes than there were doses.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "audit/finding.hpp"
#include "audit/operators.hpp"
#include "ledger/ledger.hpp"

namespace vpass {

// The doses that each operator, or each issuer, was given. A name that is not in the table had none.
struct DoseStock {
    bool by_issuer = false;
    std::map<std::string, std::uint64_t> doses;
};

// One thread uses it, as the register, and both `rows` and `findings` must outlive it. read() comes first;
// the other questions may then be asked in any order.
class OperatorCheck {
 public:
    OperatorCheck(const Register& rows, FindingSink& findings);

    void read();
    void judge(const ActivityLimits& limits);
    // Reports names that are not among `staff`, if given, and names that stand for a machine or for anybody.
    void check_names(const std::optional<std::set<std::string>>& staff);
    void check_stock(const DoseStock& stock);

    std::uint64_t passes() const { return passes_; }
    std::size_t operators() const { return by_operator_.size(); }

 private:
    void read_pass(const RegisterPass& pass);
    const RegisterBatch* batch_of(std::int64_t batch);
    void judge(bool is_operator, const std::string& name, const Activity& activity,
               const ActivityLimits& limits);

    const Register& rows_;
    FindingSink& findings_;
    std::unordered_map<std::int64_t, std::optional<RegisterBatch>> batches_;
    std::unordered_map<std::int64_t, std::string> issuers_;
    std::map<std::string, Activity> by_operator_, by_issuer_;
    std::uint64_t passes_ = 0;
};

}  // namespace vpass

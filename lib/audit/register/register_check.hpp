#pragma once
// Compares the register with the log: everything that an entry is committed to is computed anew from the
// register's rows. A row that does not fit is reported with its column, and with the value that the log is
// committed to where that can be found out.
#include <map>
#include <set>
#include <unordered_map>

#include "audit/finding.hpp"
#include "ledger/ledger.hpp"
#include "log/entry.hpp"
#include "revocation/slots.hpp"

namespace vpass {

class RegisterCheck {
 public:
    RegisterCheck(const Register& rows, FindingSink& findings) : rows_(rows), findings_(findings) {}

    // Is called with each entry of the log in order.
    void visit(std::uint64_t index, Bytes bytes);
    // Is called after the last entry, and checks that the tables agree with each other.
    void finish();

    std::uint64_t erased() const { return erased_; }

 private:
    struct Row {  // one of them, or none
        std::optional<RegisterPass> pass;
        std::optional<RegisterEvent> event;
    };
    struct Batch {
        RegisterBatch row;
        Sha256 audit{};  // of the record
    };
    struct Key {
        RegisterKey row;
        std::array<Byte, 8> kid{};
        std::optional<SlotPermutation> permutation;
    };

    void load(std::uint64_t first);
    const Batch* batch(std::int64_t number, std::uint64_t index);
    void check_batch(const Batch& batch, std::uint64_t index);
    void check(const RegisterPass& pass, const LogEntry& entry);
    void check(const RegisterEvent& event, const LogEntry& entry);
    bool check_subject(const RegisterEvent& event);
    bool check_slot(const RegisterPass& pass);
    bool check_head(std::uint64_t index, const std::string& id, LogEntryType type,
                    std::optional<std::int64_t> key, std::int64_t batch, const LogEntry& entry);
    void diagnose(const RegisterPass& pass, const LogEntry& entry, const Sha256& audit);
    void diagnose(const RegisterEvent& event, const LogEntry& entry, const Sha256& audit);
    void find(const FindingCode& code, std::uint64_t index, const std::string& id, const Evidence& evidence);
    void wrong(std::uint64_t index, const std::string& id, const std::string& problem);

    const Register& rows_;
    FindingSink& findings_;
    std::vector<Row> chunk_;
    std::uint64_t first_ = 0, end_ = 0;
    std::uint64_t erased_ = 0;
    std::unordered_map<std::int64_t, Key> keys_;
    std::unordered_map<std::int64_t, std::optional<Batch>> batches_;
    std::map<std::uint64_t, Sha256> publications_;  // manifests by the number of their entry
};

}  // namespace vpass

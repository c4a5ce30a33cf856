#pragma once
// What `sign --ledger` adds to `sign`: each pass gets a slot of its key's status list, and leaves only once
// the ledger holds it durably.
#include <map>

#include "ledger_run.hpp"
#include "vpass/record.hpp"
#include "vpass/sign.hpp"
#include "vpass/slots.hpp"

namespace vpass::tools {

class SignLedger {
 public:
    // Opens the ledger; makes one where there is none.
    SignLedger(const LedgerOptions& options, const SigningKey& key, const std::string& issuer, UnixTime time,
               bool short_status, bool quiet);

    // For any thread: readies a request whose other members are set. Slots that come to nothing are lost.
    // Error "bad-key" when the key cannot sign this format for this issuer.
    void assign(SignRequest& request);

    // The row of a pass that was made of such a request and of this record.
    RegisterPass row(const SignRequest& request, const SignedPass& pass, const Record& record) const;

    void remember() const;  // once all is released: this user knows the log's newest checkpoint

    // Answers whose `extra` is a std::vector<RegisterPass> wait here until these are in the ledger.
    std::unique_ptr<OutputGate> make_gate(OutputGate::Outside outside);

 private:
    friend class LedgerGate;
    const LedgerOptions& options_;
    bool quiet_;
    struct Key {
        RegisterKey row;
        SlotPermutation permutation;
        CountBlocks counts;
        Key(const Ledger& ledger, RegisterKey from)
            : row(std::move(from)), permutation(row.permutation), counts(ledger.counts(row)) {}
    };
    std::unique_ptr<Ledger> ledger_;
    std::map<const Format*, std::shared_ptr<Key>> keys_;  // shared by formats with one kid
    std::map<const Format*, Error> refused_;
    bool short_status_;
};

}  // namespace vpass::tools

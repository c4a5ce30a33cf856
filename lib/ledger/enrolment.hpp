#pragma once
// Enters new passes into a ledger: each gets a slot of its key's status list before it is signed, and a row
// of the register afterwards.
#include <map>
#include <memory>

#include "ledger/known_ids.hpp"
#include "ledger/ledger.hpp"
#include "passes/sign.hpp"
#include "revocation/slots.hpp"

namespace vpass {

// Any number of threads may use it, but append() is for the ledger's own thread. The ledger must outlive it.
class Enrolment {
 public:
    // Makes rows for the key, one for each of its names, for all formats that it can sign. `issuer` overrides
    // the certificate's when it is not empty. With `short_status` passes name their slot alone, without the
    // name of the list.
    Enrolment(Ledger& ledger, const SigningKey& key, const std::string& issuer, bool short_status);

    // Throws Error "bad-key" when the key cannot sign this format for this issuer.
    void check(const Format& format) const;

    // Returns the name by which a payload of this format, under the id of its record, is recognised when it
    // comes again.
    PayloadName name(const Format& format, const json::Value& payload, std::string id) const;

    // Readies a request whose other members are set. A slot that is not used is lost.
    void assign(SignRequest& request);

    // Returns the row of a pass that was made of such a request.
    RegisterPass row(const SignRequest& request, const SignedPass& pass, const PayloadName& name) const;

    // Appends such rows to the ledger; they are durable when it returns.
    void append(std::span<RegisterPass> rows);

 private:
    struct Key {
        RegisterKey row;
        SlotPermutation permutation;
        CountBlocks counts;
        Key(const Ledger& ledger, RegisterKey from)
            : row(std::move(from)), permutation(row.permutation), counts(ledger.counts(row)) {}
    };
    Ledger& ledger_;
    std::map<const Format*, std::shared_ptr<Key>> keys_;  // shared by formats with one kid
    std::map<const Format*, Error> refused_;
    bool short_status_;
};

}  // namespace vpass

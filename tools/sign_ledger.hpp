#pragma once
// What `sign --ledger` adds to `sign`: each pass gets a slot of its key's status list, and leaves only once
// the ledger holds it durably.
#include <condition_variable>
#include <map>
#include <mutex>

#include "known_ids.hpp"
#include "passes/sign.hpp"
#include "revocation/slots.hpp"
#include "shared/ledger_options.hpp"

namespace vpass::tools {

class SignLedger {
 public:
    // Opens the ledger; makes one where there is none.
    SignLedger(const LedgerOptions& options, const SigningKey& key, const std::string& issuer, UnixTime time,
               bool short_status, bool quiet);

    // For any thread. Error "bad-key" when the key cannot sign this format for this issuer.
    void check(const Format& format) const;

    // For any thread, which waits for its turn: says of the payloads of lines [first, end) whether they come
    // again. Every line is in one call; abandon() ends the waiting when a thread cannot make its call.
    std::vector<KnownIds::Answer> screen(std::size_t first, std::size_t end, std::span<PayloadName> payloads);
    void abandon();

    // For any thread: readies a request whose other members are set. Slots that come to nothing are lost.
    void assign(SignRequest& request);

    // The row of a pass that was made of such a request.
    RegisterPass row(const SignRequest& request, const SignedPass& pass, const PayloadName& name) const;

    void remember() const;  // once all is released: this user knows the log's newest checkpoint

    // Answers whose `extra` is a std::vector<RegisterPass> wait here until these are in the ledger.
    std::unique_ptr<OutputGate> make_gate(OutputGate::Outside outside);

 private:
    friend class LedgerGate;
    const LedgerOptions& options_;
    bool quiet_;
    void settle(std::unique_lock<std::mutex>& turn);
    void made_durable(std::size_t batches);
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
    std::unique_ptr<KnownIds> known_;
    std::mutex turn_mutex_;
    std::condition_variable turn_changed_;
    std::size_t next_line_ = 0;               // whose turn it is; 0: nobody had one yet
    std::size_t screened_ = 0, durable_ = 0;  // batches
    bool abandoned_ = false;
};

}  // namespace vpass::tools

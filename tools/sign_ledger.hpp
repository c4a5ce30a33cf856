#pragma once
// The ledger of `sign --ledger`: threads enter passes in the order of the input, and a pass leaves only once
// the ledger holds it durably.
#include <condition_variable>
#include <mutex>

#include "ledger/enrolment.hpp"
#include "shared/by_batch.hpp"
#include "shared/ledger_options.hpp"

namespace vpass::tools {

class SignLedger {
 public:
    // Opens the ledger; makes one where there is none.
    SignLedger(const LedgerOptions& options, const SigningKey& key, const std::string& issuer, UnixTime time,
               bool short_status, bool quiet);

    Enrolment& enrolment() { return *enrolment_; }

    // Any thread may call this, and waits for its turn. It says for the payloads of lines [first, end)
    // whether they come again. Every line is in one call; abandon() ends the waiting when a thread cannot
    // make its call.
    std::vector<KnownIds::Known> screen(std::size_t first, std::size_t end,
                                        std::span<const PayloadName> payloads);
    void abandon();

    // For any thread: the answer to this batch waits at the gate until these rows are in the ledger.
    void keep(std::size_t batch, std::vector<RegisterPass> rows) { rows_.keep(batch, std::move(rows)); }

    void remember() const;  // once all is released: this user knows the log's newest checkpoint

    // Holds answers back until the rows of their batches are in the ledger.
    std::unique_ptr<OutputGate> make_gate(OutputGate::Downstream outside);

 private:
    friend class LedgerGate;
    const LedgerOptions& options_;
    bool quiet_;
    void settle(std::unique_lock<std::mutex>& turn);
    void made_durable(std::size_t batches);
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<Enrolment> enrolment_;
    std::unique_ptr<KnownIds> known_;
    ByBatch<std::vector<RegisterPass>> rows_;
    std::mutex turn_mutex_;
    std::condition_variable turn_changed_;
    std::size_t next_line_ = 0;               // whose turn it is; 0: nobody had one yet
    std::size_t screened_ = 0, durable_ = 0;  // batches
    bool abandoned_ = false;
};

}  // namespace vpass::tools

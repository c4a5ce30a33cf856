#include "sign_ledger.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <iterator>
#include <thread>

namespace vpass::tools {

using Rows = std::vector<RegisterPass>;
using Clock = std::chrono::steady_clock;

SignLedger::SignLedger(const LedgerOptions& options, const SigningKey& key, const std::string& issuer,
                       UnixTime time, bool short_status, bool quiet)
    : options_(options), quiet_(quiet) {
    if (!Ledger::exists(options.folder)) {
        Ledger::create(options.folder, LedgerConfig::made_up());
        if (!quiet) {
            message("", "made the ledger " + options.folder + " of the log " +
                            read_ledger_config(options.folder).name);
        }
    }
    ledger_ = open_ledger(options, time, "sign", quiet);
    ledger_->rows().update_lookup();
    known_ = std::make_unique<KnownIds>(ledger_register(options.folder));
    enrolment_ = std::make_unique<Enrolment>(*ledger_, key, issuer, short_status);
}

// Payloads are screened in the order of the input, so that of two lines with one id the first is signed,
// whatever --jobs is.
std::vector<KnownIds::Known> SignLedger::screen(std::size_t first, std::size_t end,
                                                std::span<const PayloadName> payloads) {
    std::unique_lock lock(turn_mutex_);
    turn_changed_.wait(lock, [&] { return next_line_ == 0 || next_line_ == first || abandoned_; });
    if (known_->is_full()) settle(lock);
    if (abandoned_) throw Error(Code::log_failed, "another part of the run has failed");
    auto known = known_->ask(payloads);
    next_line_ = end;
    ++screened_;
    turn_changed_.notify_all();
    return known;
}

// Waits until the ledger holds everything that had its turn. Whoever writes to it then waits for the next
// turn.
void SignLedger::settle(std::unique_lock<std::mutex>& turn) {
    turn_changed_.wait(turn, [&] { return durable_ == screened_ || abandoned_; });
    if (abandoned_) return;
    ledger_->rows().update_lookup();
    known_->forget();
}

void SignLedger::made_durable(std::size_t batches) {
    const std::lock_guard lock(turn_mutex_);
    durable_ += batches;
    turn_changed_.notify_all();
}

void SignLedger::abandon() {
    const std::lock_guard lock(turn_mutex_);
    abandoned_ = true;
    turn_changed_.notify_all();
}

void SignLedger::remember() const { remember_ledger(options_, *ledger_, quiet_); }

// Commits groups: while one group of answers is made durable the next one gathers. Making a group durable
// costs the same for one pass as for thousands. So under load a group waits until the time for the last one
// is a fifth of all, and a pass that comes alone does not wait.
class LedgerGate : public OutputGate {
 public:
    LedgerGate(SignLedger& signer, Downstream outside)
        : signer_(signer), outside_(std::move(outside)), thread_([this] { run(); }) {}
    ~LedgerGate() override { end(false); }
    LedgerGate(const LedgerGate&) = delete;
    LedgerGate& operator=(const LedgerGate&) = delete;

    void hold(Answer&& answer) override {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return held_bytes_ < kGroupBytes || failure_; });
        if (failure_) std::rethrow_exception(failure_);
        held_bytes_ += answer.out.size();
        held_.push_back(std::move(answer));
        changed_.notify_all();
    }
    void close() override {
        end(true);
        if (failure_) std::rethrow_exception(failure_);
    }

 private:
    static constexpr std::size_t kGroupBytes = 8 << 20;
    static constexpr int kPause = 4;  // in units of the time that the last group took

    void end(bool release) {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
            if (!release) held_.clear();
            changed_.notify_all();
        }
        if (thread_.joinable()) thread_.join();
    }

    // Returns the next group; empty at the end.
    std::deque<Answer> gather() {
        std::unique_lock lock(mutex_);
        changed_.wait_until(lock, not_before_, [&] { return held_bytes_ >= kGroupBytes || closing_; });
        changed_.wait(lock, [&] { return !held_.empty() || closing_; });
        held_bytes_ = 0;
        changed_.notify_all();
        return std::exchange(held_, {});
    }

    void run() {
        try {
            for (auto group = gather(); !group.empty(); group = gather()) {
                const auto start = Clock::now();
                make_durable(group);
                signer_.made_durable(group.size());
                const auto end = Clock::now();
                not_before_ = end + kPause * (end - start);
                for (Answer& answer : group) outside_.release(answer);
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            failure_ = std::current_exception();
            changed_.notify_all();
            outside_.stop();
            signer_.abandon();
        }
    }

    void make_durable(std::deque<Answer>& group) {
        Rows rows;
        for (Answer& answer : group) {
            if (auto more = signer_.rows_.take(answer.batch))
                std::ranges::move(*more, std::back_inserter(rows));
        }
        if (rows.empty()) return;
        signer_.enrolment_->append(rows);
    }

    SignLedger& signer_;
    Downstream outside_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Answer> held_;
    std::size_t held_bytes_ = 0;
    Clock::time_point not_before_{};
    bool closing_ = false;
    std::exception_ptr failure_;
    std::thread thread_;  // last: it uses all of the above
};

std::unique_ptr<OutputGate> SignLedger::make_gate(OutputGate::Downstream outside) {
    return std::make_unique<LedgerGate>(*this, std::move(outside));
}

}  // namespace vpass::tools

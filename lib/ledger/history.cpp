#include "ledger/history.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "ledger/ledger.hpp"
#include "ledger/ledger_entries.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLastEntries = 4096;  // compared where no checkpoint was recorded

std::string entries(std::uint64_t count) { return counted_entries(count); }

class History {
 public:
    History(const fs::path& ledger, Register& rows, const LogWriter& log,
            const std::vector<LedgerTrace>& traces)
        : ledger_(ledger), rows_(rows), log_(log), traces_(traces), released_(rows.released()) {}

    std::uint64_t check() {
        check_log();
        check_register();
        check_traces();
        const std::uint64_t dropped = drop_unreleased();
        const Checkpoint& head = log_.checkpoint();
        const std::uint64_t first =
            released_ ? released_->size : head.size - std::min(head.size, kLastEntries);
        if (!same_entries(ledger_, rows_, log_, first)) forked("what the register says of its last entries");
        if (!released_ || released_->size != head.size) rows_.set_released({head.size, head.root});
        return dropped;
    }

 private:
    // Compares the log with what the register knows to be released.
    void check_log() const {
        const std::uint64_t size = log_.checkpoint().size;
        if (!released_) return;
        if (size < released_->size)
            throw Error(Code::log_behind,
                        "the log in " + ledger_.string() + " has " + entries(size) + ", and " +
                            std::to_string(released_->size) + " were released",
                        "public/ or its checkpoint is an old copy: " + way_out(released_->size));
        Checkpoint earlier = log_.checkpoint();
        earlier.size = released_->size;
        earlier.root = released_->root;
        if (!continues(ledger_log(ledger_), log_, earlier))
            forked("the " + entries(released_->size) + " that were released");
    }

    // Compares the register with the log, and with files of the log that only a later state can have written.
    void check_register() const {
        const std::uint64_t size = log_.checkpoint().size, known = rows_.size();
        const std::uint64_t seen = std::max(size, log_.reach());
        if (known < size || rows_.written() < seen)
            throw Error(Code::register_behind,
                        "the log in " + ledger_.string() + " has had " + entries(seen) +
                            ", and the register knows only " + std::to_string(rows_.written()),
                        "register.db is an old copy: " + way_out(seen));
        // A run leaves at most one group of entries beyond what was released, and none of them in the log.
        const bool is_between = released_ && released_->size < size && size < known;
        if (known > size && (!released_ || is_between))
            throw Error(Code::log_behind,
                        "the log in " + ledger_.string() + " has " + entries(size) + ", and the register " +
                            std::to_string(known) + ", which may have been released",
                        "public/ or its checkpoint is an old copy: " + way_out(known));
    }

    void check_traces() const {
        const Checkpoint& head = log_.checkpoint();
        const std::uint64_t published = rows_.last_publication();
        for (const LedgerTrace& trace : traces_) {
            if (trace.checkpoint.size > head.size)
                throw Error(Code::log_behind,
                            trace.where + " has seen " + entries(trace.checkpoint.size) +
                                " of this log, and the ledger has only " + std::to_string(head.size),
                            "the ledger is an old copy: " + way_out(trace.checkpoint.size));
            if (!continues(ledger_log(ledger_), log_, trace.checkpoint))
                forked("the " + entries(trace.checkpoint.size) + " that " + trace.where + " has seen");
            if (trace.sequence > published)
                throw Error(Code::newer_site,
                            trace.where + " holds number " + std::to_string(trace.sequence) +
                                ", and the ledger has published only " + std::to_string(published),
                            "the ledger is an old copy: " + way_out(head.size + 1));
        }
    }

    std::uint64_t drop_unreleased() {
        std::uint64_t dropped = 0;
        const std::uint64_t size = log_.checkpoint().size;
        if (rows_.size() > size) rows_.change([&] { dropped = rows_.drop_from(size); });
        return dropped;
    }

    std::string way_out(std::uint64_t wanted) const {
        std::string out = "put back the newest copy";
        const auto newest = std::ranges::max_element(
            traces_, {}, [](const LedgerTrace& trace) { return trace.checkpoint.size; });
        if (newest != traces_.end() && newest->checkpoint.size >= wanted)
            out += " (" + newest->where + " has seen " + entries(newest->checkpoint.size) + ')';
        return out + "; where there is none, 'vpass key ledger --restore --out " + ledger_.string() +
               "' goes on";
    }

    [[noreturn]] void forked(const std::string& what) const {
        throw Error(Code::log_forked, "the log in " + ledger_.string() + " does not continue " + what,
                    "two copies of this ledger were written to: keep both, and go on with the one whose "
                    "checkpoint was published");
    }

    const fs::path& ledger_;
    Register& rows_;
    const LogWriter& log_;
    const std::vector<LedgerTrace>& traces_;
    const std::optional<Register::Released> released_;
};

}  // namespace

std::string counted_entries(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

bool continues(const fs::path& log_folder, const LogWriter& log, const Checkpoint& earlier) {
    const Checkpoint& head = log.checkpoint();
    if (earlier.size == head.size) return earlier.root == head.root;
    if (earlier.size > head.size) return false;
    return LogReader(log_folder, {{log.key()}, {}, 0}, log.note()).continues(earlier);
}

bool same_entries(const fs::path& ledger, const Register& rows, const LogWriter& log, std::uint64_t first) {
    constexpr std::uint64_t kChunk = 16384;
    const std::uint64_t end = std::min(log.checkpoint().size, rows.size());
    if (first >= end) return true;
    LogReader reader(ledger_log(ledger), {{log.key()}, {}, 0}, log.note());
    bool same = true;
    for (std::uint64_t at = first; at < end && same; at += kChunk) {
        const std::uint64_t to = std::min(end, at + kChunk);
        const auto known = entries_of(rows, at, to);
        reader.entries(at, to, [&](std::uint64_t index, Bytes bytes) {
            const auto& expected = known[index - at].bytes;
            same = same && (!expected || std::ranges::equal(*expected, bytes));
        });
    }
    return same;
}

std::uint64_t check_history(const fs::path& ledger, Register& rows, const LogWriter& log,
                            const std::vector<LedgerTrace>& traces) {
    return History(ledger, rows, log, traces).check();
}

}  // namespace vpass

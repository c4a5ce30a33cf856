#pragma once
// The public log of a ledger: proofs, and the audit of the whole log (vpass-log(5)).
#include <vpass/error.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::v0 {

// The keys to trust for a log. Each is a C2SP vkey, or the path of a file of such keys, such as
// LEDGER/public/vkey.
struct LogKeys {
    std::vector<std::string> log;  // at least one of these signed the checkpoint
    std::vector<std::string> witnesses = {};
    std::size_t quorum = 0;  // so many witnesses must have cosigned it
};

// A fault of a log: one of "checkpoint", "missing-file", "changed-entry", "altered-tile", "wrong-root",
// "rewritten".
struct LogFinding {
    std::string code;
    std::string file;     // in the log's folder
    std::string message;  // with the file and the entry
};

// A log, or a ledger with its log, as it was when it was opened; it may grow meanwhile. It belongs to one
// thread at a time.
class VPASS_API Log {
 public:
    // Opens the folder of a log or of a ledger. Throws Error "bad-checkpoint" when the keys do not prove its
    // checkpoint, "usage" without a key of the log, "bad-note" and "io".
    Log(const std::filesystem::path& folder, const LogKeys& keys);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    std::uint64_t size() const;         // how many entries it has
    const std::string& origin() const;  // its name

    // Returns the C2SP tlog-proof of an entry. Throws Error "bad-range", and "log-corrupt" when the log
    // cannot prove it.
    std::string prove(std::uint64_t entry);
    // Returns the proof that the log holds a pass. It needs the ledger, since a log does not say which entry
    // belongs to which pass. Throws Error "no-ledger", "unlogged" when the ledger does not know the pass, and
    // as Verifier's reason `malformed` does.
    std::string prove(std::string_view pass);

    // Derives the whole tree anew from its entries, and compares it with the files. Without findings, the log
    // is exactly what its checkpoint says. `earlier` are checkpoints that were kept, as the texts of signed
    // notes: the log must continue each.
    std::vector<LogFinding> audit(const std::vector<std::string>& earlier = {});

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// Returns why a proof does not show that the log holds this pass; empty when it does. It needs only the keys
// of the log. Throws Error because of the keys only. Any number of threads may call it.
VPASS_API std::string check_proof(std::string_view proof, std::string_view pass, const LogKeys& keys);

}  // namespace vpass::v0

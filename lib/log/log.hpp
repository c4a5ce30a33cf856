#pragma once
// The public log is a folder of static files in C2SP tlog-tiles form; a web server can serve it as it is.
//
//   checkpoint                the signed head of the tree (note.hpp)
//   vkey                      the log's public key as text
//   tile/LEVEL/N[.p/W]        hashes of the tree, 256 a tile; W when there are fewer
//   tile/entries/N[.p/W]      the entries, 256 a bundle, each after its length in two bytes
//
// A file that a checkpoint covers never changes. Entries become part of the log when the checkpoint that
// covers them is on disk. Files beyond it are left from a run that failed, and the next run overwrites them.
#include <filesystem>
#include <functional>
#include <memory>

#include "base/file.hpp"
#include "log/note.hpp"
#include "log/proof.hpp"

namespace vpass {

// Writes a log. A log has one writer at a time, in one thread.
class LogWriter {
 public:
    // Creates the folder with an empty log named after the signer's key. Throws Error "exists" when a log is
    // there.
    static void create(const std::filesystem::path& folder, const NoteSigner& signer);

    // Locks the log and makes sure that its visible files are durable. Throws Error "locked";
    // "bad-checkpoint" when the checkpoint is not one that `signer` signed; "log-corrupt" when the tiles do
    // not belong to it.
    LogWriter(const std::filesystem::path& folder, NoteSigner signer,
              FileLock::When when = FileLock::When::now);
    ~LogWriter();
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    const Checkpoint& checkpoint() const;
    const std::string& note() const;  // the checkpoint as it is signed
    const NoteKey& key() const;
    // Returns how many entries the log must have had, judging by its bundles. When that exceeds the
    // checkpoint's size, the rest is left from a run that failed, or the checkpoint is older than the
    // bundles.
    std::uint64_t reach() const;
    Sha256 root_with(std::span<const Bytes> entries) const;  // the root once these are appended

    // Adds entries of at most 65,535 bytes each; returns the index of the first once all of them are durable.
    // After an Error the writer cannot add more: open the log again, and its checkpoint tells whether the
    // entries are in. It takes 32 bytes of memory for each entry, so callers add a country in batches.
    std::uint64_t append(std::span<const Bytes> entries);

    // Adds the valid signatures that witnesses gave for the current checkpoint; returns how many were new.
    std::size_t cosign(const Note& cosigned, std::span<const NoteKey> witnesses);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// Gives a witness the checkpoint of a log's folder. No writer replaces it while the object lives.
class LogHead {
 public:
    explicit LogHead(const std::filesystem::path& folder, FileLock::When when);  // Error "locked", "io"
    const std::string& note() const { return note_; }
    void replace(const Note& cosigned);  // with the same text and more signatures; durable when it returns

 private:
    std::filesystem::path folder_;
    FileLock lock_;
    std::string note_;
};

// Reads a log that may grow meanwhile: the reader stays with the checkpoint that it was opened at. For one
// thread.
class LogReader {
 public:
    // Opens the folder's checkpoint, or an older one that was kept. Throws Error "bad-checkpoint" when the
    // policy does not accept it.
    LogReader(const std::filesystem::path& folder, const LogPolicy& policy);
    LogReader(const std::filesystem::path& folder, const LogPolicy& policy, std::string checkpoint);
    ~LogReader();
    LogReader(const LogReader&) = delete;
    LogReader& operator=(const LogReader&) = delete;

    const CheckpointVerdict& verdict() const;
    const Checkpoint& checkpoint() const { return verdict().checkpoint; }
    const std::string& note() const;  // the checkpoint as it is signed

    // Return entries as the files hold them; only a proof shows that they belong to the tree. Views are valid
    // during the call. Throw Error "bad-range", "log-corrupt".
    Buffer entry(std::uint64_t index);
    void entries(std::uint64_t first, std::uint64_t end,
                 const std::function<void(std::uint64_t index, Bytes entry)>& visit);

    // Returns a proof that verifies, else throws Error "log-corrupt". prove_consistency() does the same for
    // the path from an older tree to this one.
    LogProof prove(std::uint64_t index);
    merkle::Proof prove_consistency(const Checkpoint& older);
    // Throws Error "log-corrupt" unless the tiles at the tree's right edge yield the checkpoint's root.
    void check_root();
    bool continues(const Checkpoint& older);  // Error "log-corrupt" when the tiles cannot tell

 private:
    struct State;
    std::unique_ptr<State> state_;
};

struct LogAuditFinding {
    enum class Kind {
        checkpoint,  // cannot be trusted
        missing,     // a file is not there or malformed
        entry,       // an entry is not the one that the tree holds
        tile,        // a tile does not fit the entries below it, or the tile above
        root,        // the whole does not yield the checkpoint's root
        history,     // the log does not continue an earlier checkpoint: it was shrunk or rewritten
    };
    Kind kind;
    std::string file;         // relative to the log's folder
    std::uint64_t entry = 0;  // its index; of kind `entry` only
    std::string message;      // with the file and the entry
};

struct LogAudit {
    CheckpointVerdict verdict;
    Sha256 derived_root{};                  // from the entries alone, when `complete`
    bool complete = false;                  // every entry was read
    std::vector<LogAuditFinding> findings;  // empty: the log is exactly what its checkpoint says
};

struct LogAuditOptions {
    LogPolicy policy;
    std::vector<Checkpoint> earlier;  // trusted checkpoints of the same log, in any order
    std::function<void(std::uint64_t index, Bytes entry)> visit;  // sees each entry, before it is judged
    std::size_t max_findings = 1000;  // ends the audit, since one lost disk block is not a million findings
};

// Derives every tile and the root anew from the entries and compares them with the files. It takes one pass,
// and memory for a few tiles of each level.
LogAudit audit_log(const std::filesystem::path& folder, const LogAuditOptions& options);

}  // namespace vpass

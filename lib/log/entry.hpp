#pragma once
// An entry of the public log states one event, in 44 bytes without personal data: u8 version, u8 type, u16
// day, 8 bytes of key id, 32 bytes of commitment; numbers are big-endian.
//
// The commitment is HMAC-SHA256 under a salt of 16 bytes that only the register holds. While the salt exists,
// its holder can show which pass and which audit record an entry stands for. Once the salt is erased nobody
// can, and the tree stays whole.
#include "crypto/crypto.hpp"

namespace vpass {

// The version says what the commitment covers: the hash of the named pass and its audit record (hashes), or
// the register's row as well (row; see row_commitment.hpp).
enum class LogEntryVersion : Byte { hashes = 1, row = 2 };

enum class LogEntryType : Byte { issue = 1, revoke = 2, unrevoke = 3, key = 4, published_list = 5, gap = 6 };
std::string_view log_entry_name(LogEntryType type);  // "issue", "published-list"

struct LogEntry {
    static constexpr std::size_t kBytes = 44;
    using Encoded = std::array<Byte, kBytes>;

    LogEntryType type = LogEntryType::issue;
    std::uint16_t day = 0;  // since 1970-01-01, UTC
    std::array<Byte, 8> kid{};
    Sha256 commitment{};
    LogEntryVersion version = LogEntryVersion::hashes;

    Encoded encode() const;
    static LogEntry decode(Bytes bytes);  // Error "bad-entry"
    bool operator==(const LogEntry&) const = default;
};

// Returns the hash by which an entry's commitment names a pass: SHA-256 of the bytes that its signature
// covers. For COSE they are the encoded protected header followed by the payload's bytes; for JWS the text up
// to the second point; for VDS-NC the canonical `data`. Takes Draft::signed_bytes or Envelope::signed_bytes,
// which are the same.
Sha256 pass_hash(Bytes signed_bytes);

// Returns the 8 bytes by which an entry names the key: the kid itself when it has 8 bytes (as an EU DSC's
// has), else the start of its SHA-256. `kid` is as in Envelope::kid.
std::array<Byte, 8> log_kid(std::string_view kid);

using LogSalt = std::array<Byte, 16>;

// `pass` is the hash of protected header and payload; `context` is the hash of the register's audit record,
// or row_context().
Sha256 log_commitment(const LogSalt& salt, const Sha256& pass, const Sha256& context);

}  // namespace vpass

#include "vpass/log_entry.hpp"

#include <algorithm>

#include "vpass/error.hpp"

namespace vpass {
namespace {

constexpr Byte kVersion = 1;
constexpr std::string_view kPurpose{"vpass-commit-v1\0", 16};

}  // namespace

LogEntry::Encoded LogEntry::encode() const {
    Encoded out{kVersion, static_cast<Byte>(type), static_cast<Byte>(day >> 8), static_cast<Byte>(day)};
    std::copy(kid.begin(), kid.end(), out.begin() + 4);
    std::copy(commitment.begin(), commitment.end(), out.begin() + 12);
    return out;
}

LogEntry LogEntry::decode(Bytes bytes) {
    if (bytes.size() != kBytes) throw Error("bad-entry", "a log entry is not 44 bytes long");
    if (bytes[0] != kVersion) throw Error("bad-entry", "a log entry of an unknown version");
    LogEntry out;
    out.type = static_cast<LogEntryType>(bytes[1]);
    if (out.type < LogEntryType::issue || out.type > LogEntryType::published_list) {
        throw Error("bad-entry", "a log entry of an unknown type");
    }
    out.day = static_cast<std::uint16_t>(bytes[2] << 8 | bytes[3]);
    std::copy_n(bytes.begin() + 4, out.kid.size(), out.kid.begin());
    std::copy_n(bytes.begin() + 12, out.commitment.size(), out.commitment.begin());
    return out;
}

Sha256 log_commitment(const LogSalt& salt, const Sha256& pass, const Sha256& audit) {
    Buffer message;
    append(message, as_bytes(kPurpose));
    append(message, pass);
    append(message, audit);
    return hmac_sha256(salt, message);
}

}  // namespace vpass

#include "log/entry.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/cbor.hpp"

namespace vpass {
namespace {

constexpr std::string_view kPurpose{"vpass-commit-v1\0", 16};
constexpr std::string_view kSigStructure = "\x84\x6aSignature1";  // RFC 9052 §4.4

}  // namespace

std::string_view log_entry_name(LogEntryType type) {
    constexpr std::string_view kNames[] = {"issue", "revoke", "unrevoke", "key", "published-list", "gap"};
    return kNames[static_cast<std::size_t>(type) - 1];
}

LogEntry::Encoded LogEntry::encode() const {
    Encoded out{static_cast<Byte>(version), static_cast<Byte>(type), static_cast<Byte>(day >> 8),
                static_cast<Byte>(day)};
    std::copy(kid.begin(), kid.end(), out.begin() + 4);
    std::copy(commitment.begin(), commitment.end(), out.begin() + 12);
    return out;
}

LogEntry LogEntry::decode(Bytes bytes) {
    if (bytes.size() != kBytes) throw Error(Code::bad_entry, "a log entry is not 44 bytes long");
    LogEntry out;
    out.version = static_cast<LogEntryVersion>(bytes[0]);
    if (out.version != LogEntryVersion::hashes && out.version != LogEntryVersion::row)
        throw Error(Code::bad_entry, "a log entry of an unknown version");
    out.type = static_cast<LogEntryType>(bytes[1]);
    if (out.type < LogEntryType::issue || out.type > LogEntryType::gap) {
        throw Error(Code::bad_entry, "a log entry of an unknown type");
    }
    out.day = static_cast<std::uint16_t>(bytes[2] << 8 | bytes[3]);
    std::copy_n(bytes.begin() + 4, out.kid.size(), out.kid.begin());
    std::copy_n(bytes.begin() + 12, out.commitment.size(), out.commitment.begin());
    return out;
}

Sha256 pass_hash(Bytes signed_bytes) {
    if (!as_text(signed_bytes).starts_with(kSigStructure)) return sha256(signed_bytes);
    std::array<Bytes, 4> parts;  // context, protected header, external data, payload
    std::size_t n = 0;
    for (const cbor::Value part : cbor::check(signed_bytes).elements()) parts[n++] = part.bytes();
    static thread_local Buffer message;
    message.assign(parts[1].begin(), parts[1].end());
    append(message, parts[3]);
    return sha256(message);
}

std::array<Byte, 8> log_kid(std::string_view kid) {
    std::array<Byte, 8> out;
    const Sha256 hash = sha256(as_bytes(kid));
    std::copy_n(kid.size() == out.size() ? as_bytes(kid).data() : hash.data(), out.size(), out.begin());
    return out;
}

Sha256 log_commitment(const LogSalt& salt, const Sha256& pass, const Sha256& context) {
    std::array<Byte, kPurpose.size() + 2 * sizeof(Sha256)> message;
    auto end = std::ranges::copy(kPurpose, message.begin()).out;
    end = std::ranges::copy(pass, end).out;
    std::ranges::copy(context, end);
    return hmac_sha256(salt, message);
}

}  // namespace vpass

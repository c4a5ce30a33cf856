#include "support/log_fixture.hpp"

#include "data/encoding.hpp"

using namespace vpass;

NoteSigner test_signer(const std::string& name, NoteKeyType type, std::string_view seed) {
    Buffer pkcs8;
    hex_decode("302e020100300506032b657004220420", pkcs8);
    append(pkcs8, sha256(as_bytes(seed)));
    return NoteSigner::make(
        name, type,
        PrivateKey::from_pem("-----BEGIN PRIVATE KEY-----\n" + base64_encode(pkcs8, Base64::standard) +
                             "\n-----END PRIVATE KEY-----\n"));
}

const NoteSigner& log_signer() {
    static const NoteSigner signer = test_signer("log.example/test", NoteKeyType::ed25519, "test log");
    return signer;
}

LogPolicy log_policy() { return {{log_signer().key}, {}, 0}; }

LogEntry::Encoded numbered_entry(std::uint64_t index) {
    LogEntry entry{index % 10 ? LogEntryType::issue : LogEntryType::revoke, 18975, {}, {}};
    entry.commitment = sha256(as_bytes(std::to_string(index)));
    return entry.encode();
}

void grow(LogWriter& log, std::uint64_t end) {
    std::vector<LogEntry::Encoded> entries;
    for (std::uint64_t i = log.checkpoint().size; i < end; ++i) entries.push_back(numbered_entry(i));
    const std::vector<Bytes> views(entries.begin(), entries.end());
    log.append(views);
}

void make_log(const std::filesystem::path& folder, std::uint64_t size) {
    LogWriter::create(folder, log_signer());
    LogWriter log(folder, log_signer());
    constexpr std::uint64_t kBatch = 65536;
    while (log.checkpoint().size < size) grow(log, std::min(size, log.checkpoint().size + kBatch));
}

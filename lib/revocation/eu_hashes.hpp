#pragma once
// Revokes EU Digital COVID Certificates by hash, for passes without a slot in a status list. It reads the
// batches that the EU gateway exchanges (dgc-gateway, RevocationBatchDto), and the Bloom filter slices that
// states made from them for their verifiers (dgc-bloomfilter).
//
// A hash is SHA-256 cut to 16 bytes, of one of three texts. It is never that of a whole ECDSA signature or of
// the QR text, since (r, n - s) is another valid signature of the same pass.
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "formats/envelope.hpp"
#include "keys/per_key.hpp"

namespace vpass {

enum class HashKind : std::uint8_t { signature, uci, country_uci };
constexpr std::size_t kHashKinds = 3;
std::string_view hash_kind_name(HashKind kind);  // "COUNTRYCODEUCI"

using RevocationHash = std::array<Byte, 16>;
RevocationHash uci_hash(std::string_view ci);
RevocationHash country_uci_hash(std::string_view country, std::string_view ci);
RevocationHash signature_hash(Algorithm algorithm, Bytes signature);  // r alone for ES256, all for PS256

// The hashes by which a list of this kind may name an opened EU DCC. There are none when the pass lacks the
// hashed value. There are up to three for country_uci, because issuers hash the country of the entry (`co`),
// that of the pass (`iss`) or, where a pass names an agency or nobody, that of their own certificate.
struct RevocationHashes {
    std::array<RevocationHash, 3> hash;
    std::size_t count = 0;
    const RevocationHash* begin() const { return hash.data(); }
    const RevocationHash* end() const { return hash.data() + count; }
};
RevocationHashes revocation_hashes(const Envelope& envelope, HashKind kind, std::string_view signer_country);
bool is_country_code(std::string_view text);  // two capital letters, as batches name a country

struct RevocationBatch {
    static constexpr std::size_t kMaxEntries = 1000;  // in one JSON document
    std::string country;                              // whose passes it revokes: two letters
    UnixTime expires_at = 0;  // when all of these passes have expired, and the batch may be forgotten
    std::string kid;          // of the signer, 8 raw bytes; empty: any of the country's ("UNKNOWN_KID")
    HashKind kind = HashKind::signature;
    std::vector<RevocationHash> hashes;
};

// Reads one batch, or an array of them. Throws Error "bad-batch" with the numbers of the batch and the entry.
std::vector<RevocationBatch> read_revocation_batches(const json::Value& json);
// Writes as many documents as kMaxEntries requires, and none for a batch without hashes. Throws Error
// "bad-batch" when the kid does not have 8 bytes or the country does not have two letters.
std::vector<std::string> write_revocation_batches(const RevocationBatch& batch);

// A fixed set of hashes that is searched millions of times. Nearly all passes are good, and a filter that
// stays in the cache, a byte for each hash, answers for seven of eight of them.
class HashSet {
 public:
    explicit HashSet(const std::vector<RevocationHash>& hashes = {});
    bool contains(const RevocationHash& hash) const;
    std::size_t size() const { return hashes_.size(); }

 private:
    std::uint32_t bucket(const RevocationHash& hash) const;
    std::uint32_t filter_bit(const RevocationHash& hash) const;
    std::vector<RevocationHash> hashes_;  // sorted by bucket, then by value
    unsigned bucket_bits_;
    std::vector<std::uint32_t> starts_;  // of each bucket, and the end
    Buffer filter_;
};

// A Bloom filter of revocation hashes. Now and then it also matches a hash that is not revoked.
class BloomSlice {
 public:
    // Reads the file, which is big-endian: i16 version 1, i8 hashes a question, i8 hash function 0 (SHA-256),
    // f32 false positive rate, i32 elements planned, i32 elements held, i32 words, words of 32 bits. Throws
    // Error "bad-slice".
    static BloomSlice read(Bytes file);
    bool may_contain(Bytes element) const;

 private:
    unsigned questions_ = 0;
    std::uint64_t bits_ = 0;
    Buffer data_;  // most significant bit of each byte first
};

// All batches that have been loaded, by the keys that they are about. Call `add` and `seal` first; then any
// number of threads may ask.
class RevokedHashes {
 public:
    void add(const RevocationBatch& batch);
    // A slice does not say whose passes or which kind of hash it holds. So we search it for all passes that
    // countries sign, and never take it as a proof that a pass is good.
    void add(BloomSlice slice);
    void seal(const TrustStore* trust = nullptr);  // whose keys will be asked about

    enum class Status { not_covered, good, revoked };
    // A batch that has expired at `at` still revokes, but no longer says that a pass is good.
    Status ask(const Envelope& envelope, const TrustedKey& signer, UnixTime at) const;
    // Until when the last batch of each country and kid is valid, in words.
    void expired(UnixTime at, std::vector<std::string>& out) const;

 private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct Kinds {
        std::string country;
        std::string kid;
        UnixTime expires_at = 0;  // of the batch that is valid the longest
        std::array<std::vector<RevocationHash>, kHashKinds> added;
        std::array<HashSet, kHashKinds> sets;
    };
    // The batches that list a signer under any of its names, from the countries that it signs for.
    struct Found {
        std::vector<const Kinds*> kinds;
        std::string country;  // of the signer; empty when it has none
    };
    Found find(const KeyIdentity& signer) const;
    const Kinds* of_key(std::string_view country, std::string_view kid) const;

    std::unordered_map<std::string, Kinds, Hash, std::equal_to<>> keys_;  // by country and kid
    PerKey<Found> found_;
    std::vector<BloomSlice> slices_;
};

}  // namespace vpass

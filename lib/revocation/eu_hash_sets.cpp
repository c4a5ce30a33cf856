// Implements the two sets of revocation hashes that are searched for every pass: a plain one and a Bloom
// filter.
#include <algorithm>
#include <bit>
#include <cstring>

#include "base/error.hpp"
#include "revocation/eu_hashes.hpp"

namespace vpass {
namespace {

constexpr std::uint16_t kSliceVersion = 1;
constexpr std::size_t kSliceHeader = 20;
// This limit keeps a bit number within 32 bits, and Horner's rule below within 64.
constexpr std::uint32_t kMaxSliceWords = (1u << 27) - 1;

std::uint32_t big_endian(Bytes bytes) {
    std::uint32_t value = 0;
    for (const Byte byte : bytes) value = value << 8 | byte;
    return value;
}

}  // namespace

HashSet::HashSet(const std::vector<RevocationHash>& hashes)
    // A bucket holds about one hash, and the filter has eight bits for each. Hashes spread evenly by
    // themselves; a list made to crowd one bucket costs the logarithm of its size.
    : hashes_(hashes.size()),
      bucket_bits_(std::min(static_cast<unsigned>(std::bit_width(hashes.size())), 28u)),
      starts_((std::size_t{1} << bucket_bits_) + 1),
      filter_(std::size_t{1} << bucket_bits_) {
    for (const RevocationHash& hash : hashes) {
        ++starts_[bucket(hash) + 1];
        const std::uint32_t bit = filter_bit(hash);
        filter_[bit >> 3] |= static_cast<Byte>(1u << (bit & 7));
    }
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (const RevocationHash& hash : hashes) hashes_[next[bucket(hash)]++] = hash;
    for (std::size_t i = 0; i + 1 < starts_.size(); ++i)
        std::sort(hashes_.begin() + starts_[i], hashes_.begin() + starts_[i + 1]);
}

// The bucket is the leading bits of the hash's first word; the filter's bit is the leading bits of the second
// word, three more of them.
std::uint32_t HashSet::bucket(const RevocationHash& hash) const {
    return static_cast<std::uint32_t>(std::uint64_t{big_endian(Bytes(hash).first(4))} >> (32 - bucket_bits_));
}
std::uint32_t HashSet::filter_bit(const RevocationHash& hash) const {
    return big_endian(Bytes(hash).subspan(4, 4)) >> (29 - bucket_bits_);
}

bool HashSet::contains(const RevocationHash& hash) const {
    const std::uint32_t bit = filter_bit(hash);
    if (!(filter_[bit >> 3] >> (bit & 7) & 1)) return false;
    const std::uint32_t i = bucket(hash);
    return std::binary_search(hashes_.begin() + starts_[i], hashes_.begin() + starts_[i + 1], hash);
}

BloomSlice BloomSlice::read(Bytes file) {
    auto refuse = [](const char* what) {
        throw Error(Code::bad_slice, std::string("not a Bloom filter slice: ") + what);
    };
    if (file.size() < kSliceHeader) refuse("it is too short");
    if (big_endian(file.first(2)) != kSliceVersion) refuse("its version is not 1");
    const unsigned questions = file[2];  // a signed byte
    if (questions < 1 || questions > 127) refuse("its number of hashes is not 1 to 127");
    if (file[3] != 0) refuse("its hash function is not SHA-256");
    const std::uint32_t words = big_endian(file.subspan(16, 4));
    if (words < 1 || words > kMaxSliceWords || file.size() != kSliceHeader + std::size_t{words} * 4)
        refuse("its length differs from its header");
    BloomSlice out;
    out.questions_ = questions;
    out.bits_ = std::uint64_t{words} * 32;
    out.data_.assign(file.begin() + kSliceHeader, file.end());
    return out;
}

bool BloomSlice::may_contain(Bytes element) const {
    Buffer asked(element.begin(), element.end());
    asked.push_back(0);
    for (unsigned i = 0; i < questions_; ++i) {
        asked.back() = static_cast<Byte>(i);
        const Sha256 hash = sha256(asked);
        // The bit is the hash as a signed number, modulo the number of bits, and never negative.
        std::uint64_t bit = 0, all_ones = 0;
        for (std::size_t at = 0; at < hash.size(); at += 4) {
            bit = (bit << 32 | big_endian(Bytes(hash).subspan(at, 4))) % bits_;
            all_ones = (all_ones << 32 | 0xffffffff) % bits_;
        }
        if (hash[0] & 0x80) bit = (bit + bits_ - (all_ones + 1) % bits_) % bits_;
        if (!(data_[bit >> 3] >> (7 - (bit & 7)) & 1)) return false;
    }
    return true;
}

}  // namespace vpass

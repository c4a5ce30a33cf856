#pragma once
// Which passes have been revoked. A RevocationSet is filled from revocation lists before anything is judged
// and only read afterwards; then any number of threads may use it. Lists are believed as they are: whoever
// names the file trusts it.
#include <string>
#include <unordered_map>

#include "vpass/pass.hpp"

namespace vpass {

struct TrustedKey;

class RevocationSet {
 public:
    enum class Status { unknown, good, revoked };  // unknown: no list covers this pass

    // A list of any kind that is known by its content, or a folder of such files. Throws Error
    // "bad-revocation" that names the file.
    void load(const std::string& path);

    // Of a pass whose signature by `signer` is good.
    Status status(const Envelope& envelope, const TrustedKey& signer) const;

    // Card revocation list of a SMART Health Card issuer (docs/index.md, Revocation): cards signed by the key
    // `kid` that carry `rid` and became valid before `before`.
    void add_card_list(const std::string& kid);
    void add_card(const std::string& kid, const std::string& rid, UnixTime before);

 private:
    using Rids = std::unordered_map<std::string, UnixTime>;  // revoked when the pass is older than this
    std::unordered_map<std::string, Rids> card_lists_;       // by kid
};

}  // namespace vpass

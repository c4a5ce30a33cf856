#pragma once
// Finds the passes that a ledger has revoked, for callers that ask about many.
#include <unordered_map>

#include "formats/envelope.hpp"
#include "ledger/register/register.hpp"

namespace vpass {

// Holds the register's state at the time when it is made. Then any number of threads may use it.
class RevokedPasses {
 public:
    explicit RevokedPasses(const Register& rows);
    bool contains(const Envelope& pass) const;

 private:
    struct Rule {
        std::optional<UnixTime> from, to;
    };
    std::vector<Sha256> hashes_;                        // sorted
    std::unordered_multimap<std::string, Rule> rules_;  // by the kid of the passes
};

}  // namespace vpass

#pragma once
// Card revocation lists of SMART Health Cards (spec.smarthealth.cards, "Revocation"): JSON beside the
// issuer's keys, <iss>/.well-known/crl/<kid>.json. They are not signed; whoever fetches one trusts the
// connection.
#include <optional>
#include <string>
#include <vector>

#include "vpass/json.hpp"
#include "vpass/time.hpp"

namespace vpass {

struct CardList {
    struct Entry {
        std::string rid;                 // at most 24 characters of the base64url alphabet
        std::optional<UnixTime> before;  // only cards that became valid (nbf) before this second
    };
    std::string kid;           // of the issuer's key
    std::int64_t counter = 0;  // grows with every change
    std::vector<Entry> entries;
};

// An entry that is no such identifier is left out: issuers' lists hold some, and one must not make the others
// void. Throws Error "bad-list".
CardList read_card_list(const json::Value& list);
std::string write_card_list(const CardList& list);  // Error "bad-list" for an entry that is no identifier

}  // namespace vpass

#pragma once
// Card revocation lists of SMART Health Cards (spec.smarthealth.cards, "Revocation") are JSON beside the
// issuer's keys, <iss>/.well-known/crl/<kid>.json. They are not signed; whoever fetches one trusts the
// connection.
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "data/json.hpp"

namespace vpass {

struct CardList {
    struct Entry {
        std::string rid;
        std::optional<UnixTime> before;  // only cards that became valid (nbf) before this second
    };
    std::string kid;           // of the issuer's key
    std::int64_t counter = 0;  // grows with every change
    std::vector<Entry> entries;
};

constexpr std::string_view kCardListMethod = "rid";

// Returns true for a text of at most 24 characters of the base64url alphabet.
bool is_revocation_id(std::string_view text);

// Throws Error "bad-list" with the number of an entry that cannot be read, since leaving it out would admit
// the card that it names. An identifier outside the alphabet names the cards that have exactly the same one.
CardList read_card_list(const json::Value& list);
std::string write_card_list(
    const CardList& list);  // Error "bad-list" for an entry that is not is_revocation_id()

}  // namespace vpass

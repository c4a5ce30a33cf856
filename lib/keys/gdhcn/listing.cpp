#include "keys/gdhcn/listing.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/country.hpp"
#include "keys/trust_intake.hpp"

namespace vpass::gdhcn {

void widen(TrustedKey& known, const TrustedKey& again) {
    for (const std::string& domain : again.listing.domains) {
        if (std::ranges::find(known.listing.domains, domain) == known.listing.domains.end())
            known.listing.domains.push_back(domain);
    }
    known.domain_kinds =
        known.domain_kinds && again.domain_kinds ? known.domain_kinds | again.domain_kinds : 0;
}

bool is_participant(const TrustedKey& key, std::string_view issuer) {
    const std::string name = upper_case(issuer);
    if (name == key.listing.participant) return true;
    if (name.size() != 2) return false;
    const std::string code = country_name(name).code;
    return !code.empty() && (code == key.issuer || code == country_code(key.listing.participant));
}

void add_domain(const std::string& domain, TrustedKey& key) {
    const unsigned kinds = kinds_of_domain(domain);
    if (!kinds) refuse_trust("the domain " + domain + " is not known");
    key.listing.domains.push_back(domain);
    key.domain_kinds |= kinds;
}

void add_listing(const nlohmann::json& jwk, TrustedKey& key) {
    const std::string participant = text_member(jwk, "participant");
    if (participant.empty()) return;
    key.listing = {participant, key.only_vouches ? "SCA" : "DSC", {}};
    for (const nlohmann::json& domain : jwk.value("domains", nlohmann::json::array()))
        add_domain(domain.is_string() ? domain.get<std::string>() : std::string(), key);
}

}  // namespace vpass::gdhcn

namespace vpass {

void TrustStore::pass_over_missing_lists() {
    for (const NetworkList& list : lists_) {
        const auto host = [](const std::string& did) {
            return did.substr(0, did.find(':', sizeof "did:web"));
        };
        for (const std::string& named : list.references) {
            const bool is_ours = host(named) == host(list.id);
            if (is_ours && std::ranges::find(lists_, named, &NetworkList::id) != lists_.end()) continue;
            pass_over({list.source, "the list " + named, "", "",
                       is_ours ? "it is named only, and has to be given as a file of its own"
                               : "it belongs to another network"});
        }
    }
}

}  // namespace vpass

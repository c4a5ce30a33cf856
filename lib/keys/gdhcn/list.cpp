#include "keys/gdhcn/list.hpp"

#include <map>

#include "base/ascii.hpp"
#include "base/country.hpp"
#include "data/encoding.hpp"
#include "keys/gdhcn/listing.hpp"
#include "keys/gdhcn/proof.hpp"

namespace vpass::gdhcn {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBytes = 8 << 20;  // the whole production network takes a fifth of it
constexpr std::string_view kFirstVersion = ":trustlist:";

std::string id_of(const json& entry) {
    return entry.is_string() ? entry.get<std::string>() : text_member(entry, "id");
}

// Returns "did:web:HOST" of a DID of that method.
std::string_view host_of(std::string_view did) { return did.substr(0, did.find(':', sizeof "did:web")); }

// Returns "KOR" for {"participant":{"code":"#KOR"}}; empty without the member.
std::string code_of(const json& entry, const char* name) {
    const auto member = entry.find(name);
    if (member == entry.end()) return {};
    const std::string code = text_member(*member, "code");
    if (code.size() < 2 || code[0] != '#')
        refuse_trust(std::string(name) + " is not of the form {\"code\":\"#…\"}");
    return code.substr(1);
}

// Lists of version 1 hold only signers of passes, and name the participant in each key's DID.
Listing listing_of(const json& entry) {
    Listing out{code_of(entry, "participant"), code_of(entry, "keyusage"), {}};
    if (out.usage == "CSCA") out.usage = "SCA";
    if (const std::string domain = code_of(entry, "domain"); !domain.empty()) out.domains = {domain};
    if (out.participant.empty() != out.usage.empty() || out.participant.empty() != out.domains.empty())
        refuse_trust("it has only some of domain, participant and keyusage");
    if (out) return out;
    const std::string id = id_of(entry), did = id.substr(0, id.find('#'));
    const std::size_t at = did.rfind(kFirstVersion);
    if (at != std::string::npos && did.find(':', at + kFirstVersion.size()) == std::string::npos)
        out = {upper_case(did.substr(at + kFirstVersion.size())), "DSC", {}};
    return out;
}

void read_entry(const json& entry, std::string_view list, Label& label, Intake& intake) {
    const auto jwk = entry.find("publicKeyJwk");
    if (text_member(entry, "type") != "JsonWebKey2020" || jwk == entry.end())
        refuse_trust("it is a verification method of another type than JsonWebKey2020");
    if (host_of(id_of(entry)) != host_of(list)) refuse_trust("it belongs to another network");
    auto certificate = certificate_of_jwk(*jwk);
    if (!certificate)
        refuse_trust("the document does not list it under assertionMethod, and it has no certificate either");
    Listing listing = listing_of(entry);
    label.issuer = listing ? listing.participant : certificate->country;
    TrustedKey key{certificate->country, certificate->kid(), VerificationKey(certificate->key), {}, 0, {}};
    if (key.issuer.empty()) key.issuer = country_code(listing.participant);
    if (key.issuer.empty()) key.issuer = listing.participant;
    key.kinds = kinds_of(*certificate);
    const bool is_signer = !listing || listing.usage == "DSC";
    key.only_vouches = listing.usage == "SCA" && certificate->is_ca;
    // A key of a kind that cannot sign passes is listed as well, for example one on Brainpool's curves.
    key.is_idle = !key.only_vouches && (!is_signer || (!certificate->key.unfit().empty() &&
                                                       certificate->key.algorithm() != Algorithm::ps256));
    key.certificate = std::move(certificate);
    key.listing = {listing.participant, listing.usage, {}};
    for (const std::string& domain : listing.domains) add_domain(domain, key);
    intake.add(std::move(key));
}

// Refuses a list in which one DID means two things.
void require_single_meanings(const json& methods) {
    std::map<std::string, const json*> known;
    std::size_t n = 0;
    for (const json& entry : methods) {
        const std::string place = "/verificationMethod/" + std::to_string(n++);
        if (!entry.is_string() && !entry.is_object()) refuse_trust(place + ": it is neither a key nor a DID");
        const auto [first, is_new] = known.emplace(id_of(entry), &entry);
        if (!is_new && *first->second != entry)
            refuse_trust(place + ": the same id names another key before it");
    }
}

}  // namespace

bool is_list(const json& document) {
    if (!document.is_object() || !document.contains("verificationMethod")) return false;
    return !document.contains("assertionMethod") || document.contains("proof");
}

void read_list(const json& document, std::string_view text, const ProofRules& rules, Intake& intake) {
    if (text.size() > kMaxBytes) refuse_trust("it is longer than any list of the network: over 8 MiB");
    const vpass::json::Value checked = vpass::json::check(text);  // each member once, and not too deep
    const json& methods = document["verificationMethod"];
    if (!methods.is_array()) refuse_trust("/verificationMethod: it is not an array");
    require_single_meanings(methods);
    NetworkList list{{}, text_member(document, "id"), {}, {}};
    if (!rules.keys.empty()) list.signed_at = check_proof(checked, rules.keys);
    for (const json& entry : methods) {
        if (entry.is_string()) list.references.push_back(entry.get<std::string>());
    }
    const std::string id = list.id;
    intake.add(std::move(list));
    each_entry(
        methods, intake,
        [](const json& entry) {
            const std::string name = id_of(entry);
            return Label{name.substr(std::min(name.find('#'), name.size() - 1) + 1), ""};
        },
        [&](const json& entry, Label& label) {
            if (entry.is_object()) read_entry(entry, id, label, intake);
        });
}

}  // namespace vpass::gdhcn

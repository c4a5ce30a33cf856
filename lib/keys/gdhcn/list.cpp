#include "keys/gdhcn/list.hpp"

#include <unordered_map>

#include "base/ascii.hpp"
#include "base/country.hpp"
#include "data/encoding.hpp"
#include "keys/gdhcn/listing.hpp"
#include "keys/gdhcn/proof.hpp"

namespace vpass::gdhcn {
namespace {

// Compares the values, whatever the order of their members.
bool is_same(json::Value a, json::Value b) {
    return a.raw() == b.raw() || nlohmann::json::parse(a.raw()) == nlohmann::json::parse(b.raw());
}

constexpr std::size_t kMaxBytes = 8 << 20;  // the whole production network takes a fifth of it
constexpr std::string_view kFirstVersion = ":trustlist:";

std::string id_of(json::Value entry) {
    return entry.is(json::Type::string) ? entry.string() : text_member(entry, "id");
}

// Returns "did:web:HOST" of a DID of that method.
std::string_view host_of(std::string_view did) { return did.substr(0, did.find(':', sizeof "did:web")); }

// Returns "KOR" for {"participant":{"code":"#KOR"}}; empty without the member.
std::string code_of(json::Value entry, const char* name) {
    const json::Value member = entry[name];
    if (!member) return {};
    const std::string code = text_member(member, "code");
    if (code.size() < 2 || code[0] != '#')
        refuse_trust(std::string(name) + " is not of the form {\"code\":\"#…\"}");
    return code.substr(1);
}

// Lists of version 1 hold only signers of passes, and name the participant in each key's DID.
Listing listing_of(json::Value entry) {
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

void read_entry(json::Value entry, std::string_view list, Label& label, Intake& intake) {
    const json::Value jwk = entry["publicKeyJwk"];
    if (text_member(entry, "type") != "JsonWebKey2020" || !jwk)
        refuse_trust("it is a verification method of another type than JsonWebKey2020");
    if (host_of(id_of(entry)) != host_of(list)) refuse_trust("it belongs to another network");
    auto certificate = certificate_of_jwk(jwk);
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
void require_single_meanings(json::Value methods) {
    std::unordered_map<std::string, json::Value> known;
    std::size_t n = 0;
    for (const json::Value entry : methods.elements()) {
        const std::string place = "/verificationMethod/" + std::to_string(n++);
        if (!entry.is(json::Type::string) && !entry.is(json::Type::object))
            refuse_trust(place + ": it is neither a key nor a DID");
        const auto [first, is_new] = known.emplace(id_of(entry), entry);
        if (!is_new && !is_same(first->second, entry))
            refuse_trust(place + ": the same id names another key before it");
    }
}

}  // namespace

bool is_list(json::Value document) {
    return document["verificationMethod"] && (!document["assertionMethod"] || document["proof"]);
}

void read_list(json::Value document, std::size_t size, const ProofRules& rules, Intake& intake) {
    if (size > kMaxBytes) refuse_trust("it is longer than any list of the network: over 8 MiB");
    const json::Value methods = document["verificationMethod"];
    if (!methods.is(json::Type::array)) refuse_trust("/verificationMethod: it is not an array");
    require_single_meanings(methods);
    NetworkList list{{}, text_member(document, "id"), {}, {}};
    if (!rules.keys.empty()) list.signed_at = check_proof(document, rules.keys);
    for (const json::Value entry : methods.elements()) {
        if (entry.is(json::Type::string)) list.references.push_back(entry.string());
    }
    const std::string id = list.id;
    intake.add(std::move(list));
    std::size_t index = 0;
    for (const json::Value entry : methods.elements()) {
        const std::string name = id_of(entry);
        const Label named{name.substr(std::min(name.find('#'), name.size() - 1) + 1), ""};
        intake.entry(place_of(index++), named, [&](Label& label) {
            if (entry.is(json::Type::object)) read_entry(entry, id, label, intake);
        });
    }
}

}  // namespace vpass::gdhcn

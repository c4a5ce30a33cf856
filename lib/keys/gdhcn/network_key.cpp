// Loads the key that signs a network's lists, and defines what the domains of a list mean.
#include "base/file.hpp"
#include "keys/trust_intake.hpp"

namespace vpass {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBytes = 1 << 20;

NetworkKey read_key(const json& document) {
    if (!document.is_object()) refuse_trust("it is neither a DID document nor a JWK");
    if (document.contains("kty")) return {{}, key_of_jwk(document)};
    const auto methods = document.find("verificationMethod");
    if (methods == document.end() || !methods->is_array() || methods->size() != 1 ||
        !methods->front().is_object())
        refuse_trust("it is neither a JWK nor a DID document of one key");
    const std::string id = text_member(document, "id");
    if (id.empty()) refuse_trust("the DID document has no id");
    const auto jwk = methods->front().find("publicKeyJwk");
    if (jwk == methods->front().end()) refuse_trust("its key is not a JWK");
    return {id, key_of_jwk(*jwk)};
}

constexpr unsigned bit(Kind kind) { return 1U << static_cast<unsigned>(kind); }
constexpr unsigned kCovid = bit(Kind::vaccination) | bit(Kind::test) | bit(Kind::recovery);

// No document of the network says which domain signs what. Its production lists have DCC only, so DCC signs
// all kinds.
struct DomainRow {
    std::string_view name;
    unsigned kinds;
};
constexpr DomainRow kDomains[] = {
    {"DCC", ~0U},
    {"DDCC", kCovid},
    {"ICVP", bit(Kind::prophylaxis)},
    {"RACSEL-DDVC", bit(Kind::prophylaxis) | bit(Kind::health_link)},
    {"PH4H", bit(Kind::prophylaxis) | bit(Kind::health_link)},
    {"IPS", bit(Kind::health_link)},
    {"IPS-PILGRIMAGE", bit(Kind::health_link)},
};

}  // namespace

unsigned kinds_of_domain(std::string_view domain) {
    const auto row = std::ranges::find(kDomains, domain, &DomainRow::name);
    return row == std::end(kDomains) ? 0 : row->kinds;
}

NetworkKey load_network_key(const std::string& path) {
    const Buffer content = read_file(path, kMaxBytes);
    try {
        NetworkKey out = read_key(nlohmann::json::parse(as_text(content), nullptr, false));
        if (out.key.algorithm() != Algorithm::es256) refuse_trust("it is not a key on the curve P-256");
        return out;
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        throw Error(Code::bad_key, "network key " + path + ": " + e.what(),
                    "give the DID document that the network has published, or a JWK");
    }
}

}  // namespace vpass

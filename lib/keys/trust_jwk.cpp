// Reads JSON Web Keys in trust files.
#include "data/encoding.hpp"
#include "keys/gdhcn/listing.hpp"
#include "keys/trust_intake.hpp"

namespace vpass {
namespace {

Buffer number_member(const auto& jwk, const char* name) {
    const std::string text = text_member(jwk, name);
    if (text.empty()) refuse_trust(std::string("a key lacks its member ") + name);
    return base64_decode(text, Base64::url);
}

// Compares numbers by their value: Java writes a zero byte before some, and leaves one out of others.
bool same_number(const Buffer& a, const Buffer& b) {
    const auto digits = [](const Buffer& number) {
        return std::ranges::subrange(std::ranges::find_if(number, [](Byte byte) { return byte != 0; }),
                                     number.end());
    };
    return std::ranges::equal(digits(a), digits(b));
}

// The certificate counts; the numbers beside it must agree with it. A CA's key may be of a kind that JWK
// cannot express.
void check_agreement(const auto& jwk, const Certificate& certificate) {
    const auto point = certificate.key.ec_coordinates();
    const auto rsa = certificate.key.rsa();
    bool same = true;
    if (!point.curve.empty()) {
        const std::string crv = text_member(jwk, "crv");
        same = text_member(jwk, "kty") == "EC" && (crv == point.curve || crv == "UNKNOWN CURVE") &&
               same_number(number_member(jwk, "x"), point.x) && same_number(number_member(jwk, "y"), point.y);
    } else if (!rsa.modulus.empty()) {
        same = text_member(jwk, "kty") == "RSA" && same_number(number_member(jwk, "n"), rsa.modulus) &&
               same_number(number_member(jwk, "e"), rsa.exponent);
    }
    if (!same) refuse_trust("the key and its certificate differ");
}

constexpr const char* kPrivateMembers[] = {"d", "p", "q", "k"};

Certificate certificate_beside(const auto& jwk, const std::string& x5c, bool holds_private_part) {
    if (holds_private_part) refuse_trust("its private part has been published with it");
    Certificate certificate = parse_certificate(base64_decode(x5c, Base64::standard));
    check_agreement(jwk, certificate);
    return certificate;
}

}  // namespace

bool holds_private_part(const nlohmann::json& jwk) {
    return std::ranges::any_of(kPrivateMembers, [&](const char* secret) { return jwk.contains(secret); });
}

PublicKey key_of_jwk(const nlohmann::json& jwk) {
    if (holds_private_part(jwk)) refuse_trust("its private part has been published with it");
    const std::string kty = text_member(jwk, "kty");
    if (kty == "EC")
        return PublicKey::from_ec_point(text_member(jwk, "crv"), number_member(jwk, "x"),
                                        number_member(jwk, "y"));
    if (kty == "RSA") return PublicKey::from_rsa(number_member(jwk, "n"), number_member(jwk, "e"));
    refuse_trust("a key has the unknown type " + (kty.empty() ? "(none)" : kty));
}

std::optional<Certificate> certificate_of_jwk(const nlohmann::json& jwk) {
    const auto chain = jwk.find("x5c");
    if (chain == jwk.end() || !chain->is_array() || chain->empty() || !chain->front().is_string()) return {};
    return certificate_beside(jwk, chain->front().get<std::string>(), holds_private_part(jwk));
}

std::optional<Certificate> certificate_of_jwk(json::Value jwk) {
    const json::Value first = jwk["x5c"][0];
    if (!first.is(json::Type::string)) return {};
    const bool is_private = std::ranges::any_of(
        kPrivateMembers, [&](const char* secret) { return static_cast<bool>(jwk[secret]); });
    return certificate_beside(jwk, first.string(), is_private);
}

std::string kid_in_passes(const std::string& text) {
    for (const Base64 alphabet : {Base64::standard, Base64::url}) {
        try {
            const Buffer bytes = base64_decode(text, alphabet);
            if (bytes.size() == 8) return std::string(as_text(bytes));
        } catch (const Error&) {  // not in this alphabet
        }
    }
    return text;
}

void add_jwk(const nlohmann::json& jwk, const std::string& default_issuer, Intake& intake) {
    const std::string use = text_member(jwk, "use");
    if (use == "enc") return;
    if (!use.empty() && use != "sig" && use != kUseOfCa) refuse_trust("it is for another use: " + use);
    auto certificate = certificate_of_jwk(jwk);
    const PublicKey key = certificate ? certificate->key : key_of_jwk(jwk);
    std::string issuer = text_member(jwk, "iss");
    if (issuer.empty()) issuer = default_issuer;
    // A health card issuer's certificate is bound to its URL (smart-on-fhir/health-cards docs/index.md,
    // Certificates). The kid of an EU DSC is its certificate's, and there a URL says nothing.
    if (issuer.empty() && certificate && !certificate->san_uris.empty() &&
        kid_in_passes(text_member(jwk, "kid")) != certificate->kid() &&
        text_member(jwk, "participant").empty())
        issuer = certificate->san_uris.front();
    const unsigned kinds = certificate ? kinds_of(*certificate) : 0;
    TrustedKey out{issuer,
                   kid_in_passes(text_member(jwk, "kid")),
                   VerificationKey(key),
                   std::move(certificate),
                   kinds,
                   {},
                   use == kUseOfCa};
    gdhcn::add_listing(jwk, out);
    intake.add(std::move(out));
}

}  // namespace vpass

#include "keys/trust_check.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "base/country.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

// P-256 keys whose private half is printed in a standard, by their x coordinates.
constexpr std::string_view kPrintedKeys[] = {
    "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",  // RFC 7515 §A.3
    "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",  // RFC 7517 §A.1
    "11XvRWy1I2S0EyJlyf_bWfw_TQ5CJJNLw78bHXNxcgw",  // SMART Health Cards Framework, example issuer
};

bool is_printed(const PublicKey& key) {
    const std::string x = base64_encode(key.ec_coordinates().x, Base64::url);
    return std::ranges::find(kPrintedKeys, x) != std::end(kPrintedKeys);
}

// Returns true when a word of the name says that it is not for real passes: "UVCI-TEST-1",
// "https://demo.example". A signer of test results may say so: "Health DSC for test".
bool sounds_like_demo(std::string_view name, bool signs_tests) {
    constexpr std::string_view kWords[] = {"test",     "demo",  "sample", "example",
                                           "examples", "dummy", "sandbox"};
    std::string word, before;
    for (std::size_t i = 0; i <= name.size(); ++i) {
        const unsigned char c = i < name.size() ? static_cast<unsigned char>(name[i]) : ' ';
        if (std::isalpha(c)) {
            word += static_cast<char>(std::tolower(c));
            continue;
        }
        const bool means_results = word == "test" && (signs_tests || before == "for");
        if (!means_results && std::ranges::find(kWords, word) != std::end(kWords)) return true;
        if (!word.empty()) before = std::move(word);
        word.clear();
    }
    return false;
}

void check_name(const TrustedKey& key, std::vector<TrustFinding>& out) {
    if (is_printed(key.key.public_key()))
        return out.push_back({"demo-key", true, &key, "its private key is printed in a standard"});
    if (key.certificate && key.certificate->is_test) return;
    const std::string name = key.certificate ? key.certificate->common_name : "";
    const bool signs_tests = key.kinds >> static_cast<unsigned>(Kind::test) & 1;
    for (const std::string& text : {key.issuer, name, key.kid}) {
        if (sounds_like_demo(text, signs_tests))
            return out.push_back({"demo-name", false, &key, "it is named " + text});
    }
}

void check_certificate(const TrustStore& store, const TrustedKey& key, UnixTime at,
                       std::vector<TrustFinding>& out) {
    const Certificate& certificate = *key.certificate;
    if (at > certificate.not_after)
        out.push_back({"expired", false, &key, "since " + format_rfc3339(certificate.not_after)});
    if (at < certificate.not_before)
        out.push_back({"not-yet-valid", false, &key, "until " + format_rfc3339(certificate.not_before)});
    if (certificate.is_test) out.push_back({"test-key", true, &key, "its subject says so"});
    if (key.listing) {
        if (key.listing.usage == "SCA" && !certificate.is_ca)
            out.push_back({"not-a-ca", false, &key, "it is listed as an SCA, and vouches for nobody"});
    } else if (certificate.country.empty())
        out.push_back({"no-country", false, &key, "it can sign for any issuer"});
    else if (country_name(key.issuer).is_unassigned() && !country_name(certificate.country).is_assigned)
        out.push_back(
            {"no-country", false, &key,
             key.issuer + " is not the code of any country (ISO 3166-1), so it can sign for any issuer"});
    // When the set has a CA of its country, somebody else put in a DSC that does not chain to one.
    if (!certificate.is_ca && key.signs() && store.has_ca_of(key.issuer) && !store.issuer_of(certificate)) {
        out.push_back({"not-chained", true, &key, "no CA of its country in the set has issued it"});
    }
}

}  // namespace

std::vector<TrustFinding> check_trust(const TrustStore& store, UnixTime at) {
    std::vector<TrustFinding> out;
    std::map<Sha256, const TrustedKey*> by_public_key;
    for (const auto& key : store.keys()) {
        const PublicKey& public_key = key->key.public_key();
        const auto [known, is_new] = by_public_key.emplace(public_key.identity(), key.get());
        if (!is_new && known->second->issuer != key->issuer) {
            out.push_back({"shared-key", true, key.get(),
                           "the same key also stands for " +
                               (known->second->issuer.empty() ? "any issuer" : known->second->issuer)});
        } else if (!is_new) {
            out.push_back({"duplicate-key", false, key.get(),
                           "the same key is there under another kid or certificate"});
        }
        if (key->issuer.empty() && !(key->certificate && key->certificate->country.empty()))
            out.push_back({"no-issuer", false, key.get(), "it can sign for any issuer"});
        if (key->is_weak) out.push_back({"weak-key", true, key.get(), "it is " + public_key.unfit()});
        check_name(*key, out);
        if (key->certificate) check_certificate(store, *key, at, out);
    }
    for (const PassedOver& entry : store.passed_over())
        out.push_back({"unusable-key", false, nullptr, entry.place + ": " + entry.problem, &entry});
    return out;
}

}  // namespace vpass

// The kinds of trust files, each recognised by its content: one reader and one row a kind.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "vpass/did.hpp"
#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/file.hpp"
#include "vpass/limits.hpp"
#include "vpass/trust.hpp"

namespace vpass {
namespace {

using nlohmann::json;

struct TrustFile {
    std::string path;
    std::string text;
    json document;  // discarded when the text is no JSON
};

[[noreturn]] void refuse(const std::string& what) { throw Error(Code::bad_trust, what); }

std::string text_member(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Buffer number_member(const json& jwk, const char* name) {
    const std::string text = text_member(jwk, name);
    if (text.empty()) refuse(std::string("a key lacks its member ") + name);
    return base64_decode(text, Base64::url);
}

PublicKey key_of_jwk(const json& jwk) {
    for (const char* secret : {"d", "p", "q", "k"}) {
        if (jwk.contains(secret)) {
            throw Error(Code::bad_trust, "it holds a private key",
                        "publish and trust public keys only; replace this key");
        }
    }
    const std::string kty = text_member(jwk, "kty");
    if (kty == "EC")
        return PublicKey::from_ec_point(text_member(jwk, "crv"), number_member(jwk, "x"),
                                        number_member(jwk, "y"));
    if (kty == "RSA") return PublicKey::from_rsa(number_member(jwk, "n"), number_member(jwk, "e"));
    refuse("a key has the unknown type " + (kty.empty() ? "(none)" : kty));
}

std::optional<Certificate> certificate_of_jwk(const json& jwk, const PublicKey& key) {
    const auto chain = jwk.find("x5c");
    if (chain == jwk.end() || !chain->is_array() || chain->empty() || !chain->front().is_string()) return {};
    Certificate certificate =
        parse_certificate(base64_decode(chain->front().get<std::string>(), Base64::standard));
    if (!certificate.key.same_as(key))
        refuse("a key and its certificate differ (kid " + text_member(jwk, "kid") + ")");
    return certificate;
}

// The kid of an EU DSC stands in files as base64 of 8 bytes, and in passes as those bytes; other kids are
// text in both.
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

void add_jwk(const json& jwk, const std::string& default_issuer, const std::string& path, TrustStore& store) {
    if (text_member(jwk, "use") == "enc") return;
    const PublicKey key = key_of_jwk(jwk);
    auto certificate = certificate_of_jwk(jwk, key);
    std::string issuer = text_member(jwk, "iss");
    if (issuer.empty()) issuer = default_issuer;
    // A health card issuer's certificate is bound to its URL (smart-on-fhir/health-cards docs/index.md,
    // Certificates).
    if (issuer.empty() && certificate && !certificate->san_uris.empty())
        issuer = certificate->san_uris.front();
    const unsigned kinds = certificate ? kinds_of(*certificate) : 0;
    store.add({issuer, kid_in_passes(text_member(jwk, "kid")), VerificationKey(key), std::move(certificate),
               kinds, path});
}

bool is_jwk_set(const TrustFile& file) { return file.document.is_object() && file.document.contains("keys"); }
void read_jwk_set(const TrustFile& file, TrustStore& store) {
    if (!file.document["keys"].is_array()) refuse("\"keys\" is no array");
    for (const json& jwk : file.document["keys"]) add_jwk(jwk, "", file.path, store);
}

// Snapshot of the VCI directory: {"issuerInfo":[{"issuer":{"iss":…},"keys":[…]},…]}.
bool is_vci_snapshot(const TrustFile& file) {
    return file.document.is_object() && file.document.contains("issuerInfo");
}
void read_vci_snapshot(const TrustFile& file, TrustStore& store) {
    for (const json& entry : file.document["issuerInfo"]) {
        const auto issuer = entry.find("issuer");
        const std::string iss = issuer == entry.end() ? std::string() : text_member(*issuer, "iss");
        if (iss.empty()) refuse("an issuer of the directory has no iss");
        for (const json& jwk : entry.value("keys", json::array())) {
            try {
                add_jwk(jwk, iss, file.path, store);
            } catch (const Error&) {
                // One issuer's damaged key must not void the hundreds of others: it is ignored (RFC 7517 §5).
            }
        }
    }
}

// DID document (W3C DID Core): the keys that it lists under assertionMethod sign for its id.
bool is_did_document(const TrustFile& file) {
    return file.document.is_object() && file.document.contains("verificationMethod");
}
// "#key-1" and "did:web:example.test#key-1" are the same key of did:web:example.test.
std::string absolute_method(const std::string& id, const std::string& method) {
    return method.starts_with('#') ? id + method : method;
}
void add_method(const json& method, const std::string& did, const std::string& path, TrustStore& store) {
    const auto jwk = method.find("publicKeyJwk");
    if (text_member(method, "type") != "JsonWebKey2020" || jwk == method.end()) return;
    // A key whose private half is published too could sign for anybody: it counts as no key at all.
    if (jwk->contains("d")) return;
    const std::string id = absolute_method(did, text_member(method, "id"));
    if (!id.starts_with(did + '#')) refuse("a verification method belongs to another DID");
    store.add({did, id.substr(did.size() + 1), VerificationKey(key_of_jwk(*jwk)), {}, 0, path});
}
void read_did_document(const TrustFile& file, TrustStore& store) {
    const std::string did = text_member(file.document, "id");
    if (did.empty()) refuse("the DID document has no id");
    const json methods = file.document["verificationMethod"];
    const json asserted = file.document.value("assertionMethod", json::array());
    for (const json& entry : asserted) {
        if (entry.is_object()) add_method(entry, did, file.path, store);
        if (!entry.is_string()) continue;
        for (const json& method : methods) {
            if (method.is_object() && absolute_method(did, text_member(method, "id")) ==
                                          absolute_method(did, entry.get<std::string>()))
                add_method(method, did, file.path, store);
        }
    }
}

// {"dids":["did:infra:01:PUB_K1_…",…]}: issuers whose key is in their name.
bool is_did_list(const TrustFile& file) {
    return file.document.is_object() && file.document.contains("dids");
}
void read_did_list(const TrustFile& file, TrustStore& store) {
    if (!file.document["dids"].is_array()) refuse("\"dids\" is no array");
    for (const json& entry : file.document["dids"]) {
        const std::string did = entry.is_string() ? entry.get<std::string>() : std::string();
        const PublicKey key = key_of_did(did);
        if (!key) refuse("a DID of the list carries no key");
        store.add({did, did, VerificationKey(key), {}, 0, file.path});
    }
}

bool is_pem(const TrustFile& file) {
    return file.text.find("-----BEGIN CERTIFICATE-----") != std::string::npos;
}
void read_pem(const TrustFile& file, TrustStore& store) {
    for (Certificate& certificate : parse_pem_certificates(file.text))
        store.add(std::move(certificate), file.path);
}

bool is_der(const TrustFile& file) {
    return file.text.size() > 2 && file.text[0] == 0x30 && (file.text[1] & 0x80);
}
void read_der(const TrustFile& file, TrustStore& store) {
    store.add(parse_certificate(as_bytes(file.text)), file.path);
}

// The list that EU gateways and national back ends hand out: [{"kid":…,"country":…,"rawData":…},…], bare or
// under "certificates".
const json* dsc_entries(const TrustFile& file) {
    const json* list = &file.document;
    if (list->is_object() && list->contains("certificates")) list = &list->at("certificates");
    if (!list->is_array() || list->empty() || !list->front().is_object() ||
        !list->front().contains("rawData"))
        return nullptr;
    return list;
}
bool is_dsc_list(const TrustFile& file) { return dsc_entries(file) != nullptr; }
void read_dsc_list(const TrustFile& file, TrustStore& store) {
    for (const json& entry : *dsc_entries(file)) {
        Certificate certificate =
            parse_certificate(base64_decode(text_member(entry, "rawData"), Base64::standard));
        const std::string country = text_member(entry, "country");
        const unsigned kinds = kinds_of(certificate);
        std::string kid = kid_in_passes(text_member(entry, "kid"));
        if (kid.empty()) kid = certificate.kid();
        VerificationKey key(certificate.key);
        store.add({country.empty() ? certificate.country : country, kid, std::move(key),
                   std::move(certificate), kinds, file.path});
    }
}

struct Reader {
    bool (*recognises)(const TrustFile& file);
    void (*read)(const TrustFile& file, TrustStore& store);
};
constexpr Reader kReaders[] = {
    {is_pem, read_pem},                    // certificates
    {is_jwk_set, read_jwk_set},            // RFC 7517
    {is_vci_snapshot, read_vci_snapshot},  // directory of health card issuers
    {is_did_document, read_did_document},  // NZ COVID Pass
    {is_did_list, read_did_list},          // did:infra
    {is_dsc_list, read_dsc_list},          // EU gateways
    {is_der, read_der},                    // one certificate
};

TrustFile parse(std::string text, const std::string& source) {
    TrustFile file{source, std::move(text), {}};
    file.document = json::parse(file.text, nullptr, false);
    if (file.document.is_discarded()) {
        // A list may come with its signature on a line of its own before it. Whoever names the file trusts it
        // as it is.
        const std::size_t newline = file.text.find('\n');
        if (newline != std::string::npos)
            file.document = json::parse(file.text.substr(newline + 1), nullptr, false);
    }
    return file;
}

// Names the file in whatever goes wrong with it.
void reading(const std::string& path, const auto& read) {
    try {
        read();
    } catch (const Error& e) {
        throw Error(Code::bad_trust, "trust file " + path + ": " + e.what(),
                    e.hint().empty() ? "vpass-trust(5) lists the kinds that are read" : e.hint());
    }
}

void read_content(std::string text, const std::string& source, TrustStore& store) {
    const TrustFile file = parse(std::move(text), source);
    for (const Reader& reader : kReaders) {
        if (reader.recognises(file)) return reader.read(file, store);
    }
    refuse("it is no trust file of a known kind");
}

void load_file(const std::string& path, TrustStore& store) {
    const Buffer content = read_file(path, limits::kTrustFileBytes);
    reading(path, [&] { read_content(std::string(as_text(content)), path, store); });
}

}  // namespace

void TrustStore::load_text(std::string text, const std::string& source) {
    reading(source, [&] { read_content(std::move(text), source, *this); });
}

void TrustStore::load(const std::string& path) {
    namespace fs = std::filesystem;
    if (!fs::is_directory(path)) return load_file(path, *this);
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(path)) {
        if (entry.is_regular_file() && entry.path().filename().string()[0] != '.')
            files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) throw Error(Code::bad_trust, "trust folder " + path + " is empty");
    for (const std::string& file : files) load_file(file, *this);
}

}  // namespace vpass

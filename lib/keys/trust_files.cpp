// Recognises each kind of trust file by its content: one reader and one row for each kind.
#include <map>

#include "base/file.hpp"
#include "base/folder.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "keys/did.hpp"
#include "keys/gdhcn/list.hpp"
#include "keys/trust_intake.hpp"

namespace vpass {
namespace {

using nlohmann::json;

struct TrustFile {
    std::string path;
    std::string text;
    json document;  // discarded when the text is not JSON
};

Label label_of_jwk(const json& jwk) { return {text_member(jwk, "kid"), text_member(jwk, "iss")}; }

bool is_jwk_set(const TrustFile& file) { return file.document.is_object() && file.document.contains("keys"); }
void read_jwk_set(const TrustFile& file, Intake& intake) {
    const json& keys = file.document["keys"];
    if (!keys.is_array()) refuse_trust("\"keys\" is not an array");
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!holds_private_part(keys[i])) continue;
        throw Error(Code::bad_trust, place_of(i) + " holds a private key",
                    "publish and trust public keys only; replace this key");
    }
    each_entry(keys, intake, label_of_jwk, [&](const json& jwk, Label&) { add_jwk(jwk, "", intake); });
}

// Reads a snapshot of the VCI directory: {"issuerInfo":[{"issuer":{"iss":…},"keys":[…]},…]}.
bool is_vci_snapshot(const TrustFile& file) {
    return file.document.is_object() && file.document.contains("issuerInfo");
}
void read_vci_snapshot(const TrustFile& file, Intake& intake) {
    for (const json& entry : file.document["issuerInfo"]) {
        const auto issuer = entry.find("issuer");
        const std::string iss = issuer == entry.end() ? std::string() : text_member(*issuer, "iss");
        if (iss.empty()) refuse_trust("an issuer of the directory has no iss");
        each_entry(
            entry.value("keys", json::array()), intake,
            [&](const json& jwk) {
                return Label{text_member(jwk, "kid"), iss};
            },
            [&](const json& jwk, Label&) { add_jwk(jwk, iss, intake); });
    }
}

// "#key-1" and "did:web:example.test#key-1" are the same key of did:web:example.test.
std::string absolute_method(const std::string& id, const std::string& method) {
    return method.starts_with('#') ? id + method : method;
}
const json& jwk_of_method(const json& method) {
    const auto jwk = method.find("publicKeyJwk");
    if (text_member(method, "type") != "JsonWebKey2020" || jwk == method.end())
        refuse_trust("it is a verification method of another type than JsonWebKey2020");
    return *jwk;
}

// Reads a DID document (W3C DID Core): the keys that it lists under assertionMethod sign for its id.
bool is_did_document(const TrustFile& file) {
    return file.document.is_object() && file.document.contains("verificationMethod") &&
           file.document.contains("assertionMethod");
}
void add_method(const json& method, const std::string& did, Intake& intake) {
    const json& jwk = jwk_of_method(method);
    const std::string id = absolute_method(did, text_member(method, "id"));
    if (!id.starts_with(did + '#')) refuse_trust("a verification method belongs to another DID");
    intake.add({did, id.substr(did.size() + 1), VerificationKey(key_of_jwk(jwk)), {}, 0, {}});
}
void read_did_document(const TrustFile& file, Intake& intake) {
    const std::string did = text_member(file.document, "id");
    if (did.empty()) refuse_trust("the DID document has no id");
    std::map<std::string, const json*> methods;
    for (const json& method : file.document["verificationMethod"]) {
        if (method.is_object()) methods.emplace(absolute_method(did, text_member(method, "id")), &method);
    }
    const auto name_of = [&](const json& entry) {
        return absolute_method(did, entry.is_string() ? entry.get<std::string>() : text_member(entry, "id"));
    };
    each_entry(
        file.document["assertionMethod"], intake,
        [&](const json& entry) {
            return Label{name_of(entry), did};
        },
        [&](const json& entry, Label& label) {
            if (entry.is_object()) return add_method(entry, did, intake);
            const auto named = methods.find(label.kid);
            if (named == methods.end()) refuse_trust("the document does not hold this verification method");
            add_method(*named->second, did, intake);
        });
}

// Reads {"dids":["did:infra:01:PUB_K1_…",…]}: issuers whose key is in their name.
bool is_did_list(const TrustFile& file) {
    return file.document.is_object() && file.document.contains("dids");
}
void read_did_list(const TrustFile& file, Intake& intake) {
    if (!file.document["dids"].is_array()) refuse_trust("\"dids\" is not an array");
    const auto name_of = [](const json& entry) {
        return entry.is_string() ? entry.get<std::string>() : std::string();
    };
    each_entry(
        file.document["dids"], intake,
        [&](const json& entry) {
            return Label{"", name_of(entry)};
        },
        [&](const json&, Label& label) {
            const PublicKey key = key_of_did(label.issuer);
            if (!key) refuse_trust("a DID of the list carries no key");
            intake.add({label.issuer, label.issuer, VerificationKey(key), {}, 0, {}});
        });
}

// Labels the entry even when the rest of the certificate does not decode.
void label_by_certificate(Bytes der, Label& label) {
    label = {base64_encode(Bytes(sha256(der)).first(8), Base64::standard), subject_country(der)};
}

bool is_pem(const TrustFile& file) {
    return file.document.is_discarded() && file.text.find("-----BEGIN ") != std::string::npos;
}
void read_pem(const TrustFile& file, Intake& intake) {
    for (const PemBlock& block : pem_blocks(file.text)) {
        intake.entry("line " + std::to_string(block.line), {}, [&](Label& label) {
            if (!block.is_certificate())
                refuse_trust("a block of the kind " + block.label + ", which is not read");
            if (block.problem.empty()) label_by_certificate(block.der, label);
            intake.add(parse_certificate(block));
        });
    }
}

bool is_der(const TrustFile& file) {
    return file.text.size() > 2 && file.text[0] == 0x30 && (file.text[1] & 0x80);
}
void read_der(const TrustFile& file, Intake& intake) { intake.add(parse_certificate(as_bytes(file.text))); }

// Finds the list that EU gateways and national back ends hand out: [{"kid":…,"country":…,"rawData":…},…],
// bare or under "certificates".
const json* dsc_entries(const TrustFile& file) {
    const json* list = &file.document;
    if (list->is_object() && list->contains("certificates")) list = &list->at("certificates");
    const bool is_list = list->is_array() && std::ranges::any_of(*list, [](const json& entry) {
                             return entry.is_object() && entry.contains("rawData");
                         });
    return is_list ? list : nullptr;
}
bool is_dsc_list(const TrustFile& file) { return dsc_entries(file) != nullptr; }

// The gateway lists certificates of four types (dgc-gateway, TrustListType); lists of DSCs alone do not name
// a type.
enum class ListedAs { signer, ca, other };
ListedAs listed_as(const json& entry) {
    const auto found = entry.find("certificateType");
    if (found == entry.end()) return ListedAs::signer;
    const std::string type = text_member(entry, "certificateType");
    if (type == "DSC") return ListedAs::signer;
    if (type == "CSCA") return ListedAs::ca;
    if (type == "UPLOAD" || type == "AUTHENTICATION") return ListedAs::other;
    refuse_trust("it is of an unknown certificateType");
}

void add_dsc_entry(const json& entry, Label& label, Intake& intake) {
    const ListedAs type = listed_as(entry);
    if (type == ListedAs::other) return;
    const std::string raw = text_member(entry, "rawData");
    if (raw.empty()) refuse_trust("it has no rawData");
    const Buffer der = base64_decode(raw, Base64::standard);
    Label by_certificate;
    label_by_certificate(der, by_certificate);
    if (label.kid.empty()) label.kid = by_certificate.kid;
    if (label.issuer.empty()) label.issuer = by_certificate.issuer;
    Certificate certificate = parse_certificate(der);
    const unsigned kinds = kinds_of(certificate);
    VerificationKey key(certificate.key);
    intake.add({label.issuer,
                kid_in_passes(label.kid),
                std::move(key),
                std::move(certificate),
                kinds,
                {},
                type == ListedAs::ca});
}
void read_dsc_list(const TrustFile& file, Intake& intake) {
    each_entry(
        *dsc_entries(file), intake,
        [](const json& entry) {
            return Label{text_member(entry, "kid"), text_member(entry, "country")};
        },
        [&](const json& entry, Label& label) { add_dsc_entry(entry, label, intake); });
}

struct Reader {
    bool (*recognises)(const TrustFile& file);
    void (*read)(const TrustFile& file, Intake& intake);
    bool may_be_empty = false;
};
constexpr Reader kReaders[] = {
    {is_pem, read_pem},                          // certificates
    {is_jwk_set, read_jwk_set},                  // RFC 7517
    {is_vci_snapshot, read_vci_snapshot},        // directory of health card issuers
    {is_did_document, read_did_document, true},  // NZ COVID Pass
    {is_did_list, read_did_list},                // did:infra
    {is_dsc_list, read_dsc_list},                // EU gateways
    {is_der, read_der},                          // one certificate
};

TrustFile parse(std::string text, const std::string& source) {
    TrustFile file{source, std::move(text), {}};
    file.document = json::parse(file.text, nullptr, false);
    if (file.document.is_discarded()) {
        // A list may come with its signature on a line of its own before it. We do not check it: whoever
        // names the file trusts it as it is.
        const std::size_t newline = file.text.find('\n');
        if (newline != std::string::npos)
            file.document = json::parse(file.text.substr(newline + 1), nullptr, false);
    }
    return file;
}

// Adds the name of the file to any error in it.
void reading(const std::string& path, const auto& read) {
    try {
        read();
    } catch (const Error& e) {
        throw Error(Code::bad_trust, "trust file " + path + ": " + e.what(),
                    e.hint().empty() ? "vpass-trust(5) lists the kinds that are read" : e.hint());
    }
}

[[noreturn]] void refuse_unproven() {
    throw Error(Code::bad_trust, "it has no proof that was checked",
                "--network-key FILE checks lists of WHO's network; other files have no proof");
}

// Returns the text as strict JSON; a missing value when it is not that.
vpass::json::Value strict_json(std::string_view text) {
    try {
        return vpass::json::check(text);
    } catch (const Error&) {
        return {};
    }
}

// Returns true when a text would be a list of WHO's network if it were strict JSON.
bool is_lax_list(const json& document) {
    return document.is_object() && document.contains("verificationMethod") &&
           (!document.contains("assertionMethod") || document.contains("proof"));
}

void read_content(std::string text, const std::string& source, TrustStore& store) {
    const ProofRules& rules = store.proof_rules();
    // These lists are the largest files of all, so no tree is built of them.
    if (const vpass::json::Value list = strict_json(text); gdhcn::is_list(list)) {
        Intake intake(store, source);
        gdhcn::read_list(list, text.size(), rules, intake);
        if (rules.required && !intake.is_proven()) refuse_unproven();
        return intake.finish(true);
    }
    const TrustFile file = parse(std::move(text), source);
    if (is_lax_list(file.document)) vpass::json::check(file.text);  // it throws, and says where
    if (rules.required) refuse_unproven();
    for (const Reader& reader : kReaders) {
        if (!reader.recognises(file)) continue;
        Intake intake(store, source);
        reader.read(file, intake);
        return intake.finish(reader.may_be_empty);
    }
    refuse_trust("it is not a trust file of a known kind");
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
    const std::vector<std::string> files = files_of(path);
    if (files.empty()) throw Error(Code::bad_trust, "trust folder " + path + " is empty");
    for (const std::string& file : files) load_file(file, *this);
}

}  // namespace vpass

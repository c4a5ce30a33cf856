// Lists of WHO's trust network: the keys in them, what those may sign, and the network's proof.
#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "base/error.hpp"
#include "base/file.hpp"
#include "data/encoding.hpp"
#include "keys/gdhcn/proof.hpp"
#include "keys/gdhcn/statements.hpp"
#include "keys/trust_store.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using namespace vpass::test;
using Lines = std::vector<nlohmann::json>;

namespace {

std::string content(const std::string& name) {
    return std::string(as_text(read_file(vectors_path("gdhcn/" + name), 64 << 20)));
}

NetworkKey key_of(const nlohmann::json& proof) {
    const auto key = proof.find("key");
    const bool is_known = key != proof.end() && key->is_string();
    return load_network_key(
        vectors_path("gdhcn/" + (is_known ? key->get<std::string>() : "keys/who-prod.did.json")));
}

// Returns what a file gives under a network's key: "N keys", or why it is refused.
std::string worth(const std::string& text, const NetworkKey& key) {
    TrustStore store;
    store.demand({{key}, true});
    try {
        store.load_text(text, "list");
    } catch (const Error& e) {
        CHECK(e.name() == "bad-trust");
        return e.what();
    }
    return std::to_string(store.keys().size()) + " keys";
}
bool is_believed(const std::string& text, const NetworkKey& key) {
    return worth(text, key).ends_with(" keys");
}

void require_verdict(const std::string& name, const std::string& text, const nlohmann::json& proof) {
    INFO(name);
    const std::string verdict = proof["verdict"];
    if (verdict == "any") return;
    INFO(worth(text, key_of(proof)));
    CHECK(is_believed(text, key_of(proof)) == (verdict == "valid"));
}

// A list of one key of the made network, changed by `change`; what is said of it.
std::string refusal_of(const std::function<void(nlohmann::json&)>& change) {
    nlohmann::json list = nlohmann::json::parse(content("lists/net-XXA.json"));
    change(list);
    return worth(list.dump(), load_network_key(vectors_path("gdhcn/keys/net.did.json")));
}

}  // namespace

TEST_CASE("each list has the proof's verdict, and states what a JSON-LD processor says it does", "[gdhcn]") {
    for (const auto& line : line_vectors("gdhcn/lists.ndjson")) {
        const std::string text = content(line["file"]);
        require_verdict(line["file"], text, line["proof"]);
        if (line["proof"]["verdict"] != "valid") continue;
        const gdhcn::Statements statements = gdhcn::statements_of(json::check(text));
        CHECK(hex_encode(sha256(as_bytes(statements.document))) == line["proof"]["sha256_document"]);
        CHECK(hex_encode(sha256(as_bytes(statements.options))) == line["proof"]["sha256_options"]);
    }
}

TEST_CASE("the statements of three lists are there byte for byte", "[gdhcn]") {
    if (!have_vectors("gdhcn/canonical")) return;
    for (const std::string name : {"prod-any-XXH-DECA", "prod-ref", "prod-WHO-empty"}) {
        const std::string list = content("lists/" + name + ".json");
        const gdhcn::Statements statements = gdhcn::statements_of(json::check(list));
        CHECK(statements.document == content("canonical/" + name + ".document.nq"));
        CHECK(statements.options == content("canonical/" + name + ".options.nq"));
    }
}

TEST_CASE("a list of which anything was altered is not believed", "[gdhcn]") {
    for (const auto& line : line_vectors("gdhcn/altered.ndjson")) {
        if (line.contains("file")) {
            require_verdict(line["file"], content(line["file"]), line["proof"]);
            continue;
        }
        nlohmann::json list = nlohmann::json::parse(content(line["patch"]["of"]));
        nlohmann::json* place = &list;
        for (const auto& step : line["patch"]["path"])
            place =
                step.is_number() ? &(*place)[step.get<std::size_t>()] : &(*place)[step.get<std::string>()];
        *place = line["patch"]["replace"];
        require_verdict(line["what"], list.dump(), line["proof"]);
    }
}

TEST_CASE("each list holds the keys of its table", "[gdhcn]") {
    for (const auto& list : line_vectors("gdhcn/lists.ndjson")) {
        if (!list.contains("table")) continue;
        INFO(list["file"]);
        TrustStore store;
        store.load_text(content(list["file"]), list["file"]);
        std::set<std::string> wanted, found;
        for (const auto& row : line_vectors("gdhcn/" + list["table"].get<std::string>())) {
            const auto text = [&](const char* name, const char* otherwise) {
                return row[name].is_string() ? row[name].get<std::string>() : std::string(otherwise);
            };
            wanted.insert(text("participant", "NULL") + ' ' + text("usage", "DSC") + ' ' +
                          text("domain", "") + ' ' + text("sha256_8", "") + ' ' + text("cert_sha256", ""));
        }
        for (const auto& key : store.keys()) {
            std::vector<std::string> domains = key->listing.domains;
            if (domains.empty()) domains.emplace_back();
            for (const std::string& domain : domains)
                found.insert(key->listing.participant + ' ' + key->listing.usage + ' ' + domain + ' ' +
                             base64_encode(as_bytes(key->kid), Base64::standard) + ' ' +
                             hex_encode(key->certificate->fingerprint));
        }
        CHECK(found == wanted);
    }
}

TEST_CASE("what does not fit the shape of a list is refused with its place", "[gdhcn]") {
    if (!have_vectors("gdhcn/lists")) return;
    using J = nlohmann::json;
    CHECK(refusal_of([](J&) {}) == "2 keys");
    const auto says = [](const std::function<void(J&)>& change, const std::string& place) {
        const std::string text = refusal_of(change);
        INFO(text);
        CHECK(text.find(place) != std::string::npos);
    };
    says([](J& d) { d["@context"][2] = "https://example.org/v1"; }, "/@context/2");
    says([](J& d) { d["@context"][1] = "https://www.w3.org/ns/did/v1"; }, "/@context/1");
    says([](J& d) { d["@context"] = J{{"@vocab", "https://w3id.org/security#"}}; }, "/@context");
    says([](J& d) { d["@context"].push_back(J{{"ku", "x"}}); }, "/@context");
    says([](J& d) { d["id"] = "_:b0"; }, "/id");
    says([](J& d) { d["id"] = "did:web:a> <b"; }, "/id");
    says([](J& d) { d["id"] = J{{"en", "did:web:a"}}; }, "/id");
    says([](J& d) { d["extra"] = 1; }, "/extra");
    says([](J& d) { d["verificationMethod"][0]["note"] = "x"; }, "/verificationMethod/0/note");
    says([](J& d) { d["verificationMethod"][1].erase("domain"); }, "/verificationMethod/1");
    says([](J& d) { d["verificationMethod"][1]["keyusage"] = "DSC"; }, "/verificationMethod/1/keyusage");
    says([](J& d) { d["verificationMethod"][1]["keyusage"]["code"] = "DSC"; }, "keyusage/code");
    says([](J& d) { d["verificationMethod"][1]["keyusage"]["code"] = "#a/b"; }, "keyusage/code");
    says([](J& d) { d["verificationMethod"][0]["publicKeyJwk"]["kid"] = 1; }, "publicKeyJwk/kid");
    says([](J& d) { d["verificationMethod"][0]["publicKeyJwk"]["d"] = "AA"; }, "publicKeyJwk/d");
    says([](J& d) { d["verificationMethod"][0]["publicKeyJwk"]["x5c"] = "MII"; }, "x5c");
    says([](J& d) { d["verificationMethod"][0]["id"] = d["verificationMethod"][1]["id"]; },
         "/verificationMethod/1");
    says([](J& d) { d["verificationMethod"][0] = 7; }, "/verificationMethod/0");
    says([](J& d) { d["verificationMethod"] = "x"; }, "/verificationMethod");
    says([](J& d) { d["proof"]["created"] = "yesterday"; }, "/proof/created");
    says([](J& d) { d["proof"]["jws"] = ".."; }, "/proof/jws");
    says([](J& d) { d["proof"]["proofPurpose"] = "authentication"; }, "/proof/proofPurpose");
    says([](J& d) { d["proof"]["verificationMethod"] = "did:web:other"; }, "did:web:other");
    says([](J& d) { d["assertionMethod"] = J::array(); }, "/assertionMethod");
    says([](J& d) { d["pad"] = std::string(9 << 20, 'x'); }, "8 MiB");
}

TEST_CASE("a member that is there twice, and a list too deep, are refused", "[gdhcn]") {
    if (!have_vectors("gdhcn/lists")) return;
    const NetworkKey key = load_network_key(vectors_path("gdhcn/keys/net.did.json"));
    std::string list = content("lists/net-XXA.json");
    const std::string doubled = "{\"id\":\"did:web:a\"," + list.substr(list.find('{') + 1);
    CHECK(worth(doubled, key).find("keys") == std::string::npos);
    std::string deep =
        "{\"verificationMethod\":[],\"proof\":" + std::string(100, '[') + std::string(100, ']') + "}";
    CHECK(worth(deep, key).find("keys") == std::string::npos);
}

TEST_CASE("a reference needs the list that it names, of the same network", "[gdhcn]") {
    if (!have_vectors("gdhcn/lists")) return;
    const auto missing = [](std::initializer_list<std::string> names) {
        TrustStore store;
        for (const std::string& name : names) store.load_text(content("lists/" + name), name);
        const std::size_t before = store.passed_over().size();
        store.pass_over_missing_lists();
        return store.passed_over().size() - before;
    };
    CHECK(missing({"prod-all.json"}) == 0);
    CHECK(missing({"prod-ref-DCC-XXH-DSC.json"}) == 1);
    CHECK(missing({"prod-ref.json", "prod-ref-DCC.json"}) == 2 + 40);
    CHECK(missing({"prod-ref.json", "dev-v1.json"}) == 3 + 4);  // not even when that file is there
}

TEST_CASE("a participant's key speaks for that participant alone", "[gdhcn]") {
    const auto key = PrivateKey::generate(Algorithm::es256).public_key();
    const auto speaks = [&](const char* participant, const char* country, const char* issuer) {
        TrustedKey trusted{country, "kid", VerificationKey(key), {}, 0, "test"};
        trusted.listing = {participant, "DSC", {"DCC"}};
        bool renamed = false;
        return may_sign_for(trusted, issuer, "KR", renamed);
    };
    CHECK(speaks("KOR", "KR", "KR"));
    CHECK(speaks("KOR", "KR", "KOR"));
    CHECK(speaks("KOR", "KR", "kor"));
    CHECK(speaks("KOR", "KR", ""));
    CHECK_FALSE(speaks("KOR", "KR", "JP"));
    CHECK_FALSE(speaks("KOR", "KR", "KDCA"));
    CHECK(speaks("XXH", "XH", "XXH"));
    CHECK(speaks("XXH", "XH", "XH"));
    CHECK_FALSE(speaks("XXH", "XH", "KR"));
    CHECK_FALSE(speaks("XXH", "XH", "KOR"));
    CHECK_FALSE(speaks("XXH", "XH", "CNAM"));
    CHECK(speaks("IOM", "IO", "IO"));
    CHECK_FALSE(speaks("IOM", "IO", "IOT"));  // C of its certificates is a code of ISO's; that is not
    CHECK_FALSE(speaks("KOR", "KR", "IOM"));
    CHECK_FALSE(speaks("DNK", "DK", "FO"));
    CHECK(speaks("GRC", "GR", "EL"));
    CHECK_FALSE(speaks("KOR", "KR", "https://kr.example"));
}

TEST_CASE("a key of several domains signs for each of them", "[gdhcn]") {
    const auto key = PrivateKey::generate(Algorithm::es256).public_key();
    TrustStore store;
    for (const std::string domain : {"PH4H", "IPS"}) {
        TrustedKey trusted{"KR", "kid", VerificationKey(key), {}, 0, "test"};
        trusted.listing = {"KOR", "DSC", {domain}};
        trusted.domain_kinds = kinds_of_domain(domain);
        store.add(std::move(trusted));
    }
    REQUIRE(store.keys().size() == 1);
    const TrustedKey& trusted = *store.keys().front();
    CHECK(trusted.listing.domains == std::vector<std::string>{"PH4H", "IPS"});
    CHECK(trusted.allows(Kind::health_link));
    CHECK(trusted.allows(Kind::prophylaxis));
    CHECK_FALSE(trusted.allows(Kind::vaccination));
    CHECK_FALSE(trusted.allows(Kind::other));
    CHECK(kinds_of_domain("DCC") == ~0U);
    CHECK(kinds_of_domain("NEW") == 0);
}

TEST_CASE("vpass's own form keeps whom a key speaks for, and for what", "[gdhcn]") {
    if (!have_vectors("gdhcn/lists")) return;
    TrustStore store, again;
    store.load_text(content("lists/net-all.json"), "list");
    std::vector<const TrustedKey*> keys;
    for (const auto& key : store.keys()) {
        if (!key->is_idle) keys.push_back(key.get());
    }
    const std::string jwks = to_jwks(keys);
    again.load_text(jwks, "jwks");
    std::vector<const TrustedKey*> copies;
    for (const auto& key : again.keys()) copies.push_back(key.get());
    CHECK(copies.size() == keys.size());
    CHECK(to_jwks(copies) == jwks);
}

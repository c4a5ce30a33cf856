#include "keys/gdhcn/statements.hpp"

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/time.hpp"
#include "data/json_canonical.hpp"

namespace vpass::gdhcn {
namespace {

constexpr std::string_view kContexts[] = {"https://www.w3.org/ns/did/v1",
                                          "https://w3id.org/security/suites/jws-2020/v1"};
// The third context of version 2, by network, and the suffix that it gives to the names of value sets.
struct NetworkContext {
    std::string_view url, suffix;
};
constexpr NetworkContext kNetworkContexts[] = {
    {"https://smart.who.int/trust/tng-context/v1.jsonld", ""},
    {"https://smart.who.int/trust/tng-context/v1-UAT.jsonld", "-UAT"},
    {"https://smart.who.int/trust/tng-context/v1-DEV.jsonld", "-DEV"},
};
struct CodedMember {
    std::string_view name, value_set;
};
constexpr CodedMember kCodedMembers[] = {{"domain", "https://smart.who.int/trust/ValueSet-Domains"},
                                         {"participant", "https://smart.who.int/trust/ValueSet-Participants"},
                                         {"keyusage", "https://smart.who.int/trust/ValueSet-KeyUsage"}};

constexpr std::string_view kType = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
constexpr std::string_view kJson = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>";
constexpr std::string_view kDateTime = "<http://www.w3.org/2001/XMLSchema#dateTime>";
constexpr std::string_view kCreated = "<http://purl.org/dc/terms/created>";
constexpr std::string_view kOptions = "_:c14n0";  // the blank node of the proof

std::string security(std::string_view name) {
    return "<https://w3id.org/security#" + std::string(name) + '>';
}

[[noreturn]] void refuse(const std::string& place, const std::string& what) {
    throw Error(Code::bad_trust, (place.empty() ? "/" : place) + ": " + what);
}

// Requires that the members are exactly these: a member that no context defines is not signed.
void require_members(json::Value object, std::initializer_list<std::string_view> names,
                     const std::string& place) {
    if (!object.is(json::Type::object)) refuse(place, "it is not an object");
    for (const std::string_view name : names) {
        if (!object[name]) refuse(place, "it lacks the member " + std::string(name));
    }
    for (const json::Member& member : object.members()) {
        if (std::ranges::find(names, member.key()) == names.end())
            refuse(place + '/' + member.key(), "a list of the network has no such member");
    }
}

std::string text_of(json::Value object, std::string_view name, const std::string& place) {
    const json::Value value = object[name];
    if (!value.is(json::Type::string)) refuse(place + '/' + std::string(name), "it is not a text");
    return value.string();
}

// Returns an absolute DID whose characters stand in an IRI as they are. Blank nodes and relative names are
// refused.
std::string iri(const std::string& did, const std::string& place) {
    constexpr std::string_view kOthers = ":.-_%#+/=~";
    const bool is_plain = std::ranges::all_of(did, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               kOthers.find(c) != std::string_view::npos;
    });
    if (!did.starts_with("did:web:") || !is_plain) refuse(place, "it is not a DID of the method web");
    return '<' + did + '>';
}

std::string literal(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '"' || c == '\\')
            (out += '\\') += c;
        else
            out += c;
    }
    return out + '"';
}

class Lines {
 public:
    void add(std::string_view subject, std::string_view predicate, std::string_view object) {
        std::string line;
        for (const std::string_view part : {subject, predicate, object}) (line += part) += ' ';
        lines_.insert(line + ".\n");
    }
    std::string sorted() const {
        std::string out;
        for (const std::string& line : lines_) out += line;
        return out;
    }

 private:
    std::set<std::string> lines_;  // by their bytes, each once
};

class Writer {
 public:
    explicit Writer(json::Value list) {
        require_members(list, {"@context", "id", "controller", "verificationMethod", "proof"}, "");
        network_ = network_of(list["@context"]);
        id_ = text_of(list, "id", "");
        controller_ = text_of(list, "controller", "");
        document_.add(iri(id_, "/id"), security("controller"), iri(controller_, "/controller"));
        if (!list["verificationMethod"].is(json::Type::array))
            refuse("/verificationMethod", "it is not an array");
        std::size_t n = 0;
        for (const json::Value entry : list["verificationMethod"].elements())
            method(entry, "/verificationMethod/" + std::to_string(n++));
        options(list["proof"]);
    }

    Statements take() const { return {network_ != nullptr, document_.sorted(), options_.sorted()}; }

 private:
    static const NetworkContext* network_of(json::Value contexts) {
        const std::size_t count = contexts.size();
        if (!contexts.is(json::Type::array) || count < 2 || count > 3)
            refuse("/@context", "they are not the contexts of the network");
        for (std::size_t i = 0; i < 2; ++i) {
            if (contexts[i].string() != kContexts[i])
                refuse("/@context/" + std::to_string(i), "it is not " + std::string(kContexts[i]));
        }
        if (count == 2) return nullptr;
        const std::string third = contexts[2].string();
        const auto known = std::ranges::find(kNetworkContexts, third, &NetworkContext::url);
        if (known == std::end(kNetworkContexts))
            refuse("/@context/2", third.empty() ? "it is not an address of a context"
                                                : "the context " + third + " is not known");
        return known;
    }

    void method(json::Value entry, const std::string& place) {
        const std::string_view method = "verificationMethod";
        if (entry.is(json::Type::string))
            return document_.add(iri(id_, ""), security(method), iri(entry.string(), place));
        if (network_)
            require_members(entry,
                            {"id", "type", "controller", "publicKeyJwk", "domain", "participant", "keyusage"},
                            place);
        else
            require_members(entry, {"id", "type", "controller", "publicKeyJwk"}, place);
        if (text_of(entry, "type", place) != "JsonWebKey2020")
            refuse(place + "/type", "it is not JsonWebKey2020");
        const std::string id = text_of(entry, "id", place), controller = text_of(entry, "controller", place);
        const std::string subject = iri(id, place + "/id");
        if (!id.starts_with(id_)) refuse(place + "/id", "it belongs to another DID");
        if (network_ ? controller != controller_ : !controller.starts_with(controller_))
            refuse(place + "/controller", "it is another DID than the document's");
        document_.add(iri(id_, ""), security(method), subject);
        document_.add(subject, kType, security("JsonWebKey2020"));
        document_.add(subject, security("controller"), iri(controller, place + "/controller"));
        document_.add(
            subject, security("publicKeyJwk"),
            literal(key(entry["publicKeyJwk"], place + "/publicKeyJwk")).append("^^").append(kJson));
        if (!network_) return;
        for (const CodedMember& member : kCodedMembers) {
            const std::string value_set =
                std::string(member.value_set).append(network_->suffix).append(".jsonld");
            document_.add(
                subject, '<' + value_set + '>',
                '<' + value_set + code(entry[member.name], place + '/' + std::string(member.name)) + '>');
        }
    }

    // Returns the code of {"code":"#DSC"}. Another reference might mean the same in RDF while we would read
    // it differently, so we refuse it.
    static std::string code(json::Value member, const std::string& place) {
        require_members(member, {"code"}, place);
        std::string code = text_of(member, "code", place);
        const bool is_plain =
            std::ranges::all_of(code.substr(std::min<std::size_t>(1, code.size())), [](char c) {
                return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '_';
            });
        if (code.size() < 2 || code[0] != '#' || !is_plain)
            refuse(place + "/code", "it is not a code with # before it");
        return code;
    }

    // The JWK itself is a literal, in the one form of RFC 8785.
    std::string key(json::Value jwk, const std::string& place) const {
        const bool is_rsa = jwk["kty"].string() == "RSA";
        if (network_ && is_rsa)
            require_members(jwk, {"kty", "kid", "x5c", "e", "n"}, place);
        else if (network_)
            require_members(jwk, {"kty", "kid", "x5c", "crv", "x", "y"}, place);
        else if (is_rsa)
            require_members(jwk, {"kty", "x5c", "e", "n"}, place);
        else
            require_members(jwk, {"kty", "x5c", "crv", "x", "y"}, place);
        for (const json::Member& member : jwk.members()) {
            if (member.key() != "x5c") {
                text_of(jwk, member.key(), place);
                continue;
            }
            if (!member.value.is(json::Type::array)) refuse(place + "/x5c", "it is not an array");
            for (const json::Value certificate : member.value.elements()) {
                if (!certificate.is(json::Type::string)) refuse(place + "/x5c", "it holds more than texts");
            }
        }
        std::string out;
        jcs::append_canonical(out, jwk);
        return out;
    }

    void options(json::Value proof) {
        const std::string place = "/proof";
        require_members(proof, {"type", "created", "nonce", "proofPurpose", "verificationMethod", "jws"},
                        place);
        if (text_of(proof, "type", place) != "JsonWebSignature2020")
            refuse(place + "/type", "it is not JsonWebSignature2020");
        if (text_of(proof, "proofPurpose", place) != "assertionMethod")
            refuse(place + "/proofPurpose", "it is not assertionMethod");
        const std::string created = text_of(proof, "created", place);
        if (!parse_rfc3339(created)) refuse(place + "/created", "it is not an RFC 3339 time");
        options_.add(kOptions, kCreated, literal(created).append("^^").append(kDateTime));
        options_.add(kOptions, kType, security("JsonWebSignature2020"));
        options_.add(kOptions, security("nonce"), literal(text_of(proof, "nonce", place)));
        options_.add(kOptions, security("proofPurpose"), security("assertionMethod"));
        options_.add(kOptions, security("verificationMethod"),
                     iri(text_of(proof, "verificationMethod", place), place + "/verificationMethod"));
    }

    const NetworkContext* network_ = nullptr;  // of version 1: none
    std::string id_, controller_;
    Lines document_, options_;
};

}  // namespace

Statements statements_of(json::Value list) { return Writer(list).take(); }

}  // namespace vpass::gdhcn

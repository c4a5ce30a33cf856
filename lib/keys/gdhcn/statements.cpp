#include "keys/gdhcn/statements.hpp"

#include <algorithm>
#include <vector>

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

// An object of exactly these members: one that no context defines is not signed. Its text is read once, since
// a list of a whole network has megabytes.
class Object {
 public:
    Object(json::Value value, std::initializer_list<std::string_view> names, std::string place)
        : names_(names), values_(names.size()), place_(std::move(place)) {
        if (!value.is(json::Type::object)) refuse(place_, "it is not an object");
        std::string strange;
        for (const json::Member& member : value.members()) {
            const auto known =
                std::ranges::find_if(names_, [&](std::string_view name) { return member.has_key(name); });
            if (known != names_.end())
                values_[static_cast<std::size_t>(known - names_.begin())] = member.value;
            else if (strange.empty())
                strange = member.key();
        }
        for (std::size_t i = 0; i < values_.size(); ++i) {
            if (!values_[i]) refuse(place_, "it lacks the member " + std::string(names_[i]));
        }
        if (!strange.empty()) refuse(place_ + '/' + strange, "a list of the network has no such member");
    }

    json::Value operator[](std::string_view name) const {
        return values_[static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin())];
    }
    std::string text(std::string_view name) const {
        const json::Value value = (*this)[name];
        if (!value.is(json::Type::string)) refuse(place(name), "it is not a text");
        return value.string();
    }
    std::string place(std::string_view name) const { return place_ + '/' + std::string(name); }

 private:
    std::vector<std::string_view> names_;
    std::vector<json::Value> values_;
    std::string place_;
};

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
    for (;;) {
        const std::size_t plain = std::min(text.find_first_of("\"\\\n\r"), text.size());
        out += text.substr(0, plain);
        if (plain == text.size()) return out + '"';
        const char c = text[plain];
        (out += '\\') += c == '\n' ? 'n' : c == '\r' ? 'r' : c;
        text.remove_prefix(plain + 1);
    }
}

class Lines {
 public:
    void add(std::string_view subject, std::string_view predicate, std::string_view object) {
        std::string line;
        line.reserve(subject.size() + predicate.size() + object.size() + 5);
        for (const std::string_view part : {subject, predicate, object}) (line += part) += ' ';
        lines_.push_back(std::move(line += ".\n"));
    }
    // By their bytes, each once.
    std::string sorted() {
        std::ranges::sort(lines_);
        lines_.erase(std::unique(lines_.begin(), lines_.end()), lines_.end());
        std::string out;
        for (const std::string& line : lines_) out += line;
        return out;
    }

 private:
    std::vector<std::string> lines_;
};

class Writer {
 public:
    explicit Writer(json::Value value) {
        const Object list(value, {"@context", "id", "controller", "verificationMethod", "proof"}, "");
        network_ = network_of(list["@context"]);
        id_ = list.text("id");
        controller_ = list.text("controller");
        document_.add(iri(id_, "/id"), security("controller"), iri(controller_, "/controller"));
        if (!list["verificationMethod"].is(json::Type::array))
            refuse("/verificationMethod", "it is not an array");
        std::size_t n = 0;
        for (const json::Value entry : list["verificationMethod"].elements())
            method(entry, "/verificationMethod/" + std::to_string(n++));
        options(list["proof"]);
    }

    Statements take() { return {network_ != nullptr, document_.sorted(), options_.sorted()}; }

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

    void method(json::Value value, const std::string& place) {
        const std::string_view method = "verificationMethod";
        if (value.is(json::Type::string))
            return document_.add(iri(id_, ""), security(method), iri(value.string(), place));
        const Object entry =
            network_
                ? Object(value,
                         {"id", "type", "controller", "publicKeyJwk", "domain", "participant", "keyusage"},
                         place)
                : Object(value, {"id", "type", "controller", "publicKeyJwk"}, place);
        if (entry.text("type") != "JsonWebKey2020") refuse(place + "/type", "it is not JsonWebKey2020");
        const std::string id = entry.text("id"), controller = entry.text("controller");
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
            document_.add(subject, '<' + value_set + '>',
                          '<' + value_set + code(entry[member.name], entry.place(member.name)) + '>');
        }
    }

    // Returns the code of {"code":"#DSC"}. Another reference might mean the same in RDF while we would read
    // it differently, so we refuse it.
    static std::string code(json::Value member, const std::string& place) {
        std::string code = Object(member, {"code"}, place).text("code");
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
        const Object members = network_ && is_rsa ? Object(jwk, {"kty", "kid", "x5c", "e", "n"}, place)
                               : network_         ? Object(jwk, {"kty", "kid", "x5c", "crv", "x", "y"}, place)
                               : is_rsa           ? Object(jwk, {"kty", "x5c", "e", "n"}, place)
                                                  : Object(jwk, {"kty", "x5c", "crv", "x", "y"}, place);
        for (const json::Member& member : jwk.members()) {
            if (!member.has_key("x5c") && !member.value.is(json::Type::string))
                refuse(place + '/' + member.key(), "it is not a text");
        }
        if (!members["x5c"].is(json::Type::array)) refuse(place + "/x5c", "it is not an array");
        for (const json::Value certificate : members["x5c"].elements()) {
            if (!certificate.is(json::Type::string)) refuse(place + "/x5c", "it holds more than texts");
        }
        std::string out;
        jcs::append_canonical(out, jwk);
        return out;
    }

    void options(json::Value value) {
        const std::string place = "/proof";
        const Object proof(value, {"type", "created", "nonce", "proofPurpose", "verificationMethod", "jws"},
                           place);
        if (proof.text("type") != "JsonWebSignature2020")
            refuse(place + "/type", "it is not JsonWebSignature2020");
        if (proof.text("proofPurpose") != "assertionMethod")
            refuse(place + "/proofPurpose", "it is not assertionMethod");
        const std::string created = proof.text("created");
        if (!parse_rfc3339(created)) refuse(place + "/created", "it is not an RFC 3339 time");
        options_.add(kOptions, kCreated, literal(created).append("^^").append(kDateTime));
        options_.add(kOptions, kType, security("JsonWebSignature2020"));
        options_.add(kOptions, security("nonce"), literal(proof.text("nonce")));
        options_.add(kOptions, security("proofPurpose"), security("assertionMethod"));
        options_.add(kOptions, security("verificationMethod"),
                     iri(proof.text("verificationMethod"), place + "/verificationMethod"));
    }

    const NetworkContext* network_ = nullptr;  // of version 1: none
    std::string id_, controller_;
    Lines document_, options_;
};

}  // namespace

Statements statements_of(json::Value list) { return Writer(list).take(); }

}  // namespace vpass::gdhcn

// The readers of trust files share this: entries that are taken or passed over, and JSON Web Keys (RFC 7517).
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.hpp"
#include "data/json.hpp"
#include "keys/trust_store.hpp"

namespace vpass {

[[noreturn]] inline void refuse_trust(const std::string& what) { throw Error(Code::bad_trust, what); }

// An entry by the names that people know it by.
struct Label {
    std::string kid, issuer;
};

// Takes the keys of a file. An entry that cannot be used is passed over and does not affect the others.
class Intake {
 public:
    Intake(TrustStore& store, const std::string& source) : store_(store), source_(source) {}

    void add(TrustedKey key) {
        key.source = source_;
        store_.add(std::move(key));
        ++taken_;
    }
    void add(Certificate certificate) {
        store_.add(std::move(certificate), source_);
        ++taken_;
    }

    void add(NetworkList list) {
        list.source = source_;
        is_proven_ = list.signed_at.has_value();
        taken_ += list.references.size();
        store_.add(std::move(list));
    }
    bool is_proven() const { return is_proven_; }  // a network's proof of the file holds

    // `read` adds the content of the entry, and may complete its label first.
    void entry(const std::string& place, Label label, const auto& read) {
        try {
            read(label);
        } catch (const Error& e) {
            if (class_of(e.code()) == ErrorClass::environment) throw;
            store_.pass_over({source_, place, label.kid, label.issuer, e.what()});
            if (first_problem_.empty()) first_problem_ = place + ": " + e.what();
        }
    }

    // A file without any key is a mistake of its user. A DID document may be right without keys: its issuer
    // has withdrawn what it asserted.
    void finish(bool may_be_empty) {
        if (taken_) return;
        if (may_be_empty && first_problem_.empty())
            store_.pass_over({source_, "the document", "", "", "it asserts no key"});
        if (may_be_empty) return;
        refuse_trust("it holds no key that can be used" +
                     (first_problem_.empty() ? "" : " (" + first_problem_ + ")"));
    }

 private:
    TrustStore& store_;
    const std::string source_;
    std::size_t taken_ = 0;
    bool is_proven_ = false;
    std::string first_problem_;
};

inline std::string place_of(std::size_t index) { return "entry " + std::to_string(index + 1); }

// Reads each element of an array as an entry.
void each_entry(const nlohmann::json& array, Intake& intake, const auto& label_of, const auto& read) {
    std::size_t index = 0;
    for (const nlohmann::json& element : array)
        intake.entry(place_of(index++), label_of(element), [&](Label& label) { read(element, label); });
}

inline std::string text_member(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

inline std::string text_member(json::Value object, const char* name) { return object[name].string(); }

bool holds_private_part(const nlohmann::json& jwk);
PublicKey key_of_jwk(const nlohmann::json& jwk);
// Returns the certificate under `x5c`. The numbers beside it must not contradict its key.
std::optional<Certificate> certificate_of_jwk(const nlohmann::json& jwk);
std::optional<Certificate> certificate_of_jwk(json::Value jwk);
// Files have the kid of an EU DSC as base64 of 8 bytes, and passes have it as those bytes; other kids are
// text in both.
std::string kid_in_passes(const std::string& text);
// Adds a key. When it does not name an issuer itself, it gets the default one.
void add_jwk(const nlohmann::json& jwk, const std::string& default_issuer, Intake& intake);

}  // namespace vpass

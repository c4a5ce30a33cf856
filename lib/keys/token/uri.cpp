#include <algorithm>
#include <cstring>
#include <set>

#include "base/error.hpp"
#include "keys/token/token.hpp"

namespace vpass {
namespace {

// p11-kit itself is a module: it shows all modules that the system's administrator has registered as one.
constexpr const char* kRegisteredModules = "libp11-kit.so.0";

[[noreturn]] void refuse_unknown() {
    throw Error(Code::usage, "a pkcs11: URI has an attribute that is unknown, and perhaps misspelt",
                "RFC 7512 lists them: token, object, id, serial, module-path, pin-source and others");
}

// p11-kit takes the last of several attributes of one name, and reports unknown ones in the path only. We
// refuse both.
void check_names(std::string_view uri) {
    constexpr std::string_view kQuery[] = {"pin-source", "module-name", "module-path"};
    std::set<std::string_view> names;
    bool in_query = false;
    for (std::size_t at = uri.find(':'); at != uri.npos;) {
        in_query |= uri[at] == '?';
        const std::string_view rest = uri.substr(at + 1);
        const std::size_t size = rest.find_first_of(in_query ? "&" : ";?");
        const std::string_view name = rest.substr(0, std::min(size, rest.find('=')));
        if (in_query && !name.empty() && std::ranges::find(kQuery, name) == std::end(kQuery))
            refuse_unknown();
        if (!name.empty() && !names.insert(name).second)
            throw Error(Code::usage, "a pkcs11: URI has an attribute twice");
        at = size == rest.npos ? uri.npos : at + 1 + size;
    }
}

bool matches_bytes(const CK_ATTRIBUTE* wanted, const void* actual, std::size_t size) {
    return !wanted ||
           (wanted->ulValueLen == size && (size == 0 || std::memcmp(wanted->pValue, actual, size) == 0));
}

}  // namespace

std::unique_ptr<P11KitUri, Pkcs11Uri::Free> Pkcs11Uri::parse(const std::string& text) {
    std::unique_ptr<P11KitUri, Free> uri(sym_p11_kit_uri_new());
    const int failure = sym_p11_kit_uri_parse(text.c_str(), P11_KIT_URI_FOR_ANY, uri.get());
    // Neither message quotes the URI, since it may contain a PIN.
    if (failure != P11_KIT_URI_OK)
        throw Error(Code::usage, "a pkcs11: URI is not well-formed",
                    "write it like 'pkcs11:token=NAME;object=NAME'; RFC 7512 tells the rest");
    if (sym_p11_kit_uri_get_pin_value(uri.get()))
        throw Error(Code::usage, "a pkcs11: URI holds a PIN, which every user of this machine can read",
                    "change the PIN, and give it with --pin-file, --pin-fd or pin-source=");
    if (sym_p11_kit_uri_any_unrecognized(uri.get())) refuse_unknown();
    check_names(text);
    return uri;
}

Pkcs11Uri::Pkcs11Uri(const std::string& text, CK_OBJECT_CLASS wanted) : text_(text), uri_(parse(text)) {
    const CK_ATTRIBUTE* kind = sym_p11_kit_uri_get_attribute(uri_.get(), CKA_CLASS);
    const bool secret = wanted == CKO_SECRET_KEY;
    if (!matches_bytes(kind, &wanted, sizeof wanted))
        throw Error(
            Code::usage,
            std::string("the pkcs11: URI does not name a ") + (secret ? "secret" : "private") + " key",
            secret ? "write type=secret-key or no type" : "write type=private or no type");
    const char* pin_source = sym_p11_kit_uri_get_pin_source(uri_.get());
    if (pin_source && pin_source[0] == '|')
        throw Error(Code::usage, "pin-source: commands are not run",
                    "name a file, or use --pin-fd N with a descriptor");
}

std::string Pkcs11Uri::module_path() const {
    if (sym_p11_kit_uri_get_module_name(uri_.get()))
        throw Error(Code::usage, "module-name is not supported", "give the module's file with module-path=");
    const char* path = sym_p11_kit_uri_get_module_path(uri_.get());
    return path ? path : kRegisteredModules;
}

std::string Pkcs11Uri::pin_file() const {
    const char* source = sym_p11_kit_uri_get_pin_source(uri_.get());
    std::string path = source ? source : "";
    // RFC 8089 allows file:/path, file:///path and file://localhost/path.
    for (const std::string_view start : {"file://localhost/", "file:///", "file:"}) {
        if (!path.starts_with(start)) continue;
        path.erase(0, start.size() - start.ends_with('/'));
        break;
    }
    return path;
}

bool Pkcs11Uri::matches(const CK_FUNCTION_LIST& module, CK_SLOT_ID id) const {
    CK_INFO library;
    CK_SLOT_INFO slot;
    CK_TOKEN_INFO token;
    if (module.C_GetInfo(&library) != CKR_OK || module.C_GetSlotInfo(id, &slot) != CKR_OK ||
        module.C_GetTokenInfo(id, &token) != CKR_OK || !(token.flags & CKF_TOKEN_INITIALIZED))
        return false;
    const CK_SLOT_ID wanted = sym_p11_kit_uri_get_slot_id(uri_.get());
    return (wanted == static_cast<CK_SLOT_ID>(-1) || wanted == id) &&
           sym_p11_kit_uri_match_module_info(uri_.get(), &library) &&
           sym_p11_kit_uri_match_slot_info(uri_.get(), &slot) &&
           sym_p11_kit_uri_match_token_info(uri_.get(), &token);
}

bool Pkcs11Uri::matches(const PKCS11_KEY& key) const {
    const std::string_view label = key.label ? key.label : "";
    return matches_bytes(sym_p11_kit_uri_get_attribute(uri_.get(), CKA_LABEL), label.data(), label.size()) &&
           matches_bytes(sym_p11_kit_uri_get_attribute(uri_.get(), CKA_ID), key.id, key.id_len);
}

std::vector<CK_ATTRIBUTE> Pkcs11Uri::object_attributes() const {
    std::vector<CK_ATTRIBUTE> out;
    for (const CK_ATTRIBUTE_TYPE type : {CKA_LABEL, CKA_ID}) {
        if (const CK_ATTRIBUTE* const found = sym_p11_kit_uri_get_attribute(uri_.get(), type))
            out.push_back(*found);
    }
    return out;
}

std::string Pkcs11Uri::for_object(std::span<const Byte> id, const std::string& label) const {
    const auto uri = parse(text_);
    CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE attributes[] = {{CKA_ID, const_cast<Byte*>(id.data()), id.size()},
                                 {CKA_LABEL, const_cast<char*>(label.data()), label.size()},
                                 {CKA_CLASS, &kind, sizeof kind}};
    for (CK_ATTRIBUTE& attribute : attributes) {
        if (attribute.ulValueLen) sym_p11_kit_uri_set_attribute(uri.get(), &attribute);
    }
    char* text = nullptr;
    if (sym_p11_kit_uri_format(uri.get(), P11_KIT_URI_FOR_ANY, &text) != P11_KIT_URI_OK)
        throw Error(Code::token, "cannot write the URI of the key");
    std::string out = text;
    std::free(text);
    return out;
}

}  // namespace vpass

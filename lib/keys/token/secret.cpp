// Uses secret keys of a token, which libp11 does not know, by the module's own functions.
#include <array>

#include "base/error.hpp"
#include "keys/token/session.hpp"
#include "keys/token_secret.hpp"

namespace vpass {
namespace {

constexpr CK_ULONG kSecretBytes = 32;
constexpr const char* kNoSuchKey = "no secret key of the token matches the pkcs11: URI";

std::vector<CK_OBJECT_HANDLE> find(const CK_FUNCTION_LIST& functions, const TokenSession& session,
                                   std::vector<CK_ATTRIBUTE> wanted) {
    session.check(functions.C_FindObjectsInit(session.handle(), wanted.data(), wanted.size()));
    std::array<CK_OBJECT_HANDLE, 2> found{};
    CK_ULONG count = 0;
    const CK_RV result = functions.C_FindObjects(session.handle(), found.data(), found.size(), &count);
    functions.C_FindObjectsFinal(session.handle());
    session.check(result);
    return {found.begin(), found.begin() + count};
}

CK_OBJECT_HANDLE make(const CK_FUNCTION_LIST& functions, const TokenSession& session,
                      const std::vector<CK_ATTRIBUTE>& named) {
    if (named.empty())
        throw Error(Code::bad_key, kNoSuchKey, "object= in the URI names the key that is to be made");
    const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
    std::vector<CK_ATTRIBUTE> key = named;
    for (const CK_ATTRIBUTE& more :
         {attribute(CKA_TOKEN, &yes, sizeof yes), attribute(CKA_PRIVATE, &yes, sizeof yes),
          attribute(CKA_SENSITIVE, &yes, sizeof yes), attribute(CKA_EXTRACTABLE, &no, sizeof no),
          attribute(CKA_SIGN, &yes, sizeof yes),
          attribute(CKA_VALUE_LEN, &kSecretBytes, sizeof kSecretBytes)})
        key.push_back(more);
    CK_MECHANISM mechanism = {CKM_GENERIC_SECRET_KEY_GEN, nullptr, 0};
    CK_OBJECT_HANDLE out = 0;
    session.check(functions.C_GenerateKey(session.handle(), &mechanism, key.data(), key.size(), &out));
    return out;
}

}  // namespace

void TokenSession::check(CK_RV result) const {
    if (result == CKR_OK) return;
    char text[96];
    std::snprintf(text, sizeof text, "the token does not %s (CKR 0x%lx)", task_, result);
    throw Error(Code::token, text, result == CKR_TOKEN_WRITE_PROTECTED ? "it is read-only" : "");
}

Sha256 token_hmac(const std::string& text, PinSource& pin, Bytes message, MissingKey missing) {
    const Pkcs11Uri uri(text, CKO_SECRET_KEY);
    const std::shared_ptr<Pkcs11Module> module = Pkcs11Module::get(uri.module_path());
    PKCS11_SLOT& slot = module->find(uri);
    module->login(slot, uri, pin);
    const CK_FUNCTION_LIST& functions = module->functions();
    const TokenSession session(functions, sym_PKCS11_get_slotid_from_slot(&slot), "use the secret key");
    const CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
    const std::vector<CK_ATTRIBUTE> named = uri.object_attributes();
    std::vector<CK_ATTRIBUTE> wanted = named;
    wanted.push_back(attribute(CKA_CLASS, &kind, sizeof kind));
    std::vector<CK_OBJECT_HANDLE> keys = find(functions, session, wanted);
    if (keys.size() > 1)
        throw Error(Code::bad_key, "several secret keys of the token match the pkcs11: URI",
                    "name one with object= or id=");
    if (keys.empty()) {
        if (missing == MissingKey::refuse)
            throw Error(Code::bad_key, kNoSuchKey, "'pkcs11-tool --login --list-objects' lists them");
        keys.push_back(make(functions, session, named));
    }
    CK_MECHANISM mechanism = {CKM_SHA256_HMAC, nullptr, 0};
    session.check(functions.C_SignInit(session.handle(), &mechanism, keys.front()));
    Sha256 out{};
    CK_ULONG size = out.size();
    session.check(functions.C_Sign(session.handle(), const_cast<Byte*>(message.data()), message.size(),
                                   out.data(), &size));
    if (size != out.size()) throw Error(Code::token, "the token gives no HMAC-SHA-256 of 32 bytes");
    return out;
}

}  // namespace vpass

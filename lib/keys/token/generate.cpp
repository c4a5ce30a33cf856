// Makes keys in a token. libp11 of Debian 12 makes RSA keys only, so this calls the module itself.
#include <array>

#include "base/error.hpp"
#include "keys/token/session.hpp"

namespace vpass {
namespace {

constexpr Byte kP256[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};  // prime256v1, DER
constexpr Byte kF4[] = {1, 0, 1};
constexpr CK_ULONG kRsaBits = 3072;
constexpr const char* kMakes = "make the key";

}  // namespace

TokenKey generate_in_token(const std::string& token_uri, const std::string& label, Algorithm algorithm,
                           PinSource& pin) {
    const Pkcs11Uri uri(token_uri);
    const std::shared_ptr<Pkcs11Module> module = Pkcs11Module::get(uri.module_path());
    PKCS11_SLOT& slot = module->find(uri);
    module->login(slot, uri, pin);
    for (const PKCS11_KEY& key : private_keys(slot)) {
        if (key.label && key.label == label)
            throw Error(Code::exists, "the token has a key '" + label + "' already");
    }
    std::array<Byte, 16> id;
    random_bytes(id);
    const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
    const bool rsa = algorithm == Algorithm::ps256;
    CK_MECHANISM mechanism = {rsa ? CKM_RSA_PKCS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN, nullptr, 0};
    std::vector<CK_ATTRIBUTE> public_key = {
        attribute(CKA_TOKEN, &yes, sizeof yes), attribute(CKA_VERIFY, &yes, sizeof yes),
        attribute(CKA_ID, id.data(), id.size()), attribute(CKA_LABEL, label.data(), label.size())};
    if (rsa) {
        public_key.push_back(attribute(CKA_MODULUS_BITS, &kRsaBits, sizeof kRsaBits));
        public_key.push_back(attribute(CKA_PUBLIC_EXPONENT, kF4, sizeof kF4));
    } else {
        public_key.push_back(attribute(CKA_EC_PARAMS, kP256, sizeof kP256));
    }
    CK_ATTRIBUTE private_key[] = {
        attribute(CKA_TOKEN, &yes, sizeof yes),          attribute(CKA_PRIVATE, &yes, sizeof yes),
        attribute(CKA_SENSITIVE, &yes, sizeof yes),      attribute(CKA_EXTRACTABLE, &no, sizeof no),
        attribute(CKA_SIGN, &yes, sizeof yes),           attribute(CKA_ID, id.data(), id.size()),
        attribute(CKA_LABEL, label.data(), label.size())};
    const CK_FUNCTION_LIST& functions = module->functions();
    {
        const TokenSession session(functions, sym_PKCS11_get_slotid_from_slot(&slot), kMakes);
        CK_OBJECT_HANDLE handles[2];
        session.check(functions.C_GenerateKeyPair(session.handle(), &mechanism, public_key.data(),
                                                  public_key.size(), private_key, std::size(private_key),
                                                  &handles[0], &handles[1]));
    }
    const std::string key_uri = uri.for_object(id, label);
    return {load_from_token(key_uri, pin), key_uri};
}

}  // namespace vpass

#pragma once
// Uses tokens (HSMs, smart cards) through PKCS#11: libp11 makes their keys OpenSSL keys, p11-kit reads their
// URIs.
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "keys/private_key.hpp"
#include "keys/token/lazy_pkcs11.hpp"

namespace vpass {

std::string read_pin_file(const std::string& path);

// A URI of RFC 7512 whose attributes vpass all supports. Throws Error "usage" for any other, and for one that
// contains a PIN: other users of the machine can read the arguments of a command.
class Pkcs11Uri {
 public:
    explicit Pkcs11Uri(const std::string& text, CK_OBJECT_CLASS wanted = CKO_PRIVATE_KEY);

    std::string module_path() const;  // a library that the system finds, when the URI names none
    std::string pin_file() const;     // from pin-source; empty when there is none
    bool matches(const CK_FUNCTION_LIST& module,
                 CK_SLOT_ID slot) const;  // the library, the slot and its token
    bool matches(const PKCS11_KEY& key) const;
    std::vector<CK_ATTRIBUTE> object_attributes() const;  // label and id, as far as it has them
    std::string for_object(std::span<const Byte> id, const std::string& label) const;

 private:
    struct Free {
        void operator()(P11KitUri* uri) const { sym_p11_kit_uri_free(uri); }
    };
    static std::unique_ptr<P11KitUri, Free> parse(const std::string& text);
    std::string text_;
    std::unique_ptr<P11KitUri, Free> uri_;
};

// A PKCS#11 module that is loaded, with its slots as they were then. A process has one for each path, because
// a module is initialised once; the module is unloaded with the last key that uses it.
class Pkcs11Module {
 public:
    explicit Pkcs11Module(const std::string& path);
    ~Pkcs11Module();
    Pkcs11Module(const Pkcs11Module&) = delete;
    Pkcs11Module& operator=(const Pkcs11Module&) = delete;
    static std::shared_ptr<Pkcs11Module> get(const std::string& path);

    // Returns the one slot whose token matches. Throws Error "no-token" when there is none, or several.
    PKCS11_SLOT& find(const Pkcs11Uri& uri) const;
    void login(PKCS11_SLOT& slot, const Pkcs11Uri& uri, PinSource& pin) const;
    const CK_FUNCTION_LIST& functions() const { return functions_; }

 private:
    const CK_FUNCTION_LIST& functions_;
    bool initialized_ = false;  // by us
    PKCS11_CTX* context_;
    PKCS11_SLOT* slots_ = nullptr;
    unsigned count_ = 0;
};

// Returns the keys in a token, after login. libp11 owns them; they are valid until the next call.
std::span<PKCS11_KEY> private_keys(PKCS11_SLOT& slot);

PrivateKey load_from_token(const std::string& uri, PinSource& pin);

}  // namespace vpass

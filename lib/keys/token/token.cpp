#include "keys/token/token.hpp"

#include <dlfcn.h>

#include <map>

#include "base/error.hpp"
#include "crypto/openssl_handles.hpp"

namespace vpass {
namespace {

std::string last_reason() {
    const unsigned long code = ERR_peek_last_error();
    const char* reason = code ? ERR_reason_error_string(code) : nullptr;
    ERR_clear_error();
    return reason ? std::string(" (") + reason + ")" : "";
}

std::string name_of(const PKCS11_SLOT& slot) { return slot.token->label ? slot.token->label : ""; }

// Loads the module itself first, because libp11 does not say why it cannot load a module.
const CK_FUNCTION_LIST& load_functions(const std::string& path) {
    void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) throw Error(Code::io, std::string("cannot load the PKCS#11 module ") + ::dlerror());
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* list = nullptr;
    if (!get || get(&list) != CKR_OK) throw Error(Code::token, path + " is not a PKCS#11 module");
    return *list;
}

}  // namespace

Pkcs11Module::Pkcs11Module(const std::string& path)
    : functions_(load_functions(path)), context_(sym_PKCS11_CTX_new()) {
    if (sym_PKCS11_CTX_load(context_, path.c_str()) != 0) {
        sym_PKCS11_CTX_free(context_);
        throw Error(Code::token, "the PKCS#11 module " + path + " does not start" + last_reason());
    }
    // p11-kit gives each caller functions of its own, which we initialise here; libp11 has initialised those
    // of other modules already.
    CK_C_INITIALIZE_ARGS threads{};
    threads.flags = CKF_OS_LOCKING_OK;
    initialized_ = functions_.C_Initialize(&threads) == CKR_OK;
    if (sym_PKCS11_enumerate_slots(context_, &slots_, &count_) != 0) {
        const std::string reason = last_reason();
        if (initialized_) functions_.C_Finalize(nullptr);
        sym_PKCS11_CTX_unload(context_);
        sym_PKCS11_CTX_free(context_);
        throw Error(Code::token, "the PKCS#11 module " + path + " does not list its slots" + reason);
    }
}

Pkcs11Module::~Pkcs11Module() {
    if (initialized_) functions_.C_Finalize(nullptr);
    sym_PKCS11_release_all_slots(context_, slots_, count_);
    sym_PKCS11_CTX_unload(context_);
    sym_PKCS11_CTX_free(context_);
}

std::shared_ptr<Pkcs11Module> Pkcs11Module::get(const std::string& path) {
    static std::mutex mutex;
    static std::map<std::string, std::weak_ptr<Pkcs11Module>> loaded;
    const std::lock_guard lock(mutex);
    std::shared_ptr<Pkcs11Module> module = loaded[path].lock();
    if (!module) loaded[path] = module = std::make_shared<Pkcs11Module>(path);
    return module;
}

PKCS11_SLOT& Pkcs11Module::find(const Pkcs11Uri& uri) const {
    PKCS11_SLOT* found = nullptr;
    for (PKCS11_SLOT& slot : std::span(slots_, count_)) {
        if (!slot.token || !uri.matches(functions_, sym_PKCS11_get_slotid_from_slot(&slot))) continue;
        if (found)
            throw Error(Code::no_token, "several tokens match the pkcs11: URI",
                        "name one with token= or serial=");
        found = &slot;
    }
    if (!found)
        throw Error(Code::no_token, "no token matches the pkcs11: URI",
                    "'pkcs11-tool --list-slots' and 'p11tool --list-tokens' list them");
    return *found;
}

void Pkcs11Module::login(PKCS11_SLOT& slot, const Pkcs11Uri& uri, PinSource& pin) const {
    int logged_in = 0;
    if (!slot.token->loginRequired || (sym_PKCS11_is_logged_in(&slot, 0, &logged_in) == 0 && logged_in))
        return;
    if (slot.token->userPinLocked)
        throw Error(Code::bad_pin, "token '" + name_of(slot) + "' has locked its PIN");
    std::string own;
    if (!slot.token->secureLogin) {  // else it has a keypad of its own
        const std::string file = uri.pin_file();
        own = file.empty() ? pin.pin(name_of(slot)) : read_pin_file(file);
    }
    const int failure = sym_PKCS11_login(&slot, 0, slot.token->secureLogin ? nullptr : own.c_str());
    OPENSSL_cleanse(own.data(), own.size());
    if (failure)
        throw Error(Code::bad_pin, "token '" + name_of(slot) + "' refuses the login" + last_reason(),
                    "most tokens lock their PIN after a few wrong ones");
}

std::span<PKCS11_KEY> private_keys(PKCS11_SLOT& slot) {
    PKCS11_KEY* keys = nullptr;
    unsigned count = 0;
    if (sym_PKCS11_enumerate_keys(slot.token, &keys, &count) != 0)
        throw Error(Code::token, "token '" + name_of(slot) + "' does not list its keys" + last_reason());
    return {keys, count};
}

PrivateKey load_from_token(const std::string& text, PinSource& pin) {
    const Pkcs11Uri uri(text);
    const std::shared_ptr<Pkcs11Module> module = Pkcs11Module::get(uri.module_path());
    PKCS11_SLOT& slot = module->find(uri);
    module->login(slot, uri, pin);
    PKCS11_KEY* found = nullptr;
    for (PKCS11_KEY& key : private_keys(slot)) {
        if (!uri.matches(key)) continue;
        if (found)
            throw Error(Code::bad_key, "several keys of token '" + name_of(slot) + "' match the pkcs11: URI",
                        "name one with object= or id=");
        found = &key;
    }
    if (!found)
        throw Error(Code::bad_key, "no private key of token '" + name_of(slot) + "' matches the pkcs11: URI",
                    "'pkcs11-tool --login --list-objects' lists them");
    EVP_PKEY* const key = sym_PKCS11_get_private_key(found);
    const auto unusable = [&](const std::string& why) {
        return Error(Code::bad_key, "the key in token '" + name_of(slot) + "' cannot be used" + why,
                     "its public key must be in the token too, under the same id");
    };
    if (!key) throw unusable(last_reason());
    // The module stays as long as the key does.
    const std::shared_ptr<EVP_PKEY> kept(key, [module](EVP_PKEY* k) { EVP_PKEY_free(k); });
    try {
        PrivateKey out = PrivateKey::adopt(kept, name_of(slot));
        static_cast<void>(out.public_key());  // throws where the token has only the private one
        return out;
    } catch (const Error&) {
        throw unusable("");
    }
}

}  // namespace vpass

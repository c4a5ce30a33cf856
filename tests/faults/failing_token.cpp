// A PKCS#11 module for tests: it is SoftHSM until it has signed TOKEN_SIGNS times, and then a device that was
// unplugged.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <atomic>
#include <cstdlib>

namespace {

constexpr const char* kSoftHsm = "/usr/lib/softhsm/libsofthsm2.so";
CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST ours;
std::atomic<long> left{0};

CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length, CK_BYTE_PTR signature,
           CK_ULONG_PTR size) {
    const CK_RV result = real->C_Sign(session, data, length, signature, size);
    return signature && --left < 0 ? CKR_DEVICE_REMOVED : result;
}

}  // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
    if (!real) {
        void* const library = dlopen(kSoftHsm, RTLD_NOW | RTLD_LOCAL);
        const auto get =
            library ? reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList")) : nullptr;
        if (!get || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
        const char* signs = std::getenv("TOKEN_SIGNS");
        left = signs ? std::atol(signs) : 0;
        ours = *real;
        ours.C_Sign = sign;
    }
    *list = &ours;
    return CKR_OK;
}

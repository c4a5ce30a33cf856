#include <openssl/x509_vfy.h>

#include "crypto/openssl_handles.hpp"
#include "keys/certificate.hpp"

namespace vpass {
namespace {

using StorePtr = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using StoreCtxPtr = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;

constexpr int kAuthLevel = 2;  // OpenSSL's name for 112 bits of strength

struct FreeStack {
    void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using StackPtr = std::unique_ptr<STACK_OF(X509), FreeStack>;

// The CSCAs of some states write their curve out as numbers, which RFC 5480 §2.1.1 forbids and ICAO Doc
// 9303-12 §4.4 requires.
int accept_explicit_curves(int good, X509_STORE_CTX* context) {
    if (good || X509_STORE_CTX_get_error(context) != X509_V_ERR_EC_KEY_EXPLICIT_PARAMS) return good;
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1;
}

void push(STACK_OF(X509) * stack, X509Ptr x509) {
    if (!sk_X509_push(stack, x509.get())) fail_openssl("cannot keep a certificate");
    x509.release();
}

}  // namespace

std::string path_problem(const Certificate& certificate, const Certificate& ca,
                         std::span<const Certificate* const> others) {
    if (!ca.is_ca) return "not a CA's certificate";
    const X509Ptr child = to_x509(certificate), parent = to_x509(ca);
    const X509_NAME* name = X509_get_subject_name(parent.get());
    if (X509_NAME_cmp(X509_get_issuer_name(child.get()), name) != 0)
        return "it names another issuer than this CA";
    // OpenSSL takes the first CA of the right name. CAs of one state often share their name, so we check that
    // this one's key fits, and offer no namesake beside it.
    const bool fits = X509_verify(child.get(), ca.key.get()) == 1;
    ERR_clear_error();
    if (!fits) return "this CA's key did not sign it";

    const StackPtr trusted(sk_X509_new_null());
    const StorePtr store(X509_STORE_new());
    if (!trusted || !store) fail_openssl("cannot check a certificate");
    push(trusted.get(), to_x509(ca));
    for (const Certificate* other : others) {
        X509Ptr x509 = to_x509(*other);
        if (X509_NAME_cmp(X509_get_subject_name(x509.get()), name) != 0) push(trusted.get(), std::move(x509));
    }
    const auto judge = [&](unsigned long flags) {
        const StoreCtxPtr context(X509_STORE_CTX_new());
        if (!context || X509_STORE_CTX_init(context.get(), store.get(), child.get(), nullptr) != 1)
            fail_openssl("cannot check a certificate");
        X509_STORE_CTX_set0_trusted_stack(context.get(), trusted.get());
        X509_STORE_CTX_set_verify_cb(context.get(), accept_explicit_curves);
        X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
        X509_VERIFY_PARAM_set_flags(rules, flags | X509_V_FLAG_NO_CHECK_TIME);
        X509_VERIFY_PARAM_set_auth_level(rules, kAuthLevel);
        const bool good = X509_verify_cert(context.get()) == 1;
        const int error = X509_STORE_CTX_get_error(context.get());
        ERR_clear_error();
        return good ? X509_V_OK : error;
    };
    // A trusted CA above this one constrains what it issues. When there is none, we trust this CA by itself,
    // because whoever names it trusts it.
    int error = judge(0);
    if (error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
        error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)
        error = judge(X509_V_FLAG_PARTIAL_CHAIN);
    return error == X509_V_OK ? std::string() : X509_verify_cert_error_string(error);
}

}  // namespace vpass

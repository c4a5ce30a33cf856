#pragma once
// Defines OpenSSL handles that free themselves, and turns its error queue into an Error, for the few files
// that include OpenSSL.
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace vpass {

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* handle) const {
        Free(handle);
    }
};

using BioPtr = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using BnPtr = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using EcdsaSigPtr = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;
using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using ParamBuildPtr = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using ParamsPtr = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using PkeyCtxPtr = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;

struct Certificate;
X509Ptr to_x509(const Certificate& certificate);

// Throws Error "crypto" with OpenSSL's last reason, and empties its error queue.
[[noreturn]] void fail_openssl(const std::string& what);

}  // namespace vpass

// Signs what a participant or a trust anchor hands on, as CMS SignedData (RFC 5652).
#include "crypto/openssl_handles.hpp"
#include "keys/gdhcn/cms.hpp"
#include "keys/onboarding.hpp"

namespace vpass {
namespace {

struct FreeTime {
    void operator()(ASN1_TIME* time) const { ASN1_STRING_free(time); }
};

// OpenSSL would put the time of its own clock.
void add_signing_time(CMS_SignerInfo* signer, UnixTime at) {
    const std::unique_ptr<ASN1_TIME, FreeTime> time(ASN1_TIME_set(nullptr, at));
    if (!time || CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) != 1)
        fail_openssl("cannot write the time of a signature");
}

}  // namespace

Buffer sign_onboarding(Bytes content, const Certificate& signer, const PrivateKey& key, UnixTime at) {
    constexpr unsigned kFlags = CMS_PARTIAL | CMS_BINARY;
    const BioPtr data(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    const CmsPtr cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, kFlags));
    const X509Ptr certificate = to_x509(signer);
    CMS_SignerInfo* const signature =
        cms ? CMS_add1_signer(cms.get(), certificate.get(), key.get(), EVP_sha256(), kFlags) : nullptr;
    if (!data || !signature) fail_openssl("cannot sign a CMS with this key");
    add_signing_time(signature, at);
    unsigned char* raw = nullptr;
    int size = -1;
    if (CMS_final(cms.get(), data.get(), nullptr, kFlags) == 1) size = i2d_CMS_ContentInfo(cms.get(), &raw);
    if (size < 0) fail_openssl("cannot sign a CMS");
    const Buffer out(raw, raw + size);
    OPENSSL_free(raw);
    return out;
}

}  // namespace vpass

#include "keys/onboarding.hpp"

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "crypto/openssl_handles.hpp"
#include "data/encoding.hpp"
#include "keys/gdhcn/cms.hpp"
#include "keys/pem.hpp"

namespace vpass {
namespace {

using nlohmann::json;
using StorePtr = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;

constexpr std::size_t kMaxBytes = 1 << 20;

[[noreturn]] void refuse(const std::string& what) { throw Error(Code::bad_certificate, what); }

CmsPtr parse_cms(Bytes der) {
    const unsigned char* at = der.data();
    CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!cms || at != der.data() + der.size()) refuse("it is not a CMS in DER");
    return cms;
}

StorePtr store_of(std::span<const Certificate> anchors, UnixTime at) {
    StorePtr store(X509_STORE_new());
    if (!store) fail_openssl("cannot keep certificates");
    for (const Certificate& anchor : anchors) {
        if (X509_STORE_add_cert(store.get(), to_x509(anchor).get()) != 1)
            fail_openssl("cannot keep a certificate");
    }
    X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(rules, at);
    X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
    return store;
}

// The bytes that were signed.
Buffer content_of(CMS_ContentInfo* cms, X509_STORE* store) {
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!out) fail_openssl("cannot read a CMS");
    const bool holds = CMS_verify(cms, nullptr, store, nullptr, out.get(), CMS_BINARY) == 1;
    const unsigned long reason = ERR_peek_last_error();
    const char* text = ERR_reason_error_string(reason);
    const std::string why = text ? text : "it is none";
    ERR_clear_error();
    if (!holds) refuse("the signature does not hold: " + why);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    const Bytes bytes(reinterpret_cast<const Byte*>(data), static_cast<std::size_t>(size));
    return {bytes.begin(), bytes.end()};
}

std::optional<UnixTime> signing_time(CMS_ContentInfo* cms) {
    STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms);
    if (sk_CMS_SignerInfo_num(signers) != 1) refuse("it has not one signer");
    const void* value = CMS_signed_get0_data_by_OBJ(sk_CMS_SignerInfo_value(signers, 0),
                                                    OBJ_nid2obj(NID_pkcs9_signingTime), -3, V_ASN1_UTCTIME);
    std::tm time{};
    if (!value || ASN1_TIME_to_tm(static_cast<const ASN1_TIME*>(value), &time) != 1) {
        ERR_clear_error();
        return {};
    }
    return timegm(&time);
}

// The signature covers the certificate only; what the JSON says beside it has to be the certificate's.
void require_agreement(const json& wrapper, const OnboardingFile& file, Bytes content) {
    const auto text = [&](const char* name) {
        const auto found = wrapper.find(name);
        return found != wrapper.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (!file.certificate || wrapper.contains("cms")) return;  // a request says nothing beside it
    const Buffer raw = base64_decode(text("certificateRawData"), Base64::standard);
    if (!std::ranges::equal(raw, content)) refuse("certificateRawData is not what was signed");
    std::string thumbprint = text("certificateThumbprint");
    for (char& c : thumbprint) c = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    if (thumbprint != hex_encode(file.certificate->fingerprint))
        refuse("certificateThumbprint is that of another certificate");
    if (text("country") != file.certificate->country) refuse("country is not the certificate's");
}

// Issuers' URLs are signed in the same way, under another name; a participant's request has its upload in
// `cms`.
std::string signature_in(const json& wrapper) {
    std::string out;
    for (const char* name : {"trustAnchorSignature", "signature", "cms"}) {
        if (!wrapper.is_object()) break;
        const auto found = wrapper.find(name);
        if (found == wrapper.end() || !found->is_string()) continue;
        if (!out.empty()) refuse("it holds more than one CMS");
        out = found->get<std::string>();
    }
    if (out.empty()) refuse("it is a JSON without trustAnchorSignature or cms");
    return out;
}

// The CMS in text: base64, which lines may break, or PEM.
Buffer cms_in(std::string_view text) {
    if (text.find("-----BEGIN ") != std::string_view::npos) {
        const std::vector<PemBlock> blocks = pem_blocks(text);
        if (blocks.size() != 1 || (blocks[0].label != "CMS" && blocks[0].label != "PKCS7") ||
            !blocks[0].problem.empty())
            refuse("it is not one CMS in PEM");
        return blocks[0].der;
    }
    std::string compact;
    for (const char c : text) {
        if (c != '\n' && c != '\r' && c != ' ' && c != '\t') compact += c;
    }
    try {
        return base64_decode(compact, Base64::standard);
    } catch (const Error&) {
        refuse("it is neither a CMS, in DER, PEM or base64, nor a JSON with one");
    }
}

void judge(Bytes content, std::span<const Certificate> anchors, UnixTime at, OnboardingFile& out) {
    if (content.size() > kMaxBytes) refuse("it is too long");
    json wrapper;
    Buffer cms_bytes(content.begin(), content.end());
    if (!content.empty() && content.front() != 0x30) {
        wrapper = json::parse(as_text(content), nullptr, false);
        cms_bytes = wrapper.is_discarded() ? cms_in(as_text(content))
                                           : base64_decode(signature_in(wrapper), Base64::standard);
    }
    const CmsPtr cms = parse_cms(cms_bytes);
    const Buffer signed_content = content_of(cms.get(), store_of(anchors, at).get());
    out.signed_at = signing_time(cms.get());
    if (!signed_content.empty() && signed_content.front() == 0x30)
        out.certificate = parse_certificate(signed_content);
    if (wrapper.is_object()) require_agreement(wrapper, out, signed_content);
}

}  // namespace

OnboardingFile judge_onboarding(Bytes file, std::span<const Certificate> anchors, UnixTime at) {
    OnboardingFile out;
    try {
        judge(file, anchors, at, out);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        out.problem = e.what();
    }
    return out;
}

}  // namespace vpass

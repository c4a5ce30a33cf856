#include "keys/certificate.hpp"

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "crypto/openssl_handles.hpp"
#include "keys/pem.hpp"
#include "keys/x509/plain_certificate.hpp"

namespace vpass {
namespace {

using NamePtr = std::unique_ptr<X509_NAME, Freer<X509_NAME_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, Freer<X509_REQ_free>>;
using EkuPtr = std::unique_ptr<EXTENDED_KEY_USAGE, Freer<EXTENDED_KEY_USAGE_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

std::string name_entry(const X509_NAME* name, int nid) {
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    if (at < 0) return {};
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0) {
        ERR_clear_error();
        return {};
    }
    std::string out(reinterpret_cast<char*>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    return out;
}

UnixTime unix_time(const ASN1_TIME* time) {
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) {
        ERR_clear_error();
        throw Error(Code::bad_certificate, "the certificate's validity has no readable date");
    }
    return timegm(&parts);
}

Certificate read(X509* x509) {
    Certificate out;
    unsigned char* der = nullptr;
    const int length = i2d_X509(x509, &der);
    if (length < 0) fail_openssl("cannot encode a certificate");
    out.der.assign(der, der + length);
    OPENSSL_free(der);
    out.fingerprint = sha256(out.der);

    const X509_NAME* subject = X509_get_subject_name(x509);
    out.country = upper_case(name_entry(subject, NID_countryName));
    out.common_name = name_entry(subject, NID_commonName);
    out.is_test = name_entry(subject, NID_organizationalUnitName) == kTestUnit;
    out.not_before = unix_time(X509_get0_notBefore(x509));
    out.not_after = unix_time(X509_get0_notAfter(x509));
    // A result of 1 means a v3 CA. 3 and above mean old or odd forms, which passes' CAs do not have.
    out.is_ca = X509_check_ca(x509) == 1;
    out.may_sign = (X509_get_key_usage(x509) & KU_DIGITAL_SIGNATURE) != 0;  // all bits without the extension

    const EkuPtr usage(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(x509, NID_ext_key_usage, nullptr, nullptr)));
    for (int i = 0; usage && i < sk_ASN1_OBJECT_num(usage.get()); ++i) {
        char oid[128];
        OBJ_obj2txt(oid, sizeof oid, sk_ASN1_OBJECT_value(usage.get(), i), 1);
        out.extended_key_usage.emplace_back(oid);
    }
    const NamesPtr names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_URI) continue;
        const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
        const std::string text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                               static_cast<std::size_t>(ASN1_STRING_length(uri)));
        if (is_uri_text(text)) out.san_uris.push_back(text);
    }
    EVP_PKEY* key = X509_get_pubkey(x509);
    ERR_clear_error();
    if (!key) throw Error(Code::bad_certificate, "the certificate's key is of an unknown kind");
    out.key = PublicKey::adopt(key);
    return out;
}

void add_entry(X509_NAME* name, const char* field, const std::string& value) {
    if (value.empty()) return;
    if (X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(value.data()),
                                   static_cast<int>(value.size()), -1, 0) != 1) {
        ERR_clear_error();
        throw Error(Code::bad_subject, std::string("the subject's ") + field + " is not accepted",
                    "a country is two capital letters, other fields have at most 64 characters");
    }
}

void fill_subject(X509_NAME* name, const CertificateRequest& request) {
    add_entry(name, "C", request.country);
    add_entry(name, "O", request.organization);
    if (request.is_test) add_entry(name, "OU", kTestUnit);
    add_entry(name, "CN", request.common_name);
}

std::string joined(const std::vector<std::string>& items, const std::string& prefix) {
    std::string out;
    for (const std::string& item : items) {
        if (!out.empty()) out += ',';
        out.append(prefix).append(item);
    }
    return out;
}

void add_extension(X509* x509, X509V3_CTX& context, int nid, const std::string& value) {
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    if (!extension || X509_add_ext(x509, extension.get(), -1) != 1)
        fail_openssl("cannot make a certificate extension");
}

}  // namespace

X509Ptr to_x509(const Certificate& certificate) {
    const unsigned char* p = certificate.der.data();
    X509Ptr out(d2i_X509(nullptr, &p, static_cast<long>(certificate.der.size())));
    if (!out) fail_openssl("cannot decode a certificate");
    return out;
}

std::string Certificate::uri(std::string_view start) const {
    for (const std::string& uri : san_uris) {
        if (uri.starts_with(start)) return uri;
    }
    return {};
}

Certificate parse_certificate_by_openssl(Bytes der) {
    const unsigned char* p = der.data();
    const X509Ptr x509(d2i_X509(nullptr, &p, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!x509 || p != der.data() + der.size()) throw Error(Code::bad_certificate, "not an X.509 certificate");
    return read(x509.get());
}

Certificate parse_certificate(Bytes der) {
    if (std::optional<Certificate> plain = read_plain_certificate(der)) return std::move(*plain);
    return parse_certificate_by_openssl(der);
}

std::string subject_country(Bytes der) {
    const unsigned char* p = der.data();
    const X509Ptr x509(d2i_X509(nullptr, &p, static_cast<long>(der.size())));
    ERR_clear_error();
    return x509 ? name_entry(X509_get_subject_name(x509.get()), NID_countryName) : std::string();
}

Certificate parse_certificate(const PemBlock& block) {
    if (!block.problem.empty())
        throw Error(Code::bad_certificate, "a certificate in PEM form is damaged: " + block.problem);
    // Only OpenSSL's own form has data after the certificate.
    if (block.label != "TRUSTED CERTIFICATE") return parse_certificate(block.der);
    const unsigned char* p = block.der.data();
    const X509Ptr x509(d2i_X509(nullptr, &p, static_cast<long>(block.der.size())));
    ERR_clear_error();
    if (!x509) throw Error(Code::bad_certificate, "not an X.509 certificate");
    return read(x509.get());
}

std::vector<Certificate> parse_pem_certificates(std::string_view pem) {
    std::vector<Certificate> out;
    for (const PemBlock& block : pem_blocks(pem)) {
        if (block.is_certificate()) out.push_back(parse_certificate(block));
    }
    if (out.empty()) throw Error(Code::bad_certificate, "there is no certificate in PEM form");
    return out;
}

std::string to_pem(const Certificate& certificate) { return to_pem("CERTIFICATE", certificate.der); }

std::optional<Certificate> with_other_signature(const Certificate& certificate, const Certificate& ca) {
    BIGNUM* raw_order = nullptr;
    const bool has_order = EVP_PKEY_get_bn_param(ca.key.get(), OSSL_PKEY_PARAM_EC_ORDER, &raw_order) == 1;
    ERR_clear_error();
    if (!has_order) return {};
    const BnPtr order(raw_order);
    const X509Ptr x509 = to_x509(certificate);
    const ASN1_BIT_STRING* signature = nullptr;
    X509_get0_signature(&signature, nullptr, x509.get());
    const unsigned char* p = ASN1_STRING_get0_data(signature);
    const EcdsaSigPtr parsed(d2i_ECDSA_SIG(nullptr, &p, ASN1_STRING_length(signature)));
    ERR_clear_error();
    if (!parsed) return {};
    BIGNUM* const other = BN_new();
    BN_sub(other, order.get(), ECDSA_SIG_get0_s(parsed.get()));
    ECDSA_SIG_set0(parsed.get(), BN_dup(ECDSA_SIG_get0_r(parsed.get())), other);
    unsigned char* raw = nullptr;
    const int length = i2d_ECDSA_SIG(parsed.get(), &raw);
    if (length < 0) fail_openssl("cannot encode a signature");
    // This is the object that X509_get0_signature shows; OpenSSL has no other way to replace it.
    auto* const replaced = const_cast<ASN1_BIT_STRING*>(signature);
    ASN1_STRING_set0(replaced, raw, length);
    return read(x509.get());
}

Certificate make_certificate(const CertificateRequest& request, const PublicKey& subject_key,
                             const Certificate* issuer, const PrivateKey& signing_key) {
    const X509Ptr x509(X509_new());
    X509_set_version(x509.get(), X509_VERSION_3);

    std::array<Byte, 16> serial;
    random_bytes(serial);
    serial[0] &= 0x7f;  // positive, RFC 5280 §4.1.2.2
    const BnPtr number(BN_bin2bn(serial.data(), serial.size(), nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509.get()));

    ASN1_TIME_set(X509_getm_notBefore(x509.get()), request.not_before);
    ASN1_TIME_set(X509_getm_notAfter(x509.get()), request.not_after);
    fill_subject(X509_get_subject_name(x509.get()), request);
    const X509Ptr parent = issuer ? to_x509(*issuer) : nullptr;
    X509_set_issuer_name(x509.get(), X509_get_subject_name(parent ? parent.get() : x509.get()));
    X509_set_pubkey(x509.get(), subject_key.get());

    X509V3_CTX context;
    X509V3_set_ctx(&context, parent ? parent.get() : x509.get(), x509.get(), nullptr, nullptr, 0);
    add_extension(x509.get(), context, NID_subject_key_identifier, "hash");
    // A self-signed certificate does not need this extension (RFC 5280 §4.2.1.1), and OpenSSL would write an
    // empty one.
    if (parent) add_extension(x509.get(), context, NID_authority_key_identifier, "keyid");
    if (request.is_ca)
        add_extension(x509.get(), context, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(x509.get(), context, NID_key_usage,
                  request.is_ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (!request.extended_key_usage.empty()) {
        add_extension(x509.get(), context, NID_ext_key_usage, joined(request.extended_key_usage, ""));
    }
    if (!request.san_uris.empty()) {
        add_extension(x509.get(), context, NID_subject_alt_name, joined(request.san_uris, "URI:"));
    }
    if (X509_sign(x509.get(), signing_key.get(), signature_digest(signing_key.algorithm())) == 0)
        fail_openssl("cannot sign a certificate");
    return read(x509.get());
}

std::string make_csr(const CertificateRequest& request, const PrivateKey& key) {
    const RequestPtr csr(X509_REQ_new());
    X509_REQ_set_version(csr.get(), X509_REQ_VERSION_1);
    fill_subject(X509_REQ_get_subject_name(csr.get()), request);
    X509_REQ_set_pubkey(csr.get(), key.get());
    STACK_OF(X509_EXTENSION)* extensions = sk_X509_EXTENSION_new_null();
    auto add = [&](int nid, const std::string& value) {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
        if (!extension) fail_openssl("cannot make a request extension");
        sk_X509_EXTENSION_push(extensions, extension);
    };
    add(NID_key_usage, "critical,digitalSignature");
    if (!request.extended_key_usage.empty()) add(NID_ext_key_usage, joined(request.extended_key_usage, ""));
    if (!request.san_uris.empty()) add(NID_subject_alt_name, joined(request.san_uris, "URI:"));
    X509_REQ_add_extensions(csr.get(), extensions);
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    if (X509_REQ_sign(csr.get(), key.get(), signature_digest(key.algorithm())) == 0)
        fail_openssl("cannot sign the request");
    const BioPtr bio(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_X509_REQ(bio.get(), csr.get()) != 1) fail_openssl("cannot write the request");
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

}  // namespace vpass

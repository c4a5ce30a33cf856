#include <vpass/keys.hpp>

#include "api/states.hpp"
#include "api/times.hpp"
#include "base/country.hpp"
#include "base/file.hpp"
#include "keys/private_key.hpp"

namespace vpass::v0 {
namespace {

constexpr std::size_t kPemBytes = 1 << 20;
constexpr std::int64_t kYear = 365 * 86400;

PrivateKey load_key(const std::string& name, const Pin& pin) {
    PinSource source;
    source.file = pin.file;
    source.descriptor = pin.descriptor;
    source.ask = pin.ask;
    return load_private_key(name, source);
}

Certificate load_certificate(const std::string& path) {
    const Buffer file = read_file(path, kPemBytes);
    try {
        return parse_pem_certificates(as_text(file)).front();
    } catch (const Error& e) {
        throw Error(e.code(), path + ": " + e.what(), e.hint());
    }
}

std::string usage_oid(const std::string& name) {
    for (const Kind kind : {Kind::vaccination, Kind::test, Kind::recovery}) {
        if (name == kind_name(kind)) return extended_key_usage_oid(kind);
    }
    throw Error(Code::usage, "a signer cannot be limited to '" + name + "'",
                "the kinds are vaccination, test and recovery");
}

CertificateRequest signer_request(const AuthoritySubject& subject) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (subject.country.size() != 2 || subject.country.find_first_not_of(kLetters) != std::string::npos)
        throw Error(Code::usage, "the country is not two capital letters");
    CertificateRequest out;
    out.country = subject.country;
    out.organization = subject.organization.empty() ? authority_of(subject.country) : subject.organization;
    out.common_name = subject.country + " DSC";
    out.is_test = subject.is_test;
    out.san_uris = subject.issuer_urls;
    for (const std::string& kind : subject.kinds) out.extended_key_usage.push_back(usage_oid(kind));
    return out;
}

}  // namespace

SigningKey SigningKey::load(const std::string& key, const std::string& certificate, const Pin& pin) {
    Certificate signer = load_certificate(certificate);
    return SigningKey(
        std::make_shared<const State>(State{vpass::SigningKey(load_key(key, pin), std::move(signer))}));
}

SigningKey SigningKey::load(const std::string& key, const Pin& pin) {
    return SigningKey(std::make_shared<const State>(State{vpass::SigningKey(load_key(key, pin))}));
}

Authority make_authority(const AuthoritySubject& subject, Time from) {
    CertificateRequest signer = signer_request(subject);
    signer.not_before = to_unix(from);
    signer.not_after = signer.not_before + 2 * kYear;
    CertificateRequest root;
    root.country = subject.country;
    root.organization = signer.organization;
    root.common_name = subject.country + " CSCA";
    root.is_test = subject.is_test;
    root.is_ca = true;
    root.not_before = signer.not_before;
    root.not_after = root.not_before + 5 * kYear;

    const PrivateKey root_key = PrivateKey::generate(Algorithm::es256);
    const PrivateKey signer_key = PrivateKey::generate(Algorithm::es256);
    const Certificate csca = make_certificate(root, root_key.public_key(), nullptr, root_key);
    const Certificate dsc = make_certificate(signer, signer_key.public_key(), &csca, root_key);
    return {root_key.pem(), to_pem(csca), signer_key.pem(), to_pem(dsc)};
}

void Authority::write(const std::filesystem::path& folder) const {
    const std::tuple<const char*, const std::string&, FileMode> files[] = {
        {"csca.key", csca_key, FileMode::secret},
        {"csca.pem", csca, FileMode::open},
        {"dsc.key", dsc_key, FileMode::secret},
        {"dsc.pem", dsc, FileMode::open}};
    make_folders(folder);
    for (const auto& [name, text, mode] : files) {
        if (std::filesystem::exists(std::filesystem::symlink_status(folder / name)))
            throw Error(Code::exists, (folder / name).string() + " exists already");
    }
    for (const auto& [name, text, mode] : files) create_file(folder / name, as_bytes(text), mode);
}

std::string certificate_request(const SigningKey& key, const AuthoritySubject& subject) {
    return make_csr(signer_request(subject), key.state().key.key);
}

}  // namespace vpass::v0

// vpass key new --profile gdhcn: what a country hands in to join WHO's network, and the keys to it.
//
// The folders and names are those of the network's template for participants, so that the certificates can be
// copied there as they are. The private keys are in a folder of their own, which git leaves out.
#include "key.hpp"
#include "keys/profiles/certificate_profile.hpp"

namespace vpass::tools {
namespace {

constexpr const char* kClientAuthentication = "1.3.6.1.5.5.7.3.2";  // RFC 5280 §4.2.1.12
constexpr const char* kAccessValidFor = "1y";                       // of TLS and UP: one to two years

struct Member {
    CertificateRole role;
    const char* certificate;
    const char* key;
    const char* label;  // of a key in a token
};
constexpr Member kSca{CertificateRole::authority, "SCA/SCA.pem", "private/SCA.key", "sca"};
constexpr Member kTlsCa{CertificateRole::tls_authority, "TLS/CA.pem", "private/CA.key", "tls-ca"};
constexpr Member kTls{CertificateRole::tls, "TLS/TLS.pem", "private/TLS.key", "tls"};
constexpr Member kUpload{CertificateRole::upload, "UP/UP.pem", "private/UP.key", "up"};
constexpr Member kDsc{CertificateRole::signer, "DSC/DSC.pem", "private/DSC.key", "dsc"};

struct Made {
    PrivateKey key;
    Certificate certificate;
};

CertificateRequest access_request(const KeyOptions& options, const char* name) {
    CertificateRequest request = csca_request(options, name);
    request.is_ca = false;
    request.not_after = request.not_before + *parse_duration(kAccessValidFor);
    return request;
}

// A participant whose lifetimes break the network's rules hears so now, and not from its gateway.
void require_profile(const KeyOptions& options, const Member& member, const Certificate& certificate) {
    for (const ProfileFinding& finding :
         check_profile(options.profile, certificate, member.role, options.clock.time()))
        throw Error(Code::usage,
                    std::string(role_name(member.role)) + " against the rules of " + options.profile + ": " +
                        finding.evidence,
                    "see --valid-for and --csca-valid-for, and the profiles in vpass-trust(1)");
}

Certificate certify(const KeyOptions& options, const Member& member, const CertificateRequest& request,
                    const PrivateKey& key, const Made* issuer) {
    Certificate out = make_certificate(request, key.public_key(), issuer ? &issuer->certificate : nullptr,
                                       issuer ? issuer->key : key);
    require_profile(options, member, out);
    return out;
}

struct Requests {
    CertificateRequest sca, tls_ca, tls, upload, dsc;
};

// Checks everything that can be wrong with the options before keys are made, which stay behind in a token.
void try_out(const KeyOptions& options, const Requests& requests, const KeyFiles& files) {
    if (requests.sca.not_after < requests.dsc.not_after)
        throw Error(Code::usage, "--valid-for: the DSC would outlive its SCA");
    for (const Member* member : {&kSca, &kTlsCa, &kTls, &kUpload, &kDsc})
        files.refuse_existing(member->certificate);
    const PrivateKey key = PrivateKey::generate(Algorithm::es256);
    for (const auto& [member, request] : {std::pair{&kSca, &requests.sca},
                                          {&kTlsCa, &requests.tls_ca},
                                          {&kTls, &requests.tls},
                                          {&kUpload, &requests.upload},
                                          {&kDsc, &requests.dsc}})
        certify(options, *member, *request, key, nullptr);
}

}  // namespace

int make_participant(KeyOptions& options) {
    Requests requests{csca_request(options, "SCA"), csca_request(options, "TLS CA"),
                      access_request(options, "TLS"), access_request(options, "UP"), dsc_request(options)};
    requests.tls.extended_key_usage = {kClientAuthentication};
    KeyFiles files(options);
    try_out(options, requests, files);
    if (options.token.empty()) files.add("private/.gitignore", "*\n", FileMode::secret);
    const auto make = [&](const Member& member, const CertificateRequest& request,
                          const std::string& existing, const Made* issuer) {
        const PrivateKey key = get_key(existing, member.label, options, files, member.key);
        Made made{key, certify(options, member, request, key, issuer)};
        files.add(member.certificate, to_pem(made.certificate), FileMode::open);
        return made;
    };
    const Made sca = make(kSca, requests.sca, options.csca_key, nullptr);
    const Made tls_ca = make(kTlsCa, requests.tls_ca, "", nullptr);
    make(kTls, requests.tls, "", &tls_ca);
    make(kUpload, requests.upload, "", nullptr);
    make(kDsc, requests.dsc, options.key, &sca);
    files.write();
    return kGood;
}

}  // namespace vpass::tools

// vpass key upload: a certificate as a participant hands it to its network, signed with the key for uploads.
#include "data/encoding.hpp"
#include "data/json.hpp"
#include "key.hpp"
#include "keys/onboarding.hpp"
#include "shared/input_file.hpp"

namespace vpass::tools {
namespace {

struct Options {
    ClockOption clock;
    std::string certificate;
    std::string key;
    std::string signer;
    PinSource pin;
    std::string format = "base64";
    std::string domain = "DCC";
    std::string output = "-";
};

// The one certificate of a file, in PEM or DER. A gateway takes one at a time.
Certificate read_certificate(const std::string& path) {
    const std::string text = read_text_file(path);
    try {
        if (text.starts_with('\x30')) return parse_certificate(as_bytes(text));
        std::vector<Certificate> all = parse_pem_certificates(text);
        if (all.size() > 1)
            throw Error(Code::bad_certificate, "it holds " + std::to_string(all.size()) + " certificates",
                        "an upload is of one; give each a file of its own");
        return std::move(all.front());
    } catch (const Error& e) {
        throw Error(e.code(), input_name(path) + ": " + e.what(), e.hint());
    }
}

// A gateway refuses what fails here, and says less about it.
void require_acceptable(const Options& options, const Certificate& certificate, const Certificate& signer) {
    const UnixTime at = options.clock.time();
    const auto require_valid = [&](const Certificate& one, const std::string& path) {
        if (at < one.not_before || at > one.not_after)
            throw Error(Code::bad_certificate,
                        path + ": it is valid from " + format_rfc3339(one.not_before) + " to " +
                            format_rfc3339(one.not_after),
                        "--at TIME signs as of another time");
    };
    require_valid(signer, options.signer);
    require_valid(certificate, options.certificate);
    if (!signer.may_sign && !signer.is_ca)
        throw Error(Code::bad_certificate, options.signer + ": its key usage does not let it sign");
    // A network's trust anchor signs the certificates of all countries.
    if (options.format != "anchor" && certificate.country != signer.country)
        throw Error(Code::bad_certificate,
                    "the certificate is of " + certificate.country + ", and its upload would be signed by " +
                        signer.country,
                    "a participant uploads only certificates with its own C");
}

// What the gateway's interface takes, or what its trust anchor writes beside its signature.
std::string written(const Options& options, const Certificate& certificate, Bytes cms) {
    const std::string text = base64_encode(cms, Base64::standard);
    if (options.format == "base64") return text;  // no newline: a strict decoder would stumble over it
    if (options.format == "der") return std::string(as_text(cms));
    std::string out;
    json::Writer w(out);
    w.begin_object();
    if (options.format == "request") {
        w.text("cms", text).key("properties").begin_object().end_object();
        w.text("domain", options.domain);
    } else {
        w.text("trustAnchorSignature", text);
        w.text("certificateRawData", base64_encode(certificate.der, Base64::standard));
        w.text("certificateThumbprint", hex_encode(certificate.fingerprint));
        w.text("country", certificate.country);
    }
    w.end_object();
    return out + '\n';
}

int run(Options& options) {
    const Certificate certificate = read_certificate(options.certificate);
    const Certificate signer = read_certificate(options.signer);
    require_acceptable(options, certificate, signer);
    const PrivateKey key = load_private_key(options.key, options.pin);
    if (!key.public_key().same_as(signer.key))
        throw Error(Code::bad_key, "--key and --cert do not belong together");
    const Buffer cms = sign_onboarding(certificate.der, signer, key, options.clock.time());
    write_text_file(options.output, written(options, certificate, cms));
    return kGood;
}

}  // namespace

Run declare_key_upload(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("certificate", options->certificate, "the certificate to hand in: PEM or DER")
        ->type_name("FILE")
        ->required();
    app.add_option("--key", options->key, "the private key for uploads (UP): PEM, or a pkcs11: URI")
        ->type_name("FILE|URI")
        ->required();
    app.add_option("--cert", options->signer, "its certificate")->type_name("FILE")->required();
    app.add_option("--format", options->format,
                   "base64 text; der; request, the JSON that WHO's gateway takes; or anchor, the JSON of a "
                   "trust anchor")
        ->type_name("NAME")
        ->one_of({"base64", "der", "request", "anchor"})
        ->show_default();
    app.add_option("--domain", options->domain, "what the certificate is for, in a request")
        ->type_name("NAME")
        ->show_default();
    add_clock_option(app, options->clock, false);
    add_pin_options(app, options->pin);
    app.add_option("-o,--output", options->output, "write to FILE instead of standard output")
        ->type_name("FILE");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

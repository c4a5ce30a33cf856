// vpass audit trust: finds test, demo and duplicate keys in trust files.
#include "data/encoding.hpp"
#include "findings.hpp"
#include "keys/trust_check.hpp"
#include "shared/trust_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    ClockOption clock;
    TrustOptions trust;
};

std::string kid_text(const TrustedKey& key) {
    return is_utf8(key.kid) && key.kid.size() != 8 ? key.kid
                                                   : base64_encode(as_bytes(key.kid), Base64::standard);
}

int run(const Options& options) {
    TrustStore store;
    load_trust(store, options.trust, options.clock.time(), options.findings.quiet);
    FindingWriter findings(options.findings);
    for (const TrustFinding& finding : check_trust(store, options.clock.time())) {
        const FindingCode code{finding.code, finding.is_error, finding.evidence};
        const PassedOver* entry = finding.entry;
        const std::string kid = entry ? entry->kid : kid_text(*finding.key);
        findings.add(code, Subject::id(kid), [&](json::Writer& w) {
            w.text("issuer", entry ? entry->issuer : finding.key->issuer);
            w.text("source", entry ? entry->source : finding.key->source).text("message", finding.evidence);
        });
    }
    return findings.close(counted(store.keys().size(), "key"));
}

}  // namespace

Run declare_audit_trust(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("files", options->trust.files, "trust files of any kind, or folders of them")
        ->type_name("FILE|DIR")
        ->required();
    add_proof_options(app, options->trust);
    add_clock_option(app, options->clock, false);
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

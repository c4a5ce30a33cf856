// vpass trust: makes, merges, lists and checks trust files.
#include "base/folder.hpp"
#include "command.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"
#include "keys/profiles/certificate_profile.hpp"
#include "keys/trust_check.hpp"
#include "shared/trust_options.hpp"
#include "trust/diff.hpp"

namespace vpass::tools {
namespace {

struct Options {
    ClockOption clock;
    std::string before, after;  // of diff
    std::string anchor;         // of onboarding
    std::string profile;        // of check
    std::string output = "-";
    std::string issuer;
    bool chained = false;
    TrustOptions trust;
    std::vector<std::string> onboarding;  // files of that subcommand
};

std::string kid_text(const TrustedKey& key) {
    return is_utf8(key.kid) && key.kid.size() != 8 ? key.kid
                                                   : base64_encode(as_bytes(key.kid), Base64::standard);
}

}  // namespace

void write_trusted_key(const TrustedKey& key, json::Writer& w) {
    w.text("kid", kid_text(key))
        .text("issuer", key.issuer)
        .text("algorithm", algorithm_name(key.key.public_key().algorithm()));
    w.key("kinds").begin_array();
    for (const Kind kind : {Kind::vaccination, Kind::test, Kind::recovery}) {
        if (key.signs() && key.allows(kind)) w.string(kind_name(kind));
    }
    w.end_array();
    if (key.listing) {
        w.text("participant", key.listing.participant).text("usage", key.listing.usage);
        w.key("domains").begin_array();
        for (const std::string& domain : key.listing.domains) w.string(domain);
        w.end_array();
    }
    if (key.certificate) {
        w.text("not_before", format_rfc3339(key.certificate->not_before))
            .text("not_after", format_rfc3339(key.certificate->not_after));
        w.key("ca").boolean(key.certificate->is_ca).key("test").boolean(key.certificate->is_test);
        w.text("sha256", hex_encode(key.certificate->fingerprint));
    }
    w.text("source", key.source);
}

std::string counted(std::size_t n, const char* noun, const std::string& plural) {
    return std::to_string(n) + " " + (n == 1 ? noun : plural);
}
std::string counted(std::size_t n, const char* noun) { return counted(n, noun, std::string(noun) + "s"); }

namespace {

// Reads every kind of trust file and writes vpass's own: a JWK Set.
int run_make(const Options& options) {
    TrustStore store;
    load_trust(store, options.trust, options.clock.time(), false);
    std::vector<const TrustedKey*> kept;
    std::size_t left_out = 0;
    for (const auto& key : store.keys()) {
        if (key->is_idle) continue;  // it would verify nothing
        const bool chained = !key->certificate || key->is_ca() || store.issuer_of(*key->certificate);
        if (options.chained && !chained) {
            message("warning",
                    "left out: no CA of the set has issued " + kid_text(*key) + " (" + key->issuer + ")");
            ++left_out;
            continue;
        }
        if (!options.issuer.empty() && key->issuer.empty()) key->issuer = options.issuer;
        kept.push_back(key.get());
    }
    if (kept.empty()) throw Error(Code::bad_trust, "no key is left to trust");
    write_text_file(options.output, to_jwks(kept));
    message("",
            counted(kept.size(), "key") + (left_out ? ", " + std::to_string(left_out) + " left out" : ""));
    return left_out ? kNo : kGood;
}

std::string passed_over(const TrustStore& store) {
    const std::size_t n = store.passed_over().size();
    return n ? ", " + counted(n, "entry", "entries") + " passed over" : std::string();
}

int run_list(const Options& options) {
    TrustStore store;
    load_trust(store, options.trust, options.clock.time(), false);
    Output output(options.output);
    for (const auto& key : store.keys()) {
        std::string line;
        json::Writer w(line);
        w.begin_object();
        write_trusted_key(*key, w);
        w.end_object();
        output.write(line + "\n");
    }
    output.close();
    if (!store.passed_over().empty()) message("", counted(store.keys().size(), "key") + passed_over(store));
    return kGood;
}

// Writes findings one a line, and counts them.
class FindingLines {
 public:
    explicit FindingLines(Output& output) : output_(output) {}

    // `more` adds what the finding is about.
    void write(std::string_view code, bool is_error, const std::string& evidence,
               const std::function<void(json::Writer&)>& more) {
        std::string line;
        json::Writer w(line);
        w.begin_object().text("finding", code).text("severity", is_error ? "error" : "warning");
        w.text("evidence", evidence);
        more(w);
        w.end_object();
        output_.write(line + "\n");
        ++(is_error ? errors_ : warnings_);
    }
    std::size_t errors() const { return errors_; }
    std::size_t warnings() const { return warnings_; }

 private:
    Output& output_;
    std::size_t errors_ = 0, warnings_ = 0;
};

// What the rules of a network object to, certificate by certificate.
void check_profiles(const TrustStore& store, const Options& options, FindingLines& lines) {
    for (const auto& key : store.keys()) {
        if (!key->certificate) {
            lines.write("no-certificate", true, "the profile is about certificates",
                        [&](json::Writer& w) { write_trusted_key(*key, w); });
            continue;
        }
        const CertificateRole role = role_of(*key);
        for (const ProfileFinding& finding :
             check_profile(options.profile, *key->certificate, role, options.clock.time())) {
            lines.write(finding.code, finding.is_error, finding.evidence, [&](json::Writer& w) {
                w.text("profile", options.profile).text("role", role_name(role));
                write_trusted_key(*key, w);
            });
        }
    }
}

// Under a profile, the folder of a participant counts as a whole: it has its certificates in folders below,
// by their roles.
TrustOptions with_subfolders(TrustOptions trust) {
    constexpr std::string_view kEndings[] = {".pem", ".crt", ".cer"};
    std::vector<std::string> out;
    for (const std::string& path : trust.files) {
        const std::vector<std::string> own = files_of(path);
        out.insert(out.end(), own.begin(), own.end());
        for (std::string& file : files_of(path, kEndings, Depth::with_subfolders)) {
            if (std::ranges::find(own, file) == own.end()) out.push_back(std::move(file));
        }
    }
    if (!out.empty()) trust.files = std::move(out);
    return trust;
}

// A key that only talks to the network's gateway needs no CA of its country.
bool is_for_gateway(const TrustedKey& key) {
    const CertificateRole role = role_of(key);
    return role == CertificateRole::tls || role == CertificateRole::upload;
}

int run_check(const Options& options) {
    TrustStore store;
    const bool by_profile = !options.profile.empty();
    load_trust(store, by_profile ? with_subfolders(options.trust) : options.trust, options.clock.time(),
               false);
    Output output(options.output);
    FindingLines lines(output);
    for (const TrustFinding& finding : check_trust(store, options.clock.time())) {
        if (by_profile && finding.code == "not-chained" && is_for_gateway(*finding.key)) continue;
        lines.write(finding.code, finding.is_error, finding.evidence, [&](json::Writer& w) {
            if (finding.key) write_trusted_key(*finding.key, w);
            if (const PassedOver* entry = finding.entry)
                w.text("kid", entry->kid).text("issuer", entry->issuer).text("source", entry->source);
        });
    }
    if (by_profile) check_profiles(store, options, lines);
    output.close();
    message("", counted(store.keys().size(), "key") + passed_over(store) + ": " +
                    counted(lines.errors(), "error") + ", " + counted(lines.warnings(), "warning"));
    return lines.errors() ? kNo : kGood;
}

int run_diff(const Options& options) {
    TrustStore before, after;
    const UnixTime at = options.clock.time();
    TrustOptions trust = options.trust;
    for (const auto& [store, file] : {std::pair{&before, options.before}, {&after, options.after}}) {
        trust.files = {file};
        load_trust(*store, trust, at, true);
    }
    Output output(options.output);
    write_trust_diff(before, after, output);
    output.close();
    return kGood;
}

int run_onboarding(const Options& options) {
    Output output(options.output);
    const int code = judge_onboarding_files(options.onboarding, options.anchor, options.clock.time(), output);
    output.close();
    return code;
}

void add_options(Arguments& app, Options& options, bool compares = false) {
    if (compares) {
        app.add_option("old", options.before, "the older trust file, or a folder")
            ->type_name("FILE|DIR")
            ->required();
        app.add_option("new", options.after, "the newer one")->type_name("FILE|DIR")->required();
    } else {
        app.add_option("files", options.trust.files, "trust files of any kind, or folders of them")
            ->type_name("FILE|DIR")
            ->required();
    }
    add_proof_options(app, options.trust);
    app.add_option("-o,--output", options.output, "write results to FILE instead of standard output")
        ->type_name("FILE");
}

}  // namespace

Run declare_trust(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.require_subcommand();
    auto* make = app.add_subcommand("make", "join trust files of any kind into one JWK Set")->alias("merge");
    add_options(*make, *options);
    make->add_option("--issuer", options->issuer, "bind keys that name no issuer to this one");
    make->add_flag("--chained", options->chained,
                   "leave out certificates that no CA among the files has issued");
    auto* list = app.add_subcommand("list", "a record a key");
    add_options(*list, *options);
    auto* check =
        app.add_subcommand("check", "a record a finding: test, expired, unusable, shared and unchained keys");
    add_options(*check, *options);
    check
        ->add_option("--profile", options->profile, "judge certificates by the rules of this network as well")
        ->one_of({profile_names().begin(), profile_names().end()});
    auto* diff = app.add_subcommand("diff", "a record a key that came, went or changed");
    add_options(*diff, *options, true);
    auto* onboarding = app.add_subcommand(
        "onboarding",
        "a record a file that joins a country to WHO's network: has its trust anchor signed it?");
    onboarding->add_option("files", options->onboarding, "CMS files, in DER or in the gateway's JSON")
        ->type_name("FILE")
        ->required();
    onboarding->add_option("--anchor", options->anchor, "certificates of the network's trust anchor, in PEM")
        ->type_name("FILE")
        ->required();
    onboarding->add_option("-o,--output", options->output, "write results to FILE instead of standard output")
        ->type_name("FILE");
    for (auto* command : {make, list, check, diff, onboarding})
        add_clock_option(*command, options->clock, false);
    return [options, make, list, diff, onboarding] {
        return make->is_given()         ? run_make(*options)
               : list->is_given()       ? run_list(*options)
               : diff->is_given()       ? run_diff(*options)
               : onboarding->is_given() ? run_onboarding(*options)
                                        : run_check(*options);
    };
}

}  // namespace vpass::tools

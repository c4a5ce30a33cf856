// vpass publish: writes a ledger's state as a folder of signed static files.
#include <filesystem>

#include "command.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"
#include "ledger/publish/publish.hpp"
#include "policy/policy.hpp"
#include "shared/ledger_options.hpp"
#include "shared/trust_options.hpp"
#include "site/manifest.hpp"

namespace vpass::tools {
namespace {

struct Options {
    LedgerOptions ledger;
    ClockOption clock;
    PinSource pin;
    std::vector<std::string> keys;
    std::vector<std::string> certificates;
    std::string root_key;
    TrustOptions trust;
    std::vector<std::string> policies;
    std::string site;
    std::string valid_for = "7d";
    std::size_t deltas = 7;
    bool refresh = false;
    bool quiet = false;
};

std::vector<SigningKey> signing_keys(Options& options) {
    if (!options.certificates.empty() && options.certificates.size() != options.keys.size())
        throw Error(Code::usage, "the numbers of --cert and --key differ", "name them in the same order");
    std::vector<SigningKey> out;
    for (std::size_t i = 0; i < options.keys.size(); ++i) {
        PrivateKey key = load_private_key(options.keys[i], options.pin);
        if (options.certificates.empty())
            out.emplace_back(key);
        else
            out.emplace_back(std::move(key), load_certificate(options.certificates[i]));
    }
    return out;
}

// We do not publish a rule set that no verifier could load.
std::vector<std::pair<std::string, Buffer>> policies(const Options& options) {
    std::vector<std::pair<std::string, Buffer>> out;
    for (const std::string& path : options.policies) {
        const std::string name = std::filesystem::path(path).filename().string(), text = read_text_file(path);
        if (!is_site_path(name))
            throw Error(Code::usage, "--policy: a file cannot be published as '" + name + "'");
        for (const auto& [other, content] : out) {
            if (other == name) throw Error(Code::usage, "--policy: two files are named " + name);
        }
        try {
            const Policy policy(text);
            for (const MalformedRule& rule : policy.malformed()) {
                if (!rule.is_never_asked) throw rule.error;
            }
        } catch (const Error& e) {
            throw Error(e.code(), path + ": " + e.what(), e.hint());
        }
        out.emplace_back(name, Buffer(as_bytes(text).begin(), as_bytes(text).end()));
    }
    return out;
}

void write_summary(const Published& published) {
    std::string line;
    json::Writer w(line);
    w.begin_object().key("sequence").integer(published.sequence);
    w.key("published").boolean(published.is_new);
    w.key("log_size").integer(published.log_size);
    w.text("expires_at", format_rfc3339(published.expires_at));
    w.key("files").integer(published.files);
    w.key("bytes").integer(published.bytes).end_object();
    Output output("-");
    output.write(line + '\n');
    output.close();
}

int run(Options& options) {
    PublishPlan plan;
    plan.site = options.site;
    plan.keys = signing_keys(options);
    plan.at = options.clock.time();
    plan.root =
        options.root_key.empty() ? plan.keys.front().key : load_private_key(options.root_key, options.pin);
    TrustStore others;
    load_trust(others, options.trust, plan.at, options.quiet);
    plan.others = &others;
    plan.policies = policies(options);
    const auto valid_for = parse_duration(options.valid_for);
    if (!valid_for || *valid_for == 0)
        throw Error(Code::usage, "--valid-for: '" + options.valid_for + "' is not a duration",
                    "write it like 7d or 48h");
    plan.valid_for = *valid_for;
    plan.deltas = options.deltas;
    plan.refresh = options.refresh;

    const auto ledger = open_ledger(options.ledger, plan.at, "publish", options.quiet, plan.site);
    const Published published = publish(*ledger, options.ledger.folder, plan);
    remember_ledger(options.ledger, *ledger, options.quiet);
    write_summary(published);
    if (options.quiet) return kGood;
    const std::string number = "number " + std::to_string(published.sequence);
    message("", published.is_new ? number + ": " + std::to_string(published.files) + " files, " +
                                       std::to_string(published.bytes) + " bytes"
                                 : "nothing has changed since " + number + ", nothing was written");
    return kGood;
}

}  // namespace

Run declare_publish(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_ledger_options(app, options->ledger, "publish the state of this ledger")->required();
    app.add_option("--key", options->keys,
                   "a private key that signs lists: PEM, or a pkcs11: URI; may be repeated")
        ->type_name("FILE|URI")
        ->one_each()
        ->required();
    app.add_option("--cert", options->certificates, "the certificate of each --key, in the same order, PEM")
        ->type_name("FILE")
        ->one_each();
    app.add_option("--root-key", options->root_key,
                   "the private key that signs the manifest (default: the first --key)")
        ->type_name("FILE|URI");
    add_pin_options(app, options->pin);
    app.add_option("-o,--output", options->site, "the folder to publish in")->type_name("DIR")->required();
    add_trust_options(app, options->trust, "publish the keys in FILE as well; may be repeated");
    app.add_option("--policy", options->policies, "publish this rule set as well; may be repeated")
        ->type_name("FILE")
        ->one_each();
    app.add_option("--valid-for", options->valid_for, "until when verifiers rely on the site: 7d, 48h")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--deltas", options->deltas, "how many earlier publications deltas start from")
        ->type_name("N")
        ->show_default()
        ->within(0, 365);
    app.add_flag("--refresh", options->refresh, "publish although nothing has changed");
    add_clock_option(app, options->clock, false);
    app.add_flag("-q,--quiet", options->quiet, "no messages on standard error but errors");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

#include "trust_options.hpp"

#include <algorithm>

#include "site/site.hpp"

namespace vpass::tools {
namespace {

constexpr std::int64_t kDay = 86'400;

std::string days(std::int64_t seconds) {
    const std::int64_t n = seconds / kDay;
    return std::to_string(n) + (n == 1 ? " day" : " days");
}

std::string age(UnixTime signed_at, UnixTime at) {
    return at >= signed_at ? days(at - signed_at) + " old" : "of " + days(signed_at - at) + " ahead";
}

std::optional<std::int64_t> max_age(const TrustOptions& options) {
    if (options.max_age.empty()) return {};
    const auto seconds = parse_duration(options.max_age);
    if (!seconds || *seconds <= 0)
        throw Error(Code::usage, "--max-age: '" + options.max_age + "' is not a duration",
                    "write it like 7d or 48h");
    return seconds;
}

// Warns of entries that were passed over since there were `known`.
void warn_of_passed_over(const TrustStore& store, std::size_t known) {
    constexpr std::size_t kLines = 20;  // a list of thousands may be of another kind in each of them
    const auto entries = store.passed_over().subspan(known);
    for (const PassedOver& entry : entries.first(std::min(entries.size(), kLines)))
        message("warning", entry.text());
    if (entries.size() > kLines)
        message("warning", std::to_string(entries.size() - kLines) +
                               " further entries are passed over; vpass trust check names all of them");
}

}  // namespace

void add_proof_options(Arguments& app, TrustOptions& options) {
    app.add_option("--network-key", options.network_keys,
                   "believe lists of WHO's trust network only with a proof by the key in FILE, the "
                   "published DID document or a JWK; may be repeated")
        ->type_name("FILE")
        ->one_each();
    app.add_flag("--require-proof", options.is_proof_required,
                 "refuse every trust file without such a proof");
    app.add_option("--max-age", options.max_age,
                   "warn of a list that the network signed longer ago (90s, 15m, 48h, 180d, 2y)")
        ->type_name("TIME");
}

Argument* add_trust_options(Arguments& app, TrustOptions& options, const char* help) {
    auto* trust = app.add_option("--trust", options.files, help);
    trust->type_name("FILE|DIR")->one_each();
    add_proof_options(app, options);
    return trust;
}

void load_trust(TrustStore& store, const TrustOptions& options, std::optional<UnixTime> at, bool quiet) {
    const auto limit = max_age(options);
    ProofRules rules{{}, options.is_proof_required};
    for (const std::string& file : options.network_keys) rules.keys.push_back(load_network_key(file));
    if (options.files.empty() && (rules.required || !rules.keys.empty() || limit))
        message("warning", "--network-key, --require-proof and --max-age say nothing without --trust");
    store.demand(std::move(rules));
    const std::size_t known = store.passed_over().size();
    for (const std::string& file : options.files) store.load(file);
    store.pass_over_missing_lists();
    warn_of_passed_over(store, known);
    for (const NetworkList& list : store.lists()) {
        const std::string name = "trust list " + list.source;
        if (!list.signed_at) {
            message("warning", name + ": nobody has checked who signed it; --network-key does");
            continue;
        }
        const bool is_old = limit && at && *at - *list.signed_at > *limit;
        if (quiet && !is_old) continue;
        std::string text = name + ": signed by the network at " + format_rfc3339(*list.signed_at);
        if (at) text += ", " + age(*list.signed_at, *at);
        if (is_old) text += ", which is more than " + options.max_age;
        message(is_old ? "warning" : "", text);
    }
}

void load_trust(TrustStore& store, const Site& site) {
    const std::size_t known = store.passed_over().size();
    site.load_trust(store);
    warn_of_passed_over(store, known);
}

}  // namespace vpass::tools

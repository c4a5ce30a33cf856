#include "proof_options.hpp"

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

std::optional<std::int64_t> max_age(const ProofOptions& options) {
    if (options.max_age.empty()) return {};
    const auto seconds = parse_duration(options.max_age);
    if (!seconds || *seconds <= 0)
        throw Error(Code::usage, "--max-age: '" + options.max_age + "' is not a duration",
                    "write it like 7d or 48h");
    return seconds;
}

}  // namespace

void add_proof_options(Arguments& app, ProofOptions& options) {
    app.add_option("--network-key", options.network_keys,
                   "believe lists of WHO's trust network only with a proof by the key in FILE, the "
                   "published DID document or a JWK; may be repeated")
        ->type_name("FILE")
        ->one_each();
    app.add_flag("--require-proof", options.required, "refuse every trust file without such a proof");
    app.add_option("--max-age", options.max_age,
                   "warn of a list that the network signed longer ago (90s, 15m, 48h, 180d, 2y)")
        ->type_name("TIME");
}

void load_trust(TrustStore& store, const std::vector<std::string>& files, const ProofOptions& options,
                std::optional<UnixTime> at, bool quiet) {
    const auto limit = max_age(options);
    ProofRules rules{{}, options.required};
    for (const std::string& file : options.network_keys) rules.keys.push_back(load_network_key(file));
    store.demand(std::move(rules));
    load_trust(store, files);
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

}  // namespace vpass::tools

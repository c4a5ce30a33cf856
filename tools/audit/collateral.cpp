// vpass audit collateral: lists who needs a new pass before a key is revoked.
#include <algorithm>
#include <limits>

#include "audit/finding_codes.hpp"
#include "findings.hpp"
#include "ledger/ledger.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    ClockOption clock;
    std::string folder;
    std::string kid;
    std::string from, to;
    std::vector<std::string> not_by;
};

std::optional<UnixTime> time_of(const char* option, const std::string& text) {
    if (text.empty()) return {};
    return time_of_option(option, text);
}

int run(const Options& options) {
    const UnixTime at = options.clock.time();
    const auto from = time_of("--from", options.from), to = time_of("--to", options.to);
    const Register rows(ledger_register(options.folder), Register::Mode::read);
    const Register::Snapshot snapshot(rows);
    const auto key = rows.find_key_called(options.kid);
    if (!key)
        throw Error(Code::bad_key, "the register does not know the key " + options.kid,
                    "'vpass trust list' shows kids");
    FindingWriter findings(options.findings);
    std::uint64_t signed_by_it = 0;
    rows.passes(0, std::numeric_limits<std::int64_t>::max(), [&](const RegisterPass& pass) {
        if (pass.key != key->key) return;
        ++signed_by_it;
        const bool in_interval = (!from || pass.issued_at >= *from) && (!to || pass.issued_at < *to);
        const bool in_force = pass.expires_at == 0 || pass.expires_at >= at;
        if (!in_interval || !in_force || rows.revoked_since(pass.entry)) return;
        const auto batch = rows.find_batch(pass.batch);
        const std::string name = batch ? batch->operator_name : "";
        if (std::ranges::find(options.not_by, name) != options.not_by.end()) return;
        findings.add(audit::kReissue, Subject::id(pass.id), [&](json::Writer& w) {
            w.key("index").integer(pass.entry);
            w.text("format", pass.format)
                .text("operator", name)
                .text("issued_at", format_rfc3339(pass.issued_at));
            if (pass.expires_at) w.text("expires_at", format_rfc3339(pass.expires_at));
        });
    });
    return findings.close(std::to_string(signed_by_it) + (signed_by_it == 1 ? " pass" : " passes") +
                          " of this key");
}

}  // namespace

Run declare_audit_collateral(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("kid", options->kid, "the key that is to be revoked, as records name it")
        ->type_name("KID")
        ->required();
    app.add_option("--log", options->folder, "the ledger's folder")->type_name("DIR")->required();
    app.add_option("--from", options->from, "only passes issued at TIME or later")->type_name("TIME");
    app.add_option("--to", options->to, "only passes issued before TIME")->type_name("TIME");
    app.add_option("--not-by", options->not_by, "leave out what this operator issued; may be repeated")
        ->type_name("NAME")
        ->one_each();
    add_clock_option(app, options->clock, false);
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

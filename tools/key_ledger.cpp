// vpass key ledger: a ledger ahead of its first pass, with settings of one's own.
#include "command.hpp"
#include "vpass/ledger.hpp"

namespace vpass::tools {
namespace {

struct Options {
    std::string out;
    std::string name;
    std::string status_uri;
};

int run(const Options& options) {
    LedgerConfig config = LedgerConfig::make(options.name);
    if (!options.status_uri.empty()) config.status_uri = options.status_uri;
    if (!config.status_uri.ends_with('/')) config.status_uri += '/';
    Ledger::create(options.out, config);
    message("", "made the ledger " + options.out + " of the log " + read_ledger_config(options.out).name);
    return kGood;
}

// What a key's name may be in a signed note (C2SP signed-note), and what a URI has no need of.
std::string check_name(const std::string& text) {
    const bool good = !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < 0x7f && c != '+' && c != '"' && c != '\\';
    });
    return good ? std::string() : "empty, or with spaces, plus signs or other than ASCII";
}

}  // namespace

Run declare_key_ledger(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("--out", options->out, "folder for the ledger")->type_name("DIR")->required();
    app.add_option("--name", options->name,
                   "the log's name for good: a host of yours and a path, such as log.example.org/passes")
        ->type_name("ORIGIN")
        ->required()
        ->check(check_name);
    app.add_option("--status-uri", options->status_uri,
                   "what the names of status lists start with (default: https://ORIGIN/status/)")
        ->type_name("URI")
        ->check(check_name);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

// vpass key ledger: makes a ledger ahead of its first pass, with settings of one's own, and restores one
// after a loss.
#include "data/json.hpp"
#include "ledger/restore.hpp"
#include "passes/pass_line.hpp"
#include "shared/check_lines.hpp"
#include "shared/ledger_options.hpp"
#include "site/site.hpp"

namespace vpass::tools {
namespace {

struct Options {
    std::string out;
    std::string name;
    std::string status_uri;
    bool restore = false;
    LedgerOptions ledger;
    std::vector<std::string> roots;
    std::vector<std::string> passes;
    ClockOption clock;
    bool group = false;
};

int make(const Options& options) {
    if (options.name.empty())
        throw Error(Code::usage, "--name is required: the log's permanent name",
                    "--restore goes on with one");
    LedgerConfig config = LedgerConfig::make(options.name);
    if (!options.status_uri.empty()) config.status_uri = options.status_uri;
    if (!config.status_uri.ends_with('/')) config.status_uri += '/';
    Ledger::create(options.out, config, options.group);
    message("", "made the ledger " + options.out + " of the log " + read_ledger_config(options.out).name);
    return kGood;
}

void read_passes(const std::vector<std::string>& files, const RestorePlan::UsePass& use) {
    for (const std::string& file : files) {
        for_each_line(file, [&](const Line& line) {
            PassLine pass;
            try {
                pass.read(line);
            } catch (const Error& e) {
                throw Error(e.code(), file + ": line " + std::to_string(line.number) + ": " + e.what());
            }
            if (!pass.is_carried()) use(pass.text(), pass["id"].string());
        });
    }
}

void tell(const Restored& done) {
    if (done.written)
        message("",
                "the log had lost " + std::to_string(done.written) + " of its entries, and has them again");
    if (done.first != done.end) {
        std::string lost;
        for (const auto& [type, n] : done.lost)
            lost += (lost.empty() ? "" : ", ") + std::to_string(n) + ' ' + std::string(log_entry_name(type));
        message("warning", "the register has lost the entries " + std::to_string(done.first) + " to " +
                               std::to_string(done.end - 1) + " (" + lost + ')');
    }
    if (done.passes)
        message("", std::to_string(done.passes) + (done.passes == 1 ? " pass" : " passes") + " entered anew");
    if (done.not_ours)
        message("warning",
                std::to_string(done.not_ours) + " of the passes are not of a key that the register knows");
    if (done.revoked)
        message("", std::to_string(done.revoked) + (done.revoked == 1 ? " revocation" : " revocations") +
                        " restored from published lists");
    if (done.lost_slots)
        message("warning",
                std::to_string(done.lost_slots) + " slots stay revoked, whose passes nobody knows");
}

int restore(const Options& options) {
    RestorePlan plan;
    LedgerOptions ledger = options.ledger;
    ledger.folder = options.out;
    plan.traces = ledger_traces(ledger);
    for (const std::string& root : options.roots) {
        for (PublicKey& key : read_root_keys(root)) plan.roots.push_back(std::move(key));
    }
    plan.operator_name = operator_of(options.ledger);
    plan.at = options.clock.time();
    if (!options.passes.empty())
        plan.passes = [&](const RestorePlan::UsePass& use) { read_passes(options.passes, use); };
    const Restored done = restore_ledger(options.out, plan);
    tell(done);
    std::string line;
    json::Writer w(line);
    const auto number = [&](const char* name, std::uint64_t value) { w.key(name).integer(value); };
    w.begin_object();
    number("entries", done.entries);
    number("written", done.written);
    w.key("lost").begin_object();
    for (const auto& [type, n] : done.lost) w.key(log_entry_name(type)).integer(n);
    w.end_object();
    number("passes", done.passes);
    number("revoked", done.revoked);
    number("lost_slots", done.lost_slots);
    number("sequence", done.sequence);
    w.end_object();
    Output output("-");
    output.write(line + '\n');
    output.close();
    return done.first != done.end || done.not_ours ? kNo : kGood;
}

int run(const Options& options) {
    if (options.restore) {
        if (!options.name.empty() || !options.status_uri.empty())
            throw Error(Code::usage, "--restore goes on under the name that the ledger has");
        return restore(options);
    }
    const LedgerOptions& ledger = options.ledger;
    if (!ledger.logs.empty() || !ledger.sites.empty() || !ledger.state.empty() ||
        !ledger.operator_name.empty() || !options.roots.empty() || !options.passes.empty() ||
        !options.clock.is_now())
        throw Error(
            Code::usage,
            "--log, --site, --root, --passes, --state, --operator and --at have no effect without --restore");
    return make(options);
}

// Checks what a key's name may contain in a signed note (C2SP signed-note), and excludes characters that a
// URI does not need.
std::string check_name(const std::string& text) {
    const bool good = !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < 0x7f && c != '+' && c != '"' && c != '\\';
    });
    return good ? std::string() : "empty, or with spaces, plus signs or other than ASCII";
}

}  // namespace

Run declare_key_ledger(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("--out", options->out, "folder for the ledger, or of the one to restore")
        ->type_name("DIR")
        ->required();
    app.add_option("--name", options->name,
                   "the log's permanent name: a host of yours and a path, such as log.example.org/passes")
        ->type_name("ORIGIN")
        ->check(check_name);
    app.add_option("--status-uri", options->status_uri,
                   "what the names of status lists start with (default: https://ORIGIN/status/)")
        ->type_name("URI")
        ->check(check_name);
    app.add_flag(
        "--restore", options->restore,
        "go on after a loss: take from the copies that are left what an old copy of the ledger lacks");
    app.add_option("--log", options->ledger.logs, "a copy of the log; may be repeated")
        ->type_name("COPY")
        ->one_each();
    app.add_option("--site", options->ledger.sites, "a published site; may be repeated")
        ->type_name("DIR")
        ->one_each();
    app.add_option("--root", options->roots, "the key that signs the sites; may be repeated")
        ->type_name("KEY")
        ->one_each();
    app.add_option("--passes", options->passes,
                   "what sign has written since the copy was made; may be repeated")
        ->type_name("FILE")
        ->one_each();
    app.add_option("--operator", options->ledger.operator_name,
                   "who answers for it, as the ledger keeps it (default: the login name)")
        ->type_name("NAME");
    app.add_option("--state", options->ledger.state, "where this user remembers the log (as for sign)")
        ->type_name("FILE");
    add_clock_option(app, options->clock, false);
    app.add_flag("--group", options->group, "let the folder's group read the ledger, all but the log's key");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

#include "site_options.hpp"

#include "site/rollback_memory.hpp"

namespace vpass::tools {
namespace {

std::filesystem::path memory_file(const SiteOption& options) {
    return options.state.empty() ? SiteMemory::default_file() : std::filesystem::path(options.state);
}

}  // namespace

void add_site_options(Arguments& app, SiteOption& options) {
    auto* site = app.add_option("--site", options.folder,
                                "take trust and revocation lists from a folder made by publish");
    site->type_name("DIR");
    auto* root = app.add_option("--root", options.roots, "the key that signs the site; may be repeated");
    root->type_name("KEY")->one_each()->needs(site);
    site->needs(root);
    app.add_option("--state", options.state,
                   "remember in FILE which sites were seen (default: sites.json in the user's state folder)")
        ->type_name("FILE")
        ->needs(site);
    app.add_option("--min-sequence", options.min_sequence, "refuse a site with a lower sequence number")
        ->type_name("N")
        ->needs(site);
}

std::optional<Site> open_site(const SiteOption& options) {
    if (options.folder.empty()) return {};
    std::vector<PublicKey> roots;
    for (const std::string& root : options.roots) {
        for (PublicKey& key : read_root_keys(root)) roots.push_back(std::move(key));
    }
    Site site = Site::read(options.folder, roots);
    const Manifest& manifest = site.manifest();
    if (manifest.sequence < options.min_sequence)
        throw Error(Code::rollback,
                    "site " + options.folder + ": number " + std::to_string(manifest.sequence) +
                        " is below --min-sequence",
                    "fetch the newest site");
    if (const auto memory = memory_file(options); !memory.empty()) SiteMemory(memory).require_not_older(site);
    return site;
}

void remember_site(const SiteOption& options, const Site& site) {
    const std::filesystem::path memory = memory_file(options);
    try {
        if (memory.empty()) throw Error(Code::io, "there is no home folder");
        SiteMemory(memory).remember(site);
    } catch (const Error& e) {
        if (!options.state.empty() || e.code() != Code::io) throw;
        message("warning", "an older site would not be noticed next time: " + std::string(e.what()));
        message("hint", "--state FILE names a place to remember the site in");
    }
}

}  // namespace vpass::tools

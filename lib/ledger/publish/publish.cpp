#include "ledger/publish/publish.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "ledger/publish/published_files.hpp"
#include "site/site.hpp"
#include "site/site_writer.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCheckpointBytes = 1 << 20;

// The site that is to be replaced.
struct CurrentSite {
    Manifest manifest;
    Sha256 hash{};
};

std::optional<CurrentSite> read_shown(const PublishPlan& plan) {
    Buffer text;
    if (!read_file_if_any(plan.site / kManifestName, kManifestBytes, text)) return {};
    const PublicKey root = plan.root.public_key();
    try {
        return CurrentSite{read_manifest(as_text(text), {&root, 1}), sha256(text)};
    } catch (const Error& e) {
        throw Error(Code::wrong_root,
                    plan.site.string() + " holds a site that this root key did not sign: " + e.what(),
                    "verifiers know one root key; publish to a new folder to change it");
    }
}

// Returns how many have signed a checkpoint, the log among them.
std::size_t count_signatures(Bytes checkpoint) { return Note::parse(as_text(checkpoint)).signatures.size(); }

bool is_unchanged(const CurrentSite& shown, const Publication& last, std::uint64_t log_size,
                  const Buffer& checkpoint, const SiteFiles& constant, const PublishPlan& plan) {
    // Only the publication's own entry may have come to the log since.
    if (plan.refresh || shown.hash != last.manifest || log_size != last.log_size + 1) return false;
    if (shown.manifest.expires_at - plan.at < plan.valid_for / 2) return false;
    for (const Manifest::File& file : shown.manifest.files) {
        if (file.path.starts_with("policy/") && !constant.contains(file.path)) return false;
    }
    try {
        const PublicKey root = plan.root.public_key();
        const Site site = Site::read(plan.site, {&root, 1});
        // Verifiers who require a quorum wait for the cosignatures.
        if (count_signatures(site.file("checkpoint")) < count_signatures(checkpoint)) return false;
        return std::ranges::all_of(constant, [&](const auto& file) {
            return std::ranges::equal(site.file(file.first), file.second);
        });
    } catch (const Error&) {  // somebody has damaged it
        return false;
    }
}

Published summary(const Manifest& manifest, std::uint64_t log_size, bool is_new) {
    Published out{is_new, manifest.sequence, log_size, manifest.expires_at, manifest.files.size(), 0};
    for (const Manifest::File& file : manifest.files) out.bytes += file.size;
    return out;
}

}  // namespace

Published publish(Ledger& ledger, const fs::path& ledger_folder, const PublishPlan& plan) {
    const std::vector<Publication> history = ledger.rows().publications();
    const std::uint64_t last = history.empty() ? 0 : history.back().sequence;
    const std::optional<CurrentSite> shown = read_shown(plan);
    if (shown && shown->manifest.sequence > last)
        throw Error(Code::newer_site,
                    plan.site.string() + " holds number " + std::to_string(shown->manifest.sequence) +
                        ", and the ledger has published only " + std::to_string(last),
                    "this is another ledger's site, or an old copy of the ledger");

    std::error_code unknown;
    Publication publication{last + 1,
                            plan.at,
                            ledger.checkpoint().size,
                            {},
                            fs::absolute(plan.site, unknown).lexically_normal().string(),
                            {}};
    const PublicationBuilder builder{ledger.rows(),        plan,
                                     ledger.rows().keys(), ledger.config().status_uri,
                                     publication.sequence, plan.at + plan.valid_for};
    SiteFiles files = constant_files(builder);
    const Buffer checkpoint = read_file(ledger_log(ledger_folder) / "checkpoint", kCheckpointBytes);
    if (shown && !history.empty() &&
        is_unchanged(*shown, history.back(), publication.log_size, checkpoint, files, plan))
        return summary(shown->manifest, history.back().log_size, false);

    Manifest manifest{ledger.config().name, publication.sequence, plan.at, builder.expires_at, {}, {}};
    // A publication whose manifest is lost does not have lists to start from.
    const std::size_t first = history.size() - std::min(history.size(), plan.deltas);
    for (const RegisterKey& key : builder.keys) {
        manifest.lists.push_back(
            add_status_list(builder, key, std::span(history).subspan(first), publication, files));
    }
    add_rules(builder, files);
    add_hash_batches(builder, files);
    add_health_card_files(builder, files);
    files["checkpoint"] = checkpoint;

    SiteWriter writer(plan.site);
    for (const auto& [path, content] : files) {
        writer.add(path, content);
        manifest.files.push_back({path, content.size(), {}});
    }
    publication.manifest = writer.seal(manifest, plan.root);

    RegisterEvent event;
    event.type = LogEntryType::published_list;
    event.hash = publication.manifest;
    ledger.append({.events = {&event, 1}, .passes = {}, .given = {}, .also = [&](std::uint64_t) {
                       ledger.rows().add_publication(publication);
                   }});
    writer.publish();
    return summary(manifest, publication.log_size, true);
}

}  // namespace vpass

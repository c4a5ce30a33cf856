#include "site/site.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "keys/pem.hpp"
#include "keys/trust_store.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kOlderForms = 1000;  // compact lists and deltas that a copy has kept
constexpr int kAttempts = 5;               // at a site that is replaced again and again while it is read
// The folders of revocation lists. The rest is for other readers, or read by name.
constexpr std::string_view kListFolders[] = {"status/", ".well-known/crl/"};

// Returns false for a pipe that waits for a writer, and for a device.
bool is_plain_file(const fs::path& path) {
    std::error_code unknown;
    return fs::is_regular_file(path, unknown);
}

bool is_compact_form(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return (name.starts_with("compact-") || name.starts_with("delta-")) && name.ends_with(".cwt");
}

// Returns true for a compact list or delta of this status list that a key of the site's own trust file
// signed. Somebody else may have put any other file under such a name, so we ignore it.
bool is_older_form(Bytes content, const std::string& uri, const TrustStore& site_keys) {
    try {
        const SignedList list = SignedList::open(content);
        if (list.kind() != ListKind::compact || list.head().uri != uri) return false;
        find_list_signer(list, site_keys);
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

std::string compact_list_name(std::uint64_t sequence) {
    return "compact-" + std::to_string(sequence) + ".cwt";
}

std::string delta_name(std::uint64_t from, std::uint64_t to) {
    return "delta-" + std::to_string(from) + "-" + std::to_string(to) + ".cwt";
}

std::vector<PublicKey> read_root_keys(const std::string& path) {
    std::vector<PublicKey> out;
    const Buffer file = read_file(path, kManifestBytes);
    for (const PemBlock& block : pem_blocks(as_text(file))) {
        if (block.label != "PUBLIC KEY") continue;
        try {
            if (!block.problem.empty()) throw Error(Code::bad_trust, block.problem);
            out.push_back(PublicKey::from_spki(block.der));
        } catch (const Error& e) {
            throw Error(Code::bad_trust,
                        "root key " + path + ", line " + std::to_string(block.line) + ": " + e.what(),
                        e.hint());
        }
    }
    if (!out.empty()) return out;
    TrustStore store;
    store.load(path);
    for (const auto& key : store.keys()) out.push_back(key->key.public_key());
    return out;
}

Site Site::read(const fs::path& folder, std::span<const PublicKey> roots) {
    const fs::path manifest_path = folder / kManifestName;
    auto read_manifest_file = [&] {
        if (!is_plain_file(manifest_path))
            throw Error(Code::bad_site, "it has no file " + std::string(kManifestName));
        return read_file(manifest_path, kManifestBytes);
    };
    try {
        Buffer manifest = read_manifest_file();
        for (int attempt = 1;; ++attempt) {
            Site site;
            site.folder_ = folder;
            try {
                site.open(roots, manifest);
                site.read_files();
                return site;
            } catch (const Error&) {
                Buffer now = read_manifest_file();
                if (now == manifest || attempt == kAttempts) throw;
                manifest = std::move(now);
            }
        }
    } catch (const Error& e) {
        throw Error(Code::bad_site, "site " + folder.string() + ": " + e.what(),
                    e.hint().empty() ? "fetch the site again from its publisher" : e.hint());
    }
}

void Site::open(std::span<const PublicKey> roots, Buffer manifest) {
    for (const PublicKey& root : roots) {
        try {
            manifest_ = read_manifest(as_text(manifest), {&root, 1});
            manifest_hash_ = sha256(manifest);
            root_ = root;
            return;
        } catch (const Error& e) {
            if (e.code() != Code::bad_signature || &root == &roots.back()) throw;
        }
    }
    throw Error(Code::bad_signature, "no root key is known", "name the publisher's key with --root");
}

void Site::read_files() {
    for (const Manifest::List& list : manifest_.lists) {
        if (!has_newest(list)) read_older_forms(list);
    }
    for (const Manifest::File& file : manifest_.files) read_listed(file);
}

const Manifest::List* Site::list_of(std::string_view path) const {
    const auto list = std::ranges::find_if(manifest_.lists, [&](const Manifest::List& candidate) {
        return path.starts_with(candidate.folder + '/');
    });
    return list == manifest_.lists.end() ? nullptr : &*list;
}

bool Site::has_newest(const Manifest::List& list) const {
    return is_plain_file(folder_ / list.folder / compact_list_name(manifest_.sequence));
}

void Site::read_listed(const Manifest::File& file) {
    const fs::path path = folder_ / file.path;
    const Manifest::List* const list = list_of(file.path);
    const bool by_deltas = list && !older_forms_.empty() && !has_newest(*list);
    if (by_deltas && (!is_compact_form(file.path) || !is_plain_file(path))) return;
    if (!is_plain_file(path)) throw Error(Code::missing_file, "it lacks the file " + file.path);
    Buffer content;
    std::error_code gone;
    count(file.size);
    if (fs::file_size(path, gone) != file.size || !read_file_if_any(path, file.size, content) ||
        content.size() != file.size || sha256(content) != file.hash)
        throw Error(Code::wrong_hash, "the file " + file.path + " is not the one that the manifest lists");
    files_.emplace(file.path, std::move(content));
}

// The manifest does not vouch for these files. They count only by their own signatures, and when they lead to
// the slots that the manifest names.
void Site::read_older_forms(const Manifest::List& list) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder_ / list.folder, none)) {
        const std::string name = entry.path().filename().string();
        if (!is_compact_form(name) || manifest_.find(list.folder + '/' + name) ||
            !is_plain_file(entry.path()))
            continue;
        if (older_forms_.size() == kOlderForms)
            throw Error(Code::too_many, "there are too many older lists and deltas in " + list.folder,
                        "delete those that are older than the newest whole list");
        Buffer content;
        std::error_code gone;
        const std::uintmax_t size = fs::file_size(entry.path(), gone);
        if (gone) continue;
        count(size);
        if (read_file_if_any(entry.path(), size, content))
            older_forms_.push_back({list.uri, std::move(content)});
    }
}

// Counts the bytes before they are read, so that a folder that somebody fills up does not fill the memory.
void Site::count(std::uint64_t bytes) {
    if (bytes > limits::kSiteBytes - bytes_)
        throw Error(Code::too_long,
                    "its files are larger than " + std::to_string(limits::kSiteBytes >> 20) + " MiB together",
                    "delete older lists and deltas that nothing starts from any more");
    bytes_ += bytes;
}

Bytes Site::file(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? Bytes() : Bytes(found->second);
}

void Site::load_trust(TrustStore& trust) const {
    if (const Bytes keys = file("trust.jwks"); !keys.empty())
        trust.load_text(std::string(as_text(keys)), (folder_ / "trust.jwks").string());
}

void Site::load_lists(RevocationLists& revoked) const {
    auto add = [&](Bytes content, const std::string& path) {
        try {
            revoked.add_file(content);
        } catch (const Error& e) {
            throw Error(Code::bad_site, "site " + folder_.string() + ": " + path + ": " + e.what(), e.hint());
        }
    };
    for (const auto& [path, content] : files_) {
        const bool is_list = std::ranges::any_of(
            kListFolders, [&path = path](std::string_view folder) { return path.starts_with(folder); });
        if (!is_list) continue;
        // We read only the compact form of a list, which is the fastest to read.
        if (!list_of(path) || is_compact_form(path)) add(content, path);
    }
    TrustStore own;
    if (!older_forms_.empty()) load_trust(own);
    for (const OlderForm& form : older_forms_) {
        if (is_older_form(form.content, form.uri, own)) add(form.content, "an older list");
    }
    revoked.vouch_until(manifest_.expires_at);
}

void Site::require_lists(const RevocationSet& revoked) const {
    for (const Manifest::List& list : manifest_.lists) {
        if (revoked.slots().holds(list.uri, list.hash)) continue;
        throw Error(Code::bad_site,
                    "site " + folder_.string() +
                        ": neither a whole list nor an older one and deltas lead to the " +
                        "slots that the manifest names for " + list.folder,
                    "fetch " + list.folder + '/' + compact_list_name(manifest_.sequence));
    }
}

}  // namespace vpass

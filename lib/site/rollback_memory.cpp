#include "site/rollback_memory.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "base/error.hpp"
#include "base/file.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

// The newest site of a root key, and the name of its ledger. A memory of an older program has no names.
struct Seen {
    std::string root;  // SHA-256 of its public key, in hexadecimal
    std::string name;  // Manifest::name
    std::uint64_t sequence = 0;
    std::string manifest;  // SHA-256 in hexadecimal
};
using Memory = std::vector<Seen>;

Seen seen_now(const Site& site) {
    return {hex_encode(site.root().identity()), site.manifest().name, site.manifest().sequence,
            hex_encode(site.manifest_hash())};
}

Memory read(const std::filesystem::path& file) {
    Buffer bytes;
    Memory out;
    if (!read_file_if_any(file, kManifestBytes, bytes)) return out;
    auto refuse = [&](const std::string& what) {
        throw Error(Code::bad_memory, file.string() + " is not a memory of sites: " + what,
                    "restore it; deleting it would let older sites pass as new");
    };
    try {
        const json::Value document = json::check(as_text(bytes));
        if (!document["sites"].is(json::Type::array)) refuse("it lists no sites");
        for (const json::Value site : document["sites"].elements()) {
            const auto sequence = site["sequence"].integer();
            const std::string root = site["root"].string(), manifest = site["manifest"].string();
            if (!sequence || *sequence < 0 || root.empty() || manifest.empty())
                refuse("an entry lacks a member");
            out.push_back({root, site["name"].string(), static_cast<std::uint64_t>(*sequence), manifest});
        }
    } catch (const Error& e) {
        if (e.code() == Code::bad_memory) throw;
        refuse(e.what());
    }
    return out;
}

std::string write(const Memory& memory) {
    std::string out;
    json::Writer w(out);
    w.begin_object().key("sites").begin_array();
    for (const Seen& seen : memory) {
        w.begin_object().text("root", seen.root);
        if (!seen.name.empty()) w.text("name", seen.name);
        w.key("sequence").integer(seen.sequence);
        w.text("manifest", seen.manifest).end_object();
    }
    w.end_array().end_object();
    return out + '\n';
}

// Returns true when the site is new to the memory. A publisher who changes the root key keeps the name and
// goes on counting. So we compare sites of the same key and sites of the same name: otherwise somebody could
// offer the last site under the old key again after the change.
bool compare(const Memory& memory, const Seen& now) {
    bool is_known = false;
    for (const Seen& seen : memory) {
        if (seen.root != now.root && seen.name != now.name) continue;
        if (now.sequence < seen.sequence)
            throw Error(Code::rollback,
                        "this site is number " + std::to_string(now.sequence) + ", and number " +
                            std::to_string(seen.sequence) + " was seen before" +
                            (seen.root == now.root ? "" : ", under another root key"),
                        "fetch the newest site; --state FILE keeps a memory of its own for old ones");
        if (now.sequence == seen.sequence && seen.manifest != now.manifest)
            throw Error(Code::rollback,
                        "another site with the number " + std::to_string(now.sequence) + " was seen before",
                        "ask the publisher: two sites with one number should not exist");
        is_known =
            is_known || (seen.root == now.root && seen.name == now.name && seen.sequence == now.sequence);
    }
    return !is_known;
}

}  // namespace

std::filesystem::path SiteMemory::default_file() {
    const std::filesystem::path tail = "vpass/sites.json";
    const char* const state = std::getenv("XDG_STATE_HOME");
    if (state && *state == '/') return state / tail;
    const char* home = std::getenv("HOME");
    if (!home || !*home) {
        const passwd* const user = ::getpwuid(::getuid());
        home = user ? user->pw_dir : nullptr;
    }
    if (!home || *home != '/') return {};
    return std::filesystem::path(home) / ".local/state" / tail;
}

void SiteMemory::require_not_older(const Site& site) const { compare(read(file_), seen_now(site)); }

void SiteMemory::remember(const Site& site) const {
    const Seen now = seen_now(site);
    if (!compare(read(file_), now)) return;
    if (file_.has_parent_path()) make_folders(file_.parent_path());
    const FileLock lock(file_.string() + ".lock", FileLock::When::wait);
    Memory memory = read(file_);
    if (!compare(memory, now)) return;
    std::erase_if(memory, [&](const Seen& seen) {
        return seen.root == now.root && (seen.name == now.name || seen.name.empty());
    });
    memory.push_back(now);
    write_file(file_, as_bytes(write(memory)), FileMode::secret);
}

}  // namespace vpass

#include "vpass/site_memory.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/file.hpp"

namespace vpass {
namespace {

struct Seen {
    std::uint64_t sequence = 0;
    std::string manifest;  // SHA-256 in hexadecimal
};
using Roots = std::map<std::string, Seen>;  // by SHA-256 of the root's public key, in hexadecimal

std::string root_name(const Site& site) { return hex_encode(sha256(site.root().spki())); }

Roots read(const std::filesystem::path& file) {
    Buffer bytes;
    Roots out;
    if (!read_file_if_any(file, kManifestBytes, bytes)) return out;
    auto refuse = [&](const std::string& what) {
        throw Error(Code::bad_memory, file.string() + " is no memory of sites: " + what,
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
            out[root] = {static_cast<std::uint64_t>(*sequence), manifest};
        }
    } catch (const Error& e) {
        if (e.code() == Code::bad_memory) throw;
        refuse(e.what());
    }
    return out;
}

std::string write(const Roots& roots) {
    std::string out;
    json::Writer w(out);
    w.begin_object().key("sites").begin_array();
    for (const auto& [root, seen] : roots) {
        w.begin_object().text("root", root).key("sequence").integer(static_cast<std::int64_t>(seen.sequence));
        w.text("manifest", seen.manifest).end_object();
    }
    w.end_array().end_object();
    return out + '\n';
}

// Whether the site is new to the memory.
bool compare(const Roots& roots, const Site& site) {
    const auto known = roots.find(root_name(site));
    if (known == roots.end()) return true;
    const std::uint64_t now = site.manifest().sequence, seen = known->second.sequence;
    if (now < seen)
        throw Error(Code::rollback,
                    "this site is number " + std::to_string(now) + ", and number " + std::to_string(seen) +
                        " was seen before",
                    "fetch the newest site; --state FILE keeps a memory of its own for old ones");
    if (now == seen && known->second.manifest != hex_encode(site.manifest_hash()))
        throw Error(Code::rollback, "another site with the number " + std::to_string(now) + " was seen before",
                    "ask the publisher: two sites with one number should not exist");
    return now > seen;
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

void SiteMemory::demand_not_older(const Site& site) const { compare(read(file_), site); }

void SiteMemory::remember(const Site& site) const {
    if (!compare(read(file_), site)) return;
    if (file_.has_parent_path()) make_folders(file_.parent_path());
    const FileLock lock(file_.string() + ".lock", FileLock::When::wait);
    Roots roots = read(file_);
    if (!compare(roots, site)) return;
    roots[root_name(site)] = {site.manifest().sequence, hex_encode(site.manifest_hash())};
    write_file(file_, as_bytes(write(roots)), FileMode::secret);
}

}  // namespace vpass

#include "site/site_writer.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/error.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

// The files that belong to a site; a name that ends in a slash is a folder.
constexpr std::string_view kOwn[] = {"manifest",        "trust.jwks", "checkpoint",
                                     "status/",         "policy/",    ".well-known/jwks.json",
                                     ".well-known/crl/"};

bool is_own(std::string_view path) {
    return std::ranges::any_of(
        kOwn, [&](std::string_view own) { return own.back() == '/' ? path.starts_with(own) : path == own; });
}

fs::path resolve(const fs::path& site) {
    const fs::path full = fs::weakly_canonical(fs::absolute(site));  // what a symbolic link names, too
    return full.has_filename() ? full : full.parent_path();
}

// A site is replaced as a whole, and a mount point cannot be renamed. Kernels before 5.8 do not tell.
bool is_mount_point(const fs::path& path) {
    struct statx status {};
    return ::statx(AT_FDCWD, path.c_str(), 0, STATX_TYPE, &status) == 0 &&
           (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

// Runs a call of std::filesystem and converts its errors to ours.
void run(const fs::path& path, const auto& call) {
    try {
        call();
    } catch (const fs::filesystem_error& e) {
        throw Error(Code::io, "cannot write " + path.string() + ": " + e.code().message());
    }
}

}  // namespace

SiteWriter::SiteWriter(const fs::path& site) {
    run(site, [&] {
        site_ = resolve(site);
        if (is_mount_point(site_))
            throw Error(Code::io, site.string() + " is a mount point, which cannot be replaced as a whole",
                        "publish into a folder below it: -o " + (site / "site").string());
        next_ = site_.parent_path() / ('.' + site_.filename().string() + ".next");
        const bool taken = fs::exists(site_) && !(fs::is_directory(site_) && fs::is_empty(site_));
        if (taken && !fs::is_regular_file(site_ / kManifestName))
            throw Error(Code::exists, site.string() + " exists already and is not a site",
                        "name a new folder; publish replaces the whole of it");
        fs::remove_all(next_);
    });
    make_folders(next_);
    batch_ = std::make_unique<FileBatch>(next_);
}

void SiteWriter::add(const std::string& path, Bytes content) {
    batch_->write(next_ / path, content);
    files_.push_back({path, content.size(), sha256(content)});
}

Sha256 SiteWriter::seal(Manifest manifest, const PrivateKey& root) {
    manifest.files = files_;
    const std::string text = write_manifest(manifest, root);
    batch_->write(next_ / kManifestName, as_bytes(text));
    run(next_, [&] { carry_over(); });
    batch_->commit();
    return sha256(as_bytes(text));
}

void SiteWriter::carry_over() {
    if (!fs::exists(site_)) return;
    fs::permissions(next_, fs::status(site_).permissions());
    for (const auto& entry : fs::recursive_directory_iterator(site_)) {
        const fs::path path = entry.path().lexically_relative(site_);
        if (entry.is_directory() && !entry.is_symlink()) continue;
        if (is_own(path.generic_string())) continue;
        fs::create_directories((next_ / path).parent_path());
        if (entry.is_symlink())
            fs::copy_symlink(entry.path(), next_ / path);
        else
            fs::create_hard_link(entry.path(), next_ / path);
    }
}

void SiteWriter::publish() {
    const bool replaced = exchange_folder(next_, site_);
    if (replaced) run(next_, [&] { fs::remove_all(next_); });
}

}  // namespace vpass

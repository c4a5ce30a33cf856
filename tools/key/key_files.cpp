// Writes the files of new keys: all of them, or none.
#include <algorithm>

#include "key.hpp"

namespace vpass::tools {

namespace fs = std::filesystem;

// The folders that a run makes. Without keep() they vanish again, as far as nobody has put anything there.
class KeyFiles::Folders {
 public:
    Folders() = default;
    Folders(const Folders&) = delete;
    Folders& operator=(const Folders&) = delete;
    ~Folders() {
        std::error_code stays;
        for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) fs::remove(*folder, stays);
    }
    void make(const fs::path& folder, bool is_secret) {
        std::error_code failure;
        if (folder.empty() || fs::is_directory(folder, failure)) return;
        make(folder.parent_path(), false);
        failure.clear();
        if (fs::exists(fs::symlink_status(folder, failure))) {
            failure = std::make_error_code(std::errc::not_a_directory);
        } else if (fs::create_directory(folder, failure)) {
            made_.push_back(folder);
            if (is_secret) fs::permissions(folder, fs::perms::owner_all, failure);
        }
        if (failure)
            throw Error(Code::io, "cannot create folder " + folder.string() + ": " + failure.message());
    }
    void keep() { made_.clear(); }

 private:
    std::vector<fs::path> made_;
};

void KeyFiles::write() const {
    for (const File& file : files_) refuse_existing(file.path);
    Folders folders;
    for (const File& file : files_) {
        folders.make(file.path.parent_path(), file.is_below && file.mode == FileMode::secret);
    }
    force_ ? replace() : create();
    folders.keep();
    for (const File& file : files_) message("", "wrote " + file.path.string());
}

// No file takes its name before all are on the disk.
void KeyFiles::replace() const {
    FileBatch batch(folder_);
    for (const File& file : files_) batch.write(file.path, as_bytes(file.text), file.mode);
    batch.commit();
}

// Creates all files or none; files that another run has made meanwhile stay.
void KeyFiles::create() const {
    std::size_t made = 0;
    try {
        for (; made < files_.size(); ++made) {
            const File& file = files_[made];
            refuse_existing(file.path);
            create_file(file.path, as_bytes(file.text), file.mode);
        }
    } catch (const Error& e) {
        if (e.code() != Code::exists) ++made;  // its name may be taken although that failed
        std::error_code stays;
        for (; made > 0; --made) fs::remove(files_[made - 1].path, stays);
        throw;
    }
}

void KeyFiles::refuse_existing(const fs::path& path) const {
    if (!force_ && fs::exists(fs::symlink_status(path))) {
        throw Error(Code::exists, path.string() + " exists already",
                    "--force overwrites it; a key that has signed passes is lost for good then");
    }
}

PrivateKey get_key(const std::string& existing, const std::string& label, KeyOptions& options,
                   KeyFiles& files, const fs::path& path) {
    if (!existing.empty()) return load_private_key(existing, options.pin);
    const Algorithm algorithm = options.algorithm == "rsa" ? Algorithm::ps256 : Algorithm::es256;
    if (!options.token.empty()) {
        TokenKey made = generate_in_token(options.token, label, algorithm, options.pin);
        message("", "made " + made.uri);
        return made.key;
    }
    PrivateKey key = PrivateKey::generate(algorithm);
    files.add(path.empty() ? fs::path(label + ".key") : path, key.pem(), FileMode::secret);
    return key;
}

}  // namespace vpass::tools

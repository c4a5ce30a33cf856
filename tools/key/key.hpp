#pragma once
// What the subcommands of `vpass key` share that make certificates.
#include <filesystem>

#include "base/country.hpp"
#include "base/file.hpp"
#include "command.hpp"
#include "keys/certificate.hpp"

namespace vpass::tools {

struct KeyOptions {
    ClockOption clock;
    std::string country = "KR";
    std::string organization;
    std::string authority() const { return organization.empty() ? authority_of(country) : organization; }
    std::string algorithm = "es256";
    std::vector<std::string> kinds = {"vaccination", "test", "recovery"};
    std::vector<std::string> issuer_urls;
    std::string csca_valid_for = "5y";
    std::string valid_for = "2y";
    std::string out = ".";
    std::string csca;
    std::string csca_key;
    std::string key;
    std::string token;
    PinSource pin;
    bool test = false;
    bool force = false;
    bool witness = false;
    std::string name;
    std::string profile;
};

// Collects all files of a run and writes them only once every one can be written, so that no key is left
// without its certificate.
class KeyFiles {
 public:
    explicit KeyFiles(const KeyOptions& options) : folder_(options.out), force_(options.force) {}
    // `name` may be in a folder below. Such a folder is made for its owner alone when the first file in it
    // is.
    void add(const std::filesystem::path& name, std::string text, FileMode mode) {
        files_.push_back({folder_ / name, std::move(text), mode, name.has_parent_path()});
    }
    void refuse_existing(const char* name) const { refuse_existing(folder_ / name); }
    void write() const;

 private:
    struct File {
        std::filesystem::path path;
        std::string text;
        FileMode mode;
        bool is_below;
    };
    class Folders;
    void replace() const;
    void create() const;
    void refuse_existing(const std::filesystem::path& path) const;

    std::filesystem::path folder_;
    bool force_;
    std::vector<File> files_;
};

// Returns an existing key, or makes one: in a token under this label, or in the file `path`, by default
// LABEL.key.
PrivateKey get_key(const std::string& existing, const std::string& label, KeyOptions& options,
                   KeyFiles& files, const std::filesystem::path& path = {});

// Throws Error "usage" for a text that is not a duration.
std::int64_t lifetime(const char* option, const std::string& text);
// The requests of a CSCA (by default) and of a DSC.
CertificateRequest csca_request(const KeyOptions& options, const char* name = "CSCA");
CertificateRequest dsc_request(const KeyOptions& options);

// Makes a participant's folder for a network of this profile.
int make_participant(KeyOptions& options);

Run declare_key_ledger(Arguments& app);
Run declare_key_upload(Arguments& app);

}  // namespace vpass::tools

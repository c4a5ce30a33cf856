// The kinds of revocation lists, each recognised by its content: one reader and one row a kind.
#include <algorithm>
#include <filesystem>

#include "vpass/error.hpp"
#include "vpass/file.hpp"
#include "vpass/limits.hpp"
#include "vpass/revocation.hpp"

namespace vpass {
namespace {

struct RevocationFile {
    Bytes bytes;
    json::Value document;  // missing when the file is no JSON
    const TrustStore& trust;
};

// A COSE_Sign1: an array of four, or one of the tags around it; or a JOSE header in base64url.
bool is_signed_list(const RevocationFile& file) {
    const std::string_view text = as_text(file.bytes);
    return text.starts_with("\x84") || text.starts_with("\xd2") || text.starts_with("\xd8\x3d") ||
           text.starts_with("ey");
}
void read_signed_list(const RevocationFile& file, RevocationSet& out) {
    out.add(SignedList::open(file.bytes), file.trust);
}

bool is_card_list(const RevocationFile& file) { return static_cast<bool>(file.document["rids"]); }
void read_one_card_list(const RevocationFile& file, RevocationSet& out) {
    out.add(read_card_list(file.document));
}

// The snapshot of the VCI directory carries the lists of its issuers.
bool is_vci_snapshot(const RevocationFile& file) { return static_cast<bool>(file.document["issuerInfo"]); }
void read_vci_snapshot(const RevocationFile& file, RevocationSet& out) {
    for (const json::Value issuer : file.document["issuerInfo"].elements()) {
        for (const json::Value list : issuer["crls"].elements()) out.add(read_card_list(list));
    }
}

bool is_batch(const RevocationFile& file) {
    const json::Value& json = file.document;
    return json["hashType"] || (json.size() > 0 && json[std::size_t{0}]["hashType"]);
}
void read_batches(const RevocationFile& file, RevocationSet& out) {
    for (const RevocationBatch& batch : read_revocation_batches(file.document)) out.add(batch);
}

bool is_slice(const RevocationFile& file) {
    return as_text(file.bytes).starts_with(std::string_view("\x00\x01", 2));
}
void read_slice(const RevocationFile& file, RevocationSet& out) { out.add(BloomSlice::read(file.bytes)); }

struct Reader {
    bool (*recognises)(const RevocationFile& file);
    void (*read)(const RevocationFile& file, RevocationSet& out);
};
constexpr Reader kReaders[] = {
    {is_signed_list, read_signed_list},
    {is_card_list, read_one_card_list},
    {is_vci_snapshot, read_vci_snapshot},
    {is_batch, read_batches},
    {is_slice, read_slice},
};

json::Value read_json(Bytes bytes) {
    try {
        return json::check(as_text(bytes));
    } catch (const Error&) {
        return {};
    }
}

void load_file(const std::string& path, const TrustStore& trust, RevocationSet& out) {
    try {
        out.add_file(read_file(path, limits::kRevocationFileBytes), trust);
    } catch (const Error& e) {
        throw Error(Code::bad_revocation, "revocation list " + path + ": " + e.what(), e.hint());
    }
}

}  // namespace

void RevocationSet::add_file(Bytes bytes, const TrustStore& trust) {
    const RevocationFile file{bytes, read_json(bytes), trust};
    for (const Reader& reader : kReaders) {
        if (reader.recognises(file)) return reader.read(file, *this);
    }
    throw Error(Code::bad_revocation, "it is no revocation list of a known kind");
}

void RevocationSet::load(std::span<const std::string> paths, const TrustStore& trust) {
    namespace fs = std::filesystem;
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        if (!fs::is_directory(path)) {
            files.push_back(path);
            continue;
        }
        for (const auto& entry : fs::directory_iterator(path)) {
            if (entry.is_regular_file() && entry.path().filename().string()[0] != '.')
                files.push_back(entry.path().string());
        }
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) load_file(file, trust, *this);
    try {
        seal();
    } catch (const Error& e) {
        throw Error(Code::bad_revocation, std::string("revocation lists: ") + e.what(), e.hint());
    }
}

}  // namespace vpass

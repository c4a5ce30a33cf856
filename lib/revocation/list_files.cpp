// Recognises each kind of revocation list by its content: one reader and one row for each kind.
#include "revocation/list_files.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/folder.hpp"
#include "base/limits.hpp"

namespace vpass {
namespace {

struct ListFile {
    Bytes bytes;
    json::Value document;  // missing when the file is not JSON
};

// A signed list is a COSE_Sign1, that is an array of four or one of the tags around it; or it starts with a
// JOSE header in base64url.
bool is_signed_list(const ListFile& file) {
    const std::string_view text = as_text(file.bytes);
    return text.starts_with("\x84") || text.starts_with("\xd2") || text.starts_with("\xd8\x3d") ||
           text.starts_with("ey");
}
void read_signed_list(const ListFile& file, RevocationLists& out) { out.add(SignedList::open(file.bytes)); }

bool is_card_list(const ListFile& file) { return static_cast<bool>(file.document["rids"]); }
void read_one_card_list(const ListFile& file, RevocationLists& out) {
    out.add(read_card_list(file.document));
}

// The snapshot of the VCI directory carries the lists of its issuers. Some issuers have lists of another
// method, which we cannot read. We pass over those lists, so that the cards of all other issuers still get
// their answer.
bool is_vci_snapshot(const ListFile& file) { return static_cast<bool>(file.document["issuerInfo"]); }
void read_vci_snapshot(const ListFile& file, RevocationLists& out) {
    for (const json::Value issuer : file.document["issuerInfo"].elements()) {
        for (const json::Value list : issuer["crls"].elements()) {
            if (const std::string method = list["method"].string();
                !method.empty() && method != kCardListMethod)
                out.warn("the directory's card list of the key " + std::string(list["kid"].string()) +
                         " is passed over: it has a method other than rid");
            else
                out.add(read_card_list(list));
        }
    }
}

bool is_batch(const ListFile& file) {
    const json::Value& json = file.document;
    return json["hashType"] || (json.size() > 0 && json[std::size_t{0}]["hashType"]);
}
void read_batches(const ListFile& file, RevocationLists& out) {
    for (const RevocationBatch& batch : read_revocation_batches(file.document)) out.add(batch);
}

bool is_slice(const ListFile& file) {
    return as_text(file.bytes).starts_with(std::string_view("\x00\x01", 2));
}
void read_slice(const ListFile& file, RevocationLists& out) { out.add(BloomSlice::read(file.bytes)); }

struct Reader {
    bool (*recognises)(const ListFile& file);
    void (*read)(const ListFile& file, RevocationLists& out);
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

}  // namespace

void RevocationLists::add_file(Bytes bytes) {
    const ListFile file{bytes, read_json(bytes)};
    for (const Reader& reader : kReaders) {
        if (reader.recognises(file)) return reader.read(file, *this);
    }
    throw Error(Code::bad_revocation, "it is not a revocation list of a known kind");
}

std::vector<RevocationFile> read_revocation_files(std::span<const std::string> paths) {
    std::vector<RevocationFile> out;
    for (const std::string& path : paths) {
        for (std::string& file : files_of(path)) {
            try {
                Buffer bytes = read_file(file, limits::kRevocationFileBytes);
                out.push_back({std::move(file), std::move(bytes)});
            } catch (const Error& e) {
                throw Error(Code::bad_revocation, "revocation list " + file + ": " + e.what(), e.hint());
            }
        }
    }
    return out;
}

RevocationSet revocation_set(std::span<const RevocationFile> files, RevocationLists&& lists) {
    for (const RevocationFile& file : files) {
        try {
            lists.add_file(file.bytes);
        } catch (const Error& e) {
            throw Error(Code::bad_revocation, "revocation list " + file.path + ": " + e.what(), e.hint());
        }
    }
    try {
        return RevocationSet(std::move(lists));
    } catch (const Error& e) {
        throw Error(Code::bad_revocation, std::string("revocation lists: ") + e.what(), e.hint());
    }
}

RevocationSet read_revocation_set(std::span<const std::string> paths, const TrustStore& trust) {
    return revocation_set(read_revocation_files(paths), RevocationLists(trust));
}

}  // namespace vpass

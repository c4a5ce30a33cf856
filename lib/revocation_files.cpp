// The kinds of revocation lists, each recognised by its content: one reader and one row a kind.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "vpass/error.hpp"
#include "vpass/revocation.hpp"

namespace vpass {
namespace {

using nlohmann::json;

struct RevocationFile {
    std::string text;
    json document;  // discarded when the text is no JSON
};

[[noreturn]] void refuse(const std::string& what) { throw Error("bad-revocation", what); }

// {"kid":…,"method":"rid","ctr":…,"rids":["rid","rid.1636977600",…]}. An entry that is no such identifier
// revokes nothing: issuers' lists hold some, and one of them must not make the others void.
void read_card_list(const json& list, RevocationSet& out) {
    const auto kid = list.find("kid");
    const auto rids = list.find("rids");
    if (kid == list.end() || !kid->is_string() || rids == list.end() || !rids->is_array())
        refuse("a card revocation list lacks kid or rids");
    if (list.value("method", json()) != "rid") refuse("a card revocation list has a method other than rid");
    out.add_card_list(*kid);
    for (const json& entry : *rids) {
        if (!entry.is_string()) continue;
        const auto& text = entry.get_ref<const std::string&>();
        const std::size_t point = text.find('.');
        UnixTime before = std::numeric_limits<UnixTime>::max();
        if (point != std::string::npos) {
            const char* const end = text.data() + text.size();
            const auto [stop, error] = std::from_chars(text.data() + point + 1, end, before);
            if (error != std::errc() || stop != end) continue;
        }
        out.add_card(*kid, text.substr(0, point), before);
    }
}

bool is_card_list(const RevocationFile& file) {
    return file.document.is_object() && file.document.contains("rids");
}
void read_one_card_list(const RevocationFile& file, RevocationSet& out) {
    read_card_list(file.document, out);
}

// The snapshot of the VCI directory carries the lists of its issuers.
bool is_vci_snapshot(const RevocationFile& file) {
    return file.document.is_object() && file.document.contains("issuerInfo");
}
void read_vci_snapshot(const RevocationFile& file, RevocationSet& out) {
    for (const json& issuer : file.document["issuerInfo"]) {
        if (!issuer.is_object() || !issuer.contains("crls")) continue;
        for (const json& list : issuer["crls"]) read_card_list(list, out);
    }
}

struct Reader {
    bool (*recognises)(const RevocationFile& file);
    void (*read)(const RevocationFile& file, RevocationSet& out);
};
constexpr Reader kReaders[] = {
    {is_card_list, read_one_card_list},
    {is_vci_snapshot, read_vci_snapshot},
};

void read_file(const std::string& path, RevocationSet& out) {
    try {
        std::ifstream in(path, std::ios::binary);
        std::stringstream content;
        content << in.rdbuf();
        if (!in) refuse("cannot read it");
        RevocationFile file{content.str(), {}};
        file.document = json::parse(file.text, nullptr, false);
        for (const Reader& reader : kReaders) {
            if (reader.recognises(file)) return reader.read(file, out);
        }
        refuse("it is no revocation list of a known kind");
    } catch (const Error& e) {
        throw Error("bad-revocation", "revocation list " + path + ": " + e.what(), e.hint());
    }
}

}  // namespace

void RevocationSet::load(const std::string& path) {
    namespace fs = std::filesystem;
    if (!fs::is_directory(path)) return read_file(path, *this);
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(path)) {
        if (entry.is_regular_file() && entry.path().filename().string()[0] != '.')
            files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) read_file(file, *this);
}

}  // namespace vpass

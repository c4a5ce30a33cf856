#include "registry_ids.hpp"

#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "crypto/crypto.hpp"
#include "data/record.hpp"
#include "formats/uvci.hpp"
#include "shared/input_file.hpp"

namespace vpass::tools {
namespace {

std::uint64_t token_of(std::string_view id) {
    const Sha256 hash = sha256(as_bytes(id));
    std::uint64_t out;
    std::memcpy(&out, hash.data(), sizeof out);
    return out;
}

}  // namespace

void RegistryIds::add(std::string_view id, std::size_t line) { rows_.push_back({token_of(id), line, false}); }

void RegistryIds::seal() { std::ranges::sort(rows_, {}, &Row::token); }

bool RegistryIds::mark(std::string_view id) {
    const auto token = token_of(id);
    const auto first = std::ranges::lower_bound(rows_, token, {}, &Row::token);
    auto row = first;
    for (; row != rows_.end() && row->token == token; ++row) row->met = true;
    return row != first;
}

void RegistryIds::unmarked(const std::function<void(std::size_t line)>& visit) const {
    std::vector<std::size_t> lines;
    for (const Row& row : rows_) {
        if (!row.met) lines.push_back(row.line);
    }
    std::ranges::sort(lines);
    for (const std::size_t line : lines) visit(line);
}

RegistryIds read_registry_ids(const std::string& path, const std::string& country,
                              const TableOptions& table) {
    RegistryIds out;
    const auto input = open_input(path);
    const auto rows = table.records(*input, TableOptions::Of::others);
    Record record;
    const auto read = [&](const Line& line) {
        try {
            line.require_whole();
            record.parse(line.text);
            if (record.is_error()) throw Error(Code::error, record["error"]["message"].string());
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            return out.bad.push_back({line.number, e.what(), true});
        }
        const std::string id = record["id"].string(), own_country = record["country"].string();
        if (id.empty()) return out.bad.push_back({line.number, "the record has no id", false});
        out.add(id.starts_with("URN:") ? id : make_uvci(own_country.empty() ? country : own_country, id),
                line.number);
    };
    try {
        Batch batch;
        for (bool more = true; more;) {
            more = rows->read(batch);
            if (rows->table().is_table && !rows->has_column("id"))
                throw Error(Code::bad_csv, "the header has no column id");
            for (const Line& line : batch.lines) read(line);
        }
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        throw Error(e.code(), path + ": " + e.what(), e.hint());
    }
    out.seal();
    return out;
}

}  // namespace vpass::tools

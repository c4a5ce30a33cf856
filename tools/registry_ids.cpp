#include "registry_ids.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "vpass/crypto.hpp"
#include "vpass/csv.hpp"
#include "vpass/error.hpp"
#include "vpass/pipeline.hpp"
#include "vpass/record.hpp"
#include "vpass/uvci.hpp"

namespace vpass::tools {
namespace {

std::uint64_t token_of(std::string_view id) {
    const Sha256 hash = sha256(as_bytes(id));
    std::uint64_t out;
    std::memcpy(&out, hash.data(), sizeof out);
    return out;
}

// Takes the identifier out of each line, whichever form the file has.
class IdReader {
 public:
    explicit IdReader(std::string country) : country_(std::move(country)) {}

    // Empty for the header. Throws Error.
    std::string read(const Line& line) {
        if (line.too_long) throw Error(Code::line_too_long, "the line is too long");
        const bool first = line.number == 1;
        if (first && !line.text.starts_with('{')) {
            parse_csv_line(line.text, header_);
            id_ = column("id");
            if (id_ == header_.size()) throw Error(Code::bad_csv, "the header has no column id");
            country_column_ = column("country");
            return {};
        }
        return header_.empty() ? of_record(line.text) : of_row(line.text);
    }

 private:
    std::size_t column(std::string_view name) const {
        return static_cast<std::size_t>(std::ranges::find(header_, name) - header_.begin());
    }
    std::string of_record(std::string_view text) {
        record_.parse(text);
        return complete(record_["id"].string(), record_["country"].string());
    }
    std::string of_row(std::string_view text) {
        parse_csv_line(text, row_);
        if (row_.size() != header_.size())
            throw Error(Code::bad_csv, "the row has not as many fields as the header");
        return complete(row_[id_], country_column_ < row_.size() ? row_[country_column_] : "");
    }
    std::string complete(const std::string& id, const std::string& country) const {
        if (id.empty()) throw Error(Code::no_id, "the record has no id");
        return id.starts_with("URN:") ? id : make_uvci(country.empty() ? country_ : country, id);
    }

    std::string country_;
    std::vector<std::string> header_, row_;
    std::size_t id_ = 0, country_column_ = 0;
    Record record_;
};

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

RegistryIds read_registry_ids(const std::string& path, const std::string& country) {
    const int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
    RegistryIds out;
    {
        LineReader lines(fd);
        IdReader ids(country);
        for (Batch batch; lines.read(batch);) {
            for (const Line& line : batch.lines) {
                try {
                    const std::string id = ids.read(line);
                    if (!id.empty()) out.add(id, line.number);
                } catch (const Error& e) {
                    if (e.is_environment()) throw;
                    if (line.number == 1 && e.code() == Code::bad_csv)
                        throw Error(Code::bad_csv, path + ": " + e.what());
                    out.bad.push_back({line.number, e.what()});
                }
            }
        }
    }
    if (fd != STDIN_FILENO) ::close(fd);
    out.seal();
    return out;
}

}  // namespace vpass::tools

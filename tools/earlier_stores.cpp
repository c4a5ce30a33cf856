#include "earlier_stores.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "ledger/known_ids.hpp"
#include "ledger/ledger.hpp"
#include "passes/pass_line.hpp"
#include "passes/verify.hpp"

namespace vpass::tools {
namespace {

struct EarlierFile {
    std::string path;
    int fd = -1;
    std::uint64_t start = 0, size = 0;  // of all files in a row, whose bytes are the places of lines

    std::size_t read(std::uint64_t at, char* into, std::size_t most) const {
        const ssize_t got = ::pread(fd, into, most, static_cast<off_t>(at));
        if (got < 0) throw Error(Code::io, "cannot read " + path + ": " + std::strerror(errno));
        return static_cast<std::size_t>(got);
    }
};

// Whole lines of a file, numbered by their places.
class PlacedLines : public Source {
 public:
    explicit PlacedLines(const EarlierFile& file) : file_(file) {}
    bool read(Batch& out) override {
        constexpr std::size_t kChunk = 256 << 10;
        out.lines.clear();
        for (std::size_t chunk = kChunk;; chunk *= 2) {
            out.data.resize(chunk);
            out.data.resize(file_.read(at_, out.data.data(), chunk));
            const std::size_t last = out.data.rfind('\n');
            if (out.data.empty()) return false;
            const bool at_end = out.data.size() < chunk;
            if (last == std::string::npos && !at_end) {
                if (chunk <= limits::kLineBytes) continue;
                throw Error(Code::line_too_long,
                            file_.path + ": a line is longer than 1 MiB, at byte " + std::to_string(at_));
            }
            if (!at_end) out.data.resize(last + 1);
            break;
        }
        std::size_t from = at_ == 0 && out.data.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        while (from < out.data.size()) {
            const std::size_t end = std::min(out.data.find('\n', from), out.data.size());
            std::string_view text = std::string_view(out.data).substr(from, end - from);
            if (text.ends_with('\r')) text.remove_suffix(1);
            if (!text.empty()) out.lines.push_back({file_.start + at_ + from, text});
            from = end + 1;
        }
        out.bytes = out.data.size();
        at_ += out.data.size();
        return true;
    }

 private:
    const EarlierFile& file_;
    std::uint64_t at_ = 0;
};

class FileReader : public EarlierReader {
 public:
    explicit FileReader(const std::vector<EarlierFile>& files) : files_(files) {}
    EarlierPass read(std::uint64_t place) override {
        const EarlierFile& file =
            *std::prev(std::ranges::upper_bound(files_, place, {}, &EarlierFile::start));
        std::size_t end = std::string::npos;
        for (std::size_t most = 4096; end == std::string::npos; most *= 4) {
            text_.resize(most);
            text_.resize(file.read(place - file.start, text_.data(), most));
            end = text_.find('\n');
            if (text_.size() < most) end = std::min(end, text_.size());
        }
        return pass_of(std::string_view(text_).substr(0, end));
    }

 private:
    static void copy(const Record& record, std::string_view name, json::Writer& out) {
        if (const json::Value value = record[name]) json::append_compact(out.key(name).out(), value.raw());
    }
    EarlierPass pass_of(std::string_view line) {
        record_.parse(line);
        EarlierPass out;
        out.id = record_["id"].string();
        out.record_id = record_id_of(record_);
        json::append_compact(out.payload, record_["payload"].raw());
        json::Writer w(out.line);
        w.begin_object();
        for (const std::string_view name : {"id", "record_id", "kid", "index", "pass"})
            copy(record_, name, w);
        w.end_object();
        if (!record_["pass"]) return out;
        try {
            pass_.read({0, line});
            open_pass(pass_.text(), envelope_);
            out.expires_at = envelope_.expires_at;
        } catch (const Error& e) {
            if (e.is_environment()) throw;  // whatever it is, it tells no expiry
        }
        return out;
    }

    const std::vector<EarlierFile>& files_;
    std::string text_;
    Record record_;
    PassLine pass_;
    Envelope envelope_;
};

class Files : public EarlierStore {
 public:
    explicit Files(const EarlierPasses::Plan& plan) : plan_(plan) {
        std::uint64_t start = 0;
        for (const std::string& path : plan.paths) {
            const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
            if (fd < 0) throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
            files_.push_back({path, fd, start});
            struct stat status {};
            if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
                throw Error(Code::usage, "--since: " + path + " is not a file that can be read again");
            files_.back().size = static_cast<std::uint64_t>(status.st_size);
            start += files_.back().size;
        }
    }
    ~Files() override {
        for (const EarlierFile& file : files_) ::close(file.fd);
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    void index(PassIndex& into) override {
        struct Found {
            std::uint64_t token, place;
        };
        for (const EarlierFile& file : files_) {
            PlacedLines source(file);
            const auto make_work = [&]() -> Work {
                const auto record = std::make_shared<Record>();
                return [this, record, &file](const Batch& batch, Answer& answer) {
                    for (const Line& line : batch.lines) {
                        const auto token = token_of_line(line, *record, file);
                        if (!token) continue;
                        const Found found{*token, line.number};
                        answer.out.append(reinterpret_cast<const char*>(&found), sizeof found);
                    }
                };
            };
            run_pipeline(source, plan_.jobs, make_work, [&](Answer& answer) {
                Found found;
                for (std::size_t at = 0; at < answer.out.size(); at += sizeof found) {
                    std::memcpy(&found, answer.out.data() + at, sizeof found);
                    into.add(found.token, found.place, 0);
                }
            });
        }
    }
    std::unique_ptr<EarlierReader> reader() const override { return std::make_unique<FileReader>(files_); }
    bool newest_only() const override { return true; }

 private:
    // Returns nothing for passes of other formats and for records that an earlier run refused.
    std::optional<std::uint64_t> token_of_line(const Line& line, Record& record,
                                               const EarlierFile& file) const {
        try {
            record.parse(line.text);
            if (!record["payload"] && record.is_error()) return {};
            if (!record["payload"])
                throw Error(Code::no_payload, "the record has no payload",
                            "--since takes what issue or sign has written, or a ledger");
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            throw Error(Code::usage,
                        "--since: " + file.path + ", byte " + std::to_string(line.number - file.start) +
                            ": " + e.what(),
                        e.hint());
        }
        if (record["format"].string() != plan_.format->name) return {};
        const std::string record_id = record_id_of(record), id = record["id"].string();
        if (record_id.empty() && id.empty()) return {};
        return token_of(RecordName{record_id, id});
    }

    const EarlierPasses::Plan& plan_;
    std::vector<EarlierFile> files_;
};

using Kids = std::map<std::int64_t, std::string>;

class LedgerReader : public EarlierReader {
 public:
    LedgerReader(const std::string& folder, const Kids& kids)
        : rows_(ledger_register(folder), Register::Mode::read), kids_(kids) {}
    EarlierPass read(std::uint64_t place) override {
        const auto pass = rows_.find_pass(place);
        if (!pass)
            throw Error(Code::bad_register,
                        "the ledger has lost entry " + std::to_string(place) + " meanwhile");
        EarlierPass out;
        out.id = pass->id;
        out.record_id = pass->record_id;
        if (pass->expires_at) out.expires_at = pass->expires_at;
        out.revoked = rows_.revoked_since(place).has_value();
        out.content = pass->content;
        json::Writer w(out.line);
        w.begin_object().text("id", pass->id);
        if (!pass->record_id.empty()) w.text("record_id", pass->record_id);
        w.text("kid", kids_.at(pass->key));
        if (pass->slot) w.key("index").integer(*pass->slot);
        w.end_object();
        return out;
    }

 private:
    Register rows_;
    const Kids& kids_;
};

class LedgerStore : public EarlierStore {
 public:
    explicit LedgerStore(const EarlierPasses::Plan& plan) : plan_(plan), folder_(plan.paths.front()) {}

    void index(PassIndex& into) override {
        const Register rows(ledger_register(folder_), Register::Mode::read);
        const Register::Snapshot snapshot(rows);
        for (const RegisterKey& key : rows.keys()) kids_[key.key] = key.kid;
        std::vector<std::pair<RegisterRule, std::set<std::int64_t>>> rules;
        for (const RegisterRule& rule : rows.rules()) {
            std::set<std::int64_t> keys{rule.key};
            if (const auto key = rows.find_key(kids_.at(rule.key))) {
                for (const RegisterKey& row : rows.rows_of_key(*key)) keys.insert(row.key);
            }
            rules.emplace_back(rule, std::move(keys));
        }
        const auto is_under_rule = [&](const RegisterPass& pass) {
            return std::ranges::any_of(rules, [&](const auto& entry) {
                const auto& [rule, keys] = entry;
                return keys.contains(pass.key) && pass.issued_at >= rule.from.value_or(pass.issued_at) &&
                       (!rule.to || pass.issued_at < *rule.to);
            });
        };
        rows.passes(0, rows.size(), [&](const RegisterPass& pass) {
            if (pass.format != plan_.format->name || (pass.id.empty() && pass.record_id.empty())) return;
            const bool is_in_force = !pass.expires_at || pass.expires_at >= plan_.now;
            if (!pass.content && is_in_force && !rows.revoked_since(pass.entry))
                throw Error(Code::bad_register,
                            folder_ + ": the register does not know what the pass of entry " +
                                std::to_string(pass.entry) + " says",
                            "passes of older versions are compared with --since FILE, what sign wrote");
            into.add(token_of(RecordName{pass.record_id, pass.id}), pass.entry,
                     is_under_rule(pass) ? unsigned{PassIndex::kLapsed} : 0U);
        });
    }
    std::unique_ptr<EarlierReader> reader() const override {
        return std::make_unique<LedgerReader>(folder_, kids_);
    }
    bool newest_only() const override { return false; }

 private:
    const EarlierPasses::Plan& plan_;
    std::string folder_;
    Kids kids_;
};

}  // namespace

std::unique_ptr<EarlierStore> open_earlier(const EarlierPasses::Plan& plan) {
    const bool any_folder = std::ranges::any_of(
        plan.paths, [](const std::string& path) { return std::filesystem::is_directory(path); });
    if (!any_folder) return std::make_unique<Files>(plan);
    if (plan.paths.size() > 1)
        throw Error(Code::usage, "--since takes several files or one ledger, not both");
    if (!Ledger::exists(plan.paths.front()))
        throw Error(Code::no_ledger, plan.paths.front() + " is not a ledger");
    return std::make_unique<LedgerStore>(plan);
}

}  // namespace vpass::tools

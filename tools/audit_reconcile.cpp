// vpass audit reconcile: the log against the register, and the register against the registry, both ways.
#include "audit.hpp"
#include "audit_findings.hpp"
#include "audit_log.hpp"
#include "log_options.hpp"
#include "registry_ids.hpp"
#include "vpass/ledger.hpp"
#include "vpass/pass_finder.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    LogOptions log;
    std::string folder;
    std::string registry;
    std::string before;
    std::string country = "KR";
};

// Walks the register beside the log, in the order of entries.
class RegisterCheck {
 public:
    RegisterCheck(const Register& rows, FindingWriter& findings) : rows_(rows), findings_(findings) {}

    // Called with each entry of the log in order.
    void visit(std::uint64_t index, Bytes bytes) {
        if (index >= end_) load(index);
        const Row& row = chunk_[index - first_];
        if (!row.there) return findings_.add(audit::kUnregistered, Subject::index(index), {});
        LogEntry entry;
        try {
            entry = LogEntry::decode(bytes);
        } catch (const Error&) {
            return;  // the audit of the log says so
        }
        const std::string problem = compare(row, entry);
        if (problem.empty()) return;
        findings_.add(audit::kWrongEntry, Subject::index(index), [&](json::Writer& w) {
            if (!row.id.empty()) w.text("id", row.id);
            w.text("message", problem);
        });
    }

    std::uint64_t erased() const { return erased_; }

 private:
    struct Row {
        bool there = false;
        LogEntryType type = LogEntryType::issue;
        std::string id;
        std::optional<std::int64_t> key;
        std::optional<LogSalt> salt;
        Sha256 hash{};
        std::int64_t batch = 0;
    };

    void load(std::uint64_t first) {
        constexpr std::uint64_t kChunk = 16384;
        // Only now: what the log has was in the register before.
        if (kids_.empty()) {
            for (const RegisterKey& key : rows_.keys()) kids_[key.key] = log_kid(key.raw_kid());
        }
        first_ = first;
        end_ = first + kChunk;
        chunk_.assign(kChunk, {});
        rows_.passes(first_, end_, [&](const RegisterPass& pass) {
            chunk_[pass.entry - first_] = {true,      LogEntryType::issue, pass.id,   pass.key,
                                           pass.salt, pass.hash,           pass.batch};
        });
        rows_.events(first_, end_, [&](const RegisterEvent& event) {
            chunk_[event.entry - first_] = {true,       event.type, {},         event.key,
                                            event.salt, event.hash, event.batch};
        });
    }

    std::string compare(const Row& row, const LogEntry& entry) {
        if (entry.type != row.type) return "the register has another type";
        const auto kid = row.key ? kids_.find(*row.key) : kids_.end();
        if (row.type == LogEntryType::issue && (kid == kids_.end() || kid->second != entry.kid))
            return "the register has another key";
        const Sha256* audit = audit_hash(row.batch);
        if (!audit) return "the register has no batch " + std::to_string(row.batch);
        if (!row.salt) {
            ++erased_;
            return {};
        }
        if (log_commitment(*row.salt, row.hash, *audit) != entry.commitment)
            return "the entry is not committed to what the register says";
        return {};
    }

    const Sha256* audit_hash(std::int64_t batch) {
        auto known = audits_.find(batch);
        if (known == audits_.end()) {
            const auto row = rows_.find_batch(batch);
            known = audits_.emplace(batch, row ? std::optional(sha256(as_bytes(row->record))) : std::nullopt)
                        .first;
        }
        return known->second ? &*known->second : nullptr;
    }

    const Register& rows_;
    FindingWriter& findings_;
    std::vector<Row> chunk_;
    std::uint64_t first_ = 0, end_ = 0;
    std::uint64_t erased_ = 0;
    std::unordered_map<std::int64_t, std::array<Byte, 8>> kids_;
    std::unordered_map<std::int64_t, std::optional<Sha256>> audits_;
};

// Passes without a record, unless they are revoked; records without a pass.
void compare_registry(const Options& options, const Register& rows, std::uint64_t log_size,
                      FindingWriter& findings) {
    RegistryIds now = read_registry_ids(options.registry, options.country);
    for (const RegistryIds::Bad& bad : now.bad)
        findings.add(audit::kBadRecord, Subject::line(bad.line),
                     [&](json::Writer& w) { w.text("message", bad.message); });
    std::optional<RegistryIds> before;
    if (!options.before.empty()) before = read_registry_ids(options.before, options.country);
    rows.passes(0, log_size, [&](const RegisterPass& pass) {
        if (now.mark(pass.id) || rows.revoked_since(pass.entry)) return;
        const bool deleted = before && before->mark(pass.id);
        findings.add(deleted ? audit::kDeletedRecord : audit::kNoRecord, Subject::id(pass.id),
                     [&](json::Writer& w) {
                         w.key("index").integer(static_cast<std::int64_t>(pass.entry));
                         w.text("issued_at", format_rfc3339(pass.issued_at));
                         const auto batch = rows.find_batch(pass.batch);
                         if (batch) w.text("operator", batch->operator_name);
                     });
    });
    now.unmarked([&](std::size_t line) { findings.add(audit::kNoPass, Subject::line(line), {}); });
}

int run(const Options& options) {
    const LogPolicy policy = options.log.policy();
    const Register rows(ledger_register(options.folder), Register::Mode::read);
    FindingWriter findings(options.findings.output, options.findings.quiet);
    RegisterCheck check(rows, findings);
    const auto visit = [&](std::uint64_t index, Bytes entry) { check.visit(index, entry); };
    const LogAudit log = audit_log(ledger_log(options.folder), {policy, {}, visit});
    report_log(log, findings);
    const std::uint64_t size = log.verdict.checkpoint.size;
    if (!options.registry.empty()) compare_registry(options, rows, size, findings);
    if (check.erased() && !options.findings.quiet)
        message("", counted(check.erased(), "salt") +
                        " erased: the register cannot show what these entries are about");
    return findings.close(std::to_string(size) + (size == 1 ? " entry" : " entries"));
}

}  // namespace

Run declare_audit_reconcile(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option(
           "registry", options->registry,
           "registry records, as issue reads or writes them; without them only log and register are compared")
        ->type_name("FILE");
    app.add_option("--log", options->folder, "the ledger's folder")->type_name("DIR")->required();
    add_log_options(app, options->log)->required();
    app.add_option("--before", options->before,
                   "an earlier copy of the registry, which tells deleted records apart")
        ->type_name("FILE");
    app.add_option("--country", options->country, "as for issue: completes identifiers")
        ->capture_default_str();
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools

#include "ledger/restore.hpp"

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "ledger/history.hpp"
#include "ledger/ledger_state.hpp"
#include "log/entry.hpp"
#include "log/log_files.hpp"
#include "log/tiles.hpp"
#include "passes/verify.hpp"
#include "revocation/signed_list.hpp"
#include "site/site.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSpareBlocks = 1000;  // that a lost run may have picked and not used
using Entries = std::vector<Buffer>;

// Returns the entries [first, end) of a log's folder, whatever its checkpoint says; nothing when one is
// missing.
std::optional<Entries> read_entries(const fs::path& folder, std::uint64_t first, std::uint64_t end) {
    TileFiles files(folder);
    Entries out;
    Buffer bundle;
    std::vector<Bytes> views;
    for (std::uint64_t at = first; at < end;) {
        const std::uint64_t index = at / kTileWidth;
        const auto width =
            static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, end - index * kTileWidth));
        if (!files.read_bundle(index, width, bundle, views).empty()) return {};
        for (; at < index * kTileWidth + width; ++at) {
            const Bytes entry = views[at - index * kTileWidth];
            out.emplace_back(entry.begin(), entry.end());
        }
    }
    return out;
}

// Returns the same entries, made of the register's rows.
std::optional<Entries> make_entries(const Register& rows, std::uint64_t first, std::uint64_t end) {
    if (end > rows.size()) return {};
    Entries out;
    for (const KnownEntry& entry : entries_of(rows, first, end)) {
        if (!entry.bytes) return {};
        out.emplace_back(entry.bytes->begin(), entry.bytes->end());
    }
    return out;
}

std::uint64_t slots_bound(std::uint64_t blocks, std::uint64_t first) {
    return slots_for((blocks + kSpareBlocks) * kCountBlock, first);
}

}  // namespace

class LedgerRestorer {
 public:
    LedgerRestorer(const fs::path& folder, const RestorePlan& plan)
        : folder_(folder),
          plan_(plan),
          ledger_(std::make_unique<Ledger::State>(folder, FileLock::When::wait)),
          rows_(ledger_.rows()),
          log_(ledger_.state_->log) {
        ledger_.state_->kids = log_kids(rows_);
        for (const fs::path& site : plan.traces.sites) sites_.push_back(Site::read(site, plan.roots));
    }

    Restored run() {
        complete_log();
        check_register();
        mark_gap();
        enter_passes();
        keep_revoked();
        out_.entries = log_.checkpoint().size;
        out_.sequence = rows_.last_publication();
        return out_;
    }

 private:
    void complete_log() {
        const std::uint64_t size = log_.checkpoint().size;
        LedgerTrace newest{"the register", log_.checkpoint(), 0};
        const auto released = rows_.released();
        if (released && released->size > size) {
            newest.checkpoint.size = released->size;
            newest.checkpoint.root = released->root;
        }
        bool is_signed = released.has_value();
        for (const LedgerTrace& trace :
             read_traces(plan_.traces, ledger_log(folder_), log_.key(), rows_.last_site())) {
            if (trace.checkpoint.size > newest.checkpoint.size) newest = trace, is_signed = true;
            traces_.push_back(trace);
        }
        // An older vpass did not record what it released, so everything that its register has counts.
        if (!is_signed && rows_.size() > newest.checkpoint.size) newest.checkpoint.size = rows_.size();
        const std::uint64_t end = newest.checkpoint.size;
        if (end == size) return;

        std::vector<fs::path> folders{ledger_log(folder_)};
        for (const fs::path& copy : plan_.traces.logs) folders.insert(folders.end(), {copy / "public", copy});
        const auto fits = [&](const std::optional<Entries>& entries) {
            if (!entries) return false;
            const std::vector<Bytes> views(entries->begin(), entries->end());
            if (is_signed && log_.root_with(views) != newest.checkpoint.root) return false;
            log_.append(views);
            return true;
        };
        const bool found =
            fits(make_entries(rows_, size, end)) || std::ranges::any_of(folders, [&](auto& from) {
                return is_signed && fits(read_entries(from, size, end));
            });
        if (!found)
            throw Error(
                Code::log_behind,
                newest.where + " has seen " + counted_entries(end) +
                    " of this log, and nothing that is left holds the last " + std::to_string(end - size),
                "the log is public: give a copy of it from the web server, an auditor or a witness with "
                "--log COPY; without one it cannot go on under its name");
        out_.written = end - size;
    }

    // Entries in both must be equal, and entries that were seen elsewhere must be in the log.
    void check_register() {
        const Checkpoint& head = log_.checkpoint();
        for (const LedgerTrace& trace : traces_) {
            if (!continues(ledger_log(folder_), log_, trace.checkpoint))
                throw Error(Code::log_forked, "the log in " + folder_.string() + " does not continue what " +
                                                  trace.where + " has seen");
        }
        if (rows_.size() > head.size) rows_.change([&] { rows_.drop_from(head.size); });
        if (!same_entries(folder_, rows_, log_, 0))
            throw Error(Code::log_forked, "the register in " + folder_.string() + " is of another log",
                        "two copies of this ledger were written to: take the register of the one that was "
                        "published");
        rows_.set_released({head.size, head.root});
        first_ = rows_.size();
        end_ = head.size;
    }

    void mark_gap() {
        const std::uint64_t last = rows_.last_publication();
        Publication lost{last, plan_.at, end_, {}, {}, {}};
        for (const Site& site : sites_) {
            if (site.manifest().sequence <= lost.sequence) continue;
            lost = {site.manifest().sequence, site.manifest().issued_at, end_, site.manifest_hash(), {}, {}};
        }
        if (first_ == end_ && lost.sequence == last) return;
        out_.first = first_;
        out_.end = end_;
        const Entries entries = read_entries(ledger_log(folder_), first_, end_).value();
        for (const Buffer& entry : entries) ++out_.lost[LogEntry::decode(entry).type];
        // Each entry was one publication, of which a site may know the last.
        const std::uint64_t published = last + out_.lost[LogEntryType::published_list];
        if (published > lost.sequence) lost = {published, plan_.at, end_, {}, {}, {}};

        RegisterGap gap{0, first_, {}};
        json::Writer w(gap.record);
        w.begin_object().key("first").integer(first_);
        w.key("end").integer(end_);
        for (const auto& [type, count] : out_.lost) w.key(log_entry_name(type)).integer(count);
        w.end_object();
        RegisterEvent event;
        event.type = LogEntryType::gap;
        event.hash = sha256(as_bytes(gap.record));
        begin();
        ledger_.append({.events = {&event, 1},
                        .passes = {},
                        .given = {},
                        .unregistered = {},
                        .also = [&](std::uint64_t) {
                            gap.entry = event.entry;
                            rows_.add_gap(gap);
                            rows_.set_first_count(first_free_count());
                            if (lost.sequence > last) rows_.add_publication(lost);
                        }});
    }

    // Returns a count beyond every list that the lost part of the ledger's life can have filled.
    std::uint64_t first_free_count() {
        const std::uint64_t first = rows_.first_count(), issued = out_.lost[LogEntryType::issue];
        std::uint64_t out = slots_bound(issued, first);
        for (const RegisterKey& key : rows_.keys()) {
            const auto given = rows_.given_blocks(key.key);
            const auto blocks = static_cast<std::uint64_t>(std::ranges::count(given, true));
            out = std::max({out, key.slots, slots_bound(blocks + issued, first)});
        }
        for (const Site& site : sites_) {
            for (const Manifest::List& list : site.manifest().lists) out = std::max(out, list.slots);
        }
        return out;
    }

    // Enters passes of which only the holders had a copy. We do so only after a gap, since a forged pass
    // could get in with them.
    void enter_passes() {
        if (!plan_.passes || rows_.gaps().empty()) return;
        std::vector<RegisterPass> found;
        std::set<Sha256> known;
        plan_.passes([&](PassText text, std::string_view id) {
            Envelope envelope;
            try {
                open_pass(text, envelope);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                ++out_.not_ours;
                return;
            }
            const auto key = rows_.find_key(envelope.kid_text);
            const bool is_ours =
                key && envelope.unsupported.empty() &&
                PublicKey::from_spki(key->public_key).verify(envelope.signed_bytes, envelope.signature);
            if (!is_ours) {
                ++out_.not_ours;
                return;
            }
            RegisterPass pass;
            pass.hash = pass_hash(envelope.signed_bytes);
            pass.id = id.empty() ? envelope.id : std::string(id);
            pass.format = envelope.format->name;
            pass.key = key->key;
            pass.slot = envelope.status_index ? envelope.status_index : slot_of_rid(envelope.rid);
            pass.rid = envelope.rid;
            pass.issued_at = envelope.issued_at.value_or(envelope.not_before.value_or(0));
            pass.expires_at = envelope.expires_at.value_or(0);
            if (!is_registered(pass) && known.insert(pass.hash).second) found.push_back(std::move(pass));
        });
        if (found.empty()) return;
        begin();
        ledger_.append({.events = {}, .passes = found});
        out_.passes = found.size();
    }

    bool is_registered(const RegisterPass& pass) const {
        if (pass.slot) {
            const auto holder = rows_.find_slot(pass.key, *pass.slot);
            if (holder && holder->hash == pass.hash) return true;
        }
        const auto same = rows_.find_id(pass.id);
        return std::ranges::any_of(same, [&](const RegisterPass& row) { return row.hash == pass.hash; });
    }

    // Slots that a site has told verifiers to refuse stay revoked.
    void keep_revoked() {
        std::vector<RegisterEvent> events;
        std::vector<std::pair<std::int64_t, std::uint64_t>> lost;
        std::set<std::uint64_t> done;
        const std::vector<RegisterKey> keys = rows_.keys();
        for (const Site& site : sites_) {
            for (const Manifest::List& listed : site.manifest().lists) {
                const auto key = std::ranges::find(keys, listed.uri, &RegisterKey::status_uri);
                if (key == keys.end()) continue;
                const StatusList list = read_list(site, listed, keys);
                const std::vector<std::uint64_t> known = rows_.revoked_slots(key->key);
                for (std::uint64_t slot = 0; slot < list.slots(); ++slot) {
                    if (!*list.get(slot) || std::ranges::binary_search(known, slot)) continue;
                    const auto pass = rows_.find_slot(key->key, slot);
                    if (!pass) {
                        lost.emplace_back(key->key, slot);
                    } else if (done.insert(pass->entry).second) {
                        RegisterEvent& event = events.emplace_back();
                        event.pass = pass->entry;
                        event.key = pass->key;
                        event.hash = pass->hash;
                        event.reason = "restored from a published list";
                    }
                }
            }
        }
        const auto gaps = rows_.gaps();
        if (events.empty() && (lost.empty() || gaps.empty())) return;
        begin();
        ledger_.append(
            {.events = events, .passes = {}, .given = {}, .unregistered = {}, .also = [&](std::uint64_t) {
                 for (const auto& [key, slot] : lost) rows_.add_lost_slot(key, slot, gaps.back().entry);
             }});
        out_.revoked = events.size();
        out_.lost_slots = lost.size();
    }

    // The manifest's signature vouches for the file; whichever key of ours signed the list is accepted.
    static StatusList read_list(const Site& site, const Manifest::List& listed,
                                const std::vector<RegisterKey>& keys) {
        const SignedList list = SignedList::open(site.file(listed.folder + "/list.cwt"));
        for (const RegisterKey& key : keys) {
            const VerificationKey signer(PublicKey::from_spki(key.public_key));
            if (list.is_signed_by(signer)) return read_status_list(list, signer);
        }
        throw Error(Code::untrusted_list, "no key of the register has signed the list " + listed.uri);
    }

    void begin() { ledger_.begin(plan_.operator_name, plan_.at, "key ledger --restore"); }

    const fs::path& folder_;
    const RestorePlan& plan_;
    Ledger ledger_;
    Register& rows_;
    LogWriter& log_;
    std::vector<Site> sites_;
    std::vector<LedgerTrace> traces_;
    std::uint64_t first_ = 0, end_ = 0;
    Restored out_;
};

Restored restore_ledger(const fs::path& folder, const RestorePlan& plan) {
    return LedgerRestorer(folder, plan).run();
}

}  // namespace vpass

#include "audit/revocations/revocation_history.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <unordered_map>

namespace vpass {
namespace {

bool is_in_that_second(const RevocationAct& act, const PublicationTime& moment) {
    return !moment.entry && act.time == moment.time;
}
bool is_later(const RevocationAct& act, const PublicationTime& moment) {
    return moment.entry ? act.entry >= *moment.entry : act.time > moment.time;
}

// Calls `visit` with the acts about each thing; they come sorted by entry.
template <class Visit>
void for_each_thing(std::vector<RevocationAct>& acts, const Visit& visit) {
    std::ranges::stable_sort(acts, {}, &RevocationAct::about);
    for (std::size_t first = 0, end = 0; first < acts.size(); first = end) {
        while (end < acts.size() && acts[end].about == acts[first].about) ++end;
        visit(RevocationActs(acts).subspan(first, end - first));
    }
}

}  // namespace

StateAt revoked_then(RevocationActs acts, const PublicationTime& moment) {
    StateAt out;
    bool is_revoked = false, was_revoked = false;  // by all acts, and by those before that second
    bool revoked_in_it = false, undone_in_it = false;
    for (const RevocationAct& act : acts) {
        if (is_later(act, moment)) continue;
        if (act.revokes && !is_revoked) out.begun = &act;
        is_revoked = act.revokes;
        out.undone = out.undone || !act.revokes;
        if (!is_in_that_second(act, moment))
            was_revoked = act.revokes;
        else
            (act.revokes ? revoked_in_it : undone_in_it) = true;
    }
    out.surely = was_revoked && !undone_in_it;
    out.possibly = was_revoked || revoked_in_it;
    return out;
}

RevocationHistory::RevocationHistory(const Register& rows) {
    read_events(rows);
    for_each_thing(pass_acts_, [&](RevocationActs acts) {
        const auto pass = rows.find_pass(acts.front().about);
        if (pass && pass->slot)
            passes[pass->key].push_back({{acts}, pass->entry, *pass->slot, !pass->rid.empty()});
    });
    for (auto& [key, of_key] : passes) std::ranges::sort(of_key, {}, &Pass::slot);
    for_each_thing(unregistered_acts_,
                   [&](RevocationActs acts) { unregistered[acts.front().about].acts = acts; });
    for_each_thing(rule_acts_, [&](RevocationActs acts) { rules[acts.front().about].acts = acts; });
}

void RevocationHistory::read_events(const Register& rows) {
    std::unordered_map<std::int64_t, UnixTime> times;  // of batches
    const auto time_of = [&](std::int64_t batch) {
        const auto [time, is_new] = times.emplace(batch, 0);
        if (is_new) {
            if (const auto row = rows.find_batch(batch)) time->second = row->time;
        }
        return time->second;
    };
    using RuleName = std::tuple<std::int64_t, std::optional<UnixTime>, std::optional<UnixTime>>;
    std::map<RuleName, std::uint64_t> rule_numbers;
    std::unordered_map<std::int64_t, std::uint64_t> unregistered_numbers;
    constexpr std::uint64_t kAll = std::numeric_limits<std::int64_t>::max();
    rows.events(0, kAll, [&](const RegisterEvent& event) {
        RevocationAct act{0, event.entry, time_of(event.batch), event.type == LogEntryType::revoke};
        if (event.type == LogEntryType::published_list) {
            published_.push_back({event.hash, event.entry, act.time});
        } else if (!act.revokes && event.type != LogEntryType::unrevoke) {
            return;
        } else if (event.pass) {
            act.about = *event.pass;
            pass_acts_.push_back(act);
        } else if (event.unregistered) {
            const auto [known, is_new] =
                unregistered_numbers.emplace(*event.unregistered, unregistered.size());
            if (is_new)
                unregistered.push_back({{}, rows.find_unregistered(event.hash).value_or(UnregisteredPass{})});
            act.about = known->second;
            unregistered_acts_.push_back(act);
        } else if (event.key) {
            const RuleName name(*event.key, event.issued_from, event.issued_to);
            const auto [known, is_new] = rule_numbers.emplace(name, rules.size());
            if (is_new) rules.push_back({{}, *event.key, event.issued_from, event.issued_to});
            act.about = known->second;
            rule_acts_.push_back(act);
        }
    });
}

PublicationTime RevocationHistory::moment_of(const Sha256& manifest, UnixTime published_at) const {
    const auto known = std::ranges::find(published_, manifest, &Published::manifest);
    if (known == published_.end()) return {published_at, {}};
    return {published_at, known->entry};
}

std::optional<std::uint64_t> RevocationHistory::publication_before(const PublicationTime& moment) const {
    std::optional<std::uint64_t> out;
    for (const Published& publication : published_) {
        const bool before = moment.entry ? publication.entry < *moment.entry : publication.time < moment.time;
        if (before) out = publication.entry;
    }
    return out;
}

}  // namespace vpass

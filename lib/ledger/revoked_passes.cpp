#include "ledger/revoked_passes.hpp"

#include <algorithm>
#include <set>

#include "log/entry.hpp"

namespace vpass {

RevokedPasses::RevokedPasses(const Register& rows) {
    const Register::Snapshot snapshot(rows);
    std::set<std::uint64_t> touched;
    rows.events(0, rows.size(), [&](const RegisterEvent& event) {
        if (event.pass) touched.insert(*event.pass);
    });
    for (const std::uint64_t entry : touched) {
        if (!rows.revoked_since(entry)) continue;
        if (const auto pass = rows.find_pass(entry)) hashes_.push_back(pass->hash);
    }
    for (const UnregisteredPass& pass : rows.revoked_unregistered()) hashes_.push_back(pass.hash);
    std::sort(hashes_.begin(), hashes_.end());

    const std::vector<RegisterKey> keys = rows.keys();
    for (const RegisterRule& rule : rows.rules()) {
        const auto key =
            std::find_if(keys.begin(), keys.end(), [&](const RegisterKey& k) { return k.key == rule.key; });
        if (key == keys.end()) continue;
        for (const RegisterKey& row : rows.rows_of_key(*key))
            rules_.emplace(row.raw_kid(), Rule{rule.from, rule.to});
    }
}

bool RevokedPasses::contains(const Envelope& pass) const {
    if (!hashes_.empty() && std::binary_search(hashes_.begin(), hashes_.end(), pass_hash(pass.signed_bytes)))
        return true;
    const auto [first, last] = rules_.equal_range(pass.kid);
    const UnixTime issued = pass.issued_at ? *pass.issued_at : pass.not_before.value_or(0);
    return std::any_of(first, last, [&](const auto& entry) {
        const Rule& rule = entry.second;
        return (!rule.from || issued >= *rule.from) && (!rule.to || issued < *rule.to);
    });
}

}  // namespace vpass

// Checks the lists of slots: status lists, and the card lists beside them.
#include <algorithm>
#include <bit>

#include "audit/finding_codes.hpp"
#include "audit/revocations/revocation_check.hpp"
#include "revocation/slots.hpp"

namespace vpass {
namespace {

bool is_set(const StatusList& list, std::uint64_t slot) { return list.get(slot).value_or(0) != 0; }

template <class Visit>
void for_each_set(const StatusList& list, const Visit& visit) {
    const Bytes raw = list.raw();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        for (unsigned left = raw[i]; left != 0; left &= left - 1)
            visit(i * 8 + static_cast<std::uint64_t>(std::countr_zero(left)));
    }
}

// Returns the slots that a card list names, among those of the status list. An entry for cards before some
// day does not name every card of its slot.
StatusList slots_of(const CardList& cards, std::uint64_t slots) {
    StatusList out(slots);
    for (const CardList::Entry& entry : cards.entries) {
        const auto slot = slot_of_rid(entry.rid);
        if (slot && *slot < slots && !entry.before) out.set(*slot);
    }
    return out;
}

}  // namespace

void RevocationCheck::check_lists(const SiteRevocations& named) {
    for (const RegisterKey& key : keys_) {
        // Verifiers accept a list only from the key's own issuer; without one, nobody is named.
        const auto found = named.lists.find(key.status_uri);
        const bool counts =
            found != named.lists.end() && same_authority(*found->second.signer, key.identity());
        const StatusList& list = counts ? found->second.slots : StatusList();
        check_list(key, list);
        check_unknown(key, list);
        if (key.issuer.starts_with("https://")) check_cards(key, list, named);
    }
    for (const auto& [uri, list] : named.lists) {
        const std::uint64_t slots = list.slots.count();
        if (slots == 0 || std::ranges::find(keys_, uri, &RegisterKey::status_uri) != keys_.end()) continue;
        add(audit::kPublishedOnly, {}, [&, &uri = uri](json::Writer& w) {
            w.text("list", uri).key("slots").integer(number(slots));
            w.text("message", "the register has no key with this list");
        });
    }
}

void RevocationCheck::check_list(const RegisterKey& key, const StatusList& list) {
    for (RevocationHistory::Pass& pass : history_.passes[key.key]) {
        check_thing(
            pass, is_set(list, pass.slot), [&] { return id_if_any(pass_id(pass.entry)); },
            [&](json::Writer& w) { w.text("list", key.status_uri).key("slot").integer(number(pass.slot)); });
    }
}

// Reports slots of passes that the register never had as revoked, or of no pass at all.
void RevocationCheck::check_unknown(const RegisterKey& key, const StatusList& list) {
    const auto& passes = history_.passes[key.key];
    std::set<std::uint64_t>& unknown = unknown_[key.key];
    const auto report = [&](const FindingCode& code, std::uint64_t slot) {
        const auto pass = rows_.find_slot(key.key, slot);
        add(code, id_if_any(pass ? pass->id : ""),
            [&](json::Writer& w) { w.text("list", key.status_uri).key("slot").integer(number(slot)); });
    };
    auto next = passes.begin();
    for_each_set(list, [&](std::uint64_t slot) {
        while (next != passes.end() && next->slot < slot) ++next;
        if (next != passes.end() && next->slot == slot) return;
        report(audit::kPublishedOnly, slot);
        if (site_.is_later) unknown.insert(slot);
    });
    if (!site_.is_later) return;
    for (auto slot = unknown.begin(); slot != unknown.end();) {
        const bool is_lost = !is_set(list, *slot);
        if (is_lost) report(audit::kRolledBack, *slot);
        slot = is_lost ? unknown.erase(slot) : std::next(slot);
    }
}

// A card list also names cards that the register does not know; those are not compared.
void RevocationCheck::check_cards(const RegisterKey& key, const StatusList& list,
                                  const SiteRevocations& named) {
    const auto found = std::ranges::find_if(
        named.cards, [&](const SiteRevocations::Cards& cards) { return cards.list.kid == key.kid; });
    const bool is_there = found != named.cards.end();
    const StatusList cards = slots_of(is_there ? found->list : CardList(), list.slots());
    std::uint64_t slots = 0, first = 0;
    const auto differs = [&](std::uint64_t slot) { first = slots++ == 0 ? slot : std::min(first, slot); };
    const auto& passes = history_.passes[key.key];
    for (const RevocationHistory::Pass& pass : passes) {
        if (pass.has_rid && is_set(list, pass.slot) != is_set(cards, pass.slot)) differs(pass.slot);
    }
    for_each_set(cards, [&](std::uint64_t slot) {
        if (is_set(list, slot) ||
            std::ranges::binary_search(passes, slot, {}, &RevocationHistory::Pass::slot))
            return;
        const auto pass = rows_.find_slot(key.key, slot);
        if (pass && is_known_then(*pass)) differs(slot);
    });
    if (slots == 0) return;
    add(audit::kFormsDiffer, Subject::id(is_there ? found->path : key.kid), [&](json::Writer& w) {
        w.text("message", is_there ? "the card list names other cards" : "the key has no card list");
        w.key("slots").integer(number(slots)).key("first_slot").integer(number(first));
    });
}

std::string RevocationCheck::pass_id(std::uint64_t entry) const {
    const auto pass = rows_.find_pass(entry);
    return pass ? pass->id : "";
}

bool RevocationCheck::is_known_then(const RegisterPass& pass) const {
    if (site_.moment.entry) return pass.entry < *site_.moment.entry;
    const auto batch = rows_.find_batch(pass.batch);
    return batch && batch->time <= site_.moment.time;
}

}  // namespace vpass

#include "audit/shared_passes.hpp"

#include <algorithm>
#include <cstring>

#include "crypto/crypto.hpp"

namespace vpass {

std::uint64_t keyed_tag(Bytes key, std::string_view text) {
    const Sha256 hash = hmac_sha256(key, as_bytes(text));
    std::uint64_t out;
    std::memcpy(&out, hash.data(), sizeof out);
    return out;
}

void SharedPasses::add(std::uint64_t pass, std::uint64_t venue, UnixTime time, std::uint64_t line) {
    const std::int64_t half = time / half_ - (time % half_ < 0);
    if (half < oldest_) {
        ++late_;
        return;
    }
    for (const std::int64_t begin : {half - 1, half}) {
        if (begin < oldest_) continue;
        add(windows_[begin], pass, venue, time, line);
    }
    while (windows_.size() > kWindows) {
        oldest_ = windows_.begin()->first + 1;
        windows_.erase(windows_.begin());
    }
}

SharedPasses::Seen& SharedPasses::place(std::vector<Seen>& places, std::uint64_t pass) {
    std::size_t at = pass & (places.size() - 1);  // tags are spread like random numbers
    while (places[at].checks && places[at].pass != pass) at = (at + 1) & (places.size() - 1);
    return places[at];
}

void SharedPasses::Venues::add(std::uint64_t venue) {
    const auto place = [](std::vector<std::uint64_t>& places, std::uint64_t tag) -> std::uint64_t& {
        std::size_t at = tag & (places.size() - 1);  // tags are spread like random numbers
        while (places[at] && places[at] != tag) at = (at + 1) & (places.size() - 1);
        return places[at];
    };
    if (2 * used_ >= places_.size()) {
        std::vector<std::uint64_t> old(std::max<std::size_t>(4, 2 * places_.size()));
        old.swap(places_);
        for (const std::uint64_t tag : old) {
            if (tag) place(places_, tag) = tag;
        }
    }
    const std::uint64_t tag = venue ? venue : 1;
    std::uint64_t& known = place(places_, tag);
    if (known) return;
    known = tag;
    ++used_;
}

// Makes room: twice the places, or, at the end of the memory, by dropping the passes that were at one venue
// only.
void SharedPasses::resize(Window& window) {
    const bool full = window.used >= capacity_;
    std::vector<Seen> old(full ? window.places.size() : std::max<std::size_t>(64, 2 * window.places.size()));
    old.swap(window.places);
    window.used = 0;
    for (const Seen& seen : old) {
        if (!seen.checks) continue;
        if (full && !seen.list) {
            ++dropped_;
            continue;
        }
        place(window.places, seen.pass) = seen;
        ++window.used;
    }
}

void SharedPasses::add(Window& window, std::uint64_t pass, std::uint64_t venue, UnixTime time,
                       std::uint64_t line) {
    if (window.used >= capacity_ || 2 * window.used >= window.places.size()) resize(window);
    Seen& seen = place(window.places, pass);
    if (!seen.checks) {
        ++window.used;
        seen = {pass, venue, line, time, time, 0, 0};
    }
    note(window, seen, venue, time, line);
}

void SharedPasses::note(Window& window, Seen& seen, std::uint64_t venue, UnixTime time, std::uint64_t line) {
    ++seen.checks;
    seen.from = std::min(seen.from, time);
    seen.to = std::max(seen.to, time);
    if (line < seen.line) seen.line = line;
    if (venue == seen.venue && !seen.list) return;
    if (!seen.list) {
        window.lists.emplace_back().add(seen.venue);
        seen.list = static_cast<std::uint32_t>(window.lists.size());
    }
    Venues& list = window.lists[seen.list - 1];
    list.add(venue);
    if (list.size() < venues_) return;
    SharedPass& found = found_[seen.pass];
    if (list.size() >= found.venues)
        found = {seen.pass, list.size(), seen.checks, seen.from, seen.to, seen.line};
}

std::vector<SharedPass> SharedPasses::finish() {
    std::vector<SharedPass> out;
    for (const auto& [tag, found] : found_) out.push_back(found);
    return out;
}

}  // namespace vpass

#include "revocation/card_list.hpp"

#include <algorithm>
#include <charconv>

#include "base/error.hpp"

namespace vpass {
namespace {

constexpr std::size_t kMaxRid = 24;
constexpr UnixTime kEndOfTime = 253402300800;  // year 10000
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

[[noreturn]] void refuse(const std::string& what) { throw Error(Code::bad_list, "a card list: " + what); }

// Reads "rid" or "rid.1636977600". A card is revoked when it became valid before that time. Cards have whole
// seconds, so a fraction is rounded up.
std::optional<CardList::Entry> read_entry(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    CardList::Entry out{std::string(text.substr(0, point)), {}};
    if (out.rid.empty()) return {};
    if (point == text.size()) return out;
    UnixTime before = 0;
    const char* const end = text.data() + text.size();
    auto [stop, error] = std::from_chars(text.data() + point + 1, end, before);
    if (error != std::errc()) return {};
    const std::string_view fraction(stop, end);
    if (!fraction.empty()) {
        const bool is_fraction = fraction.size() > 1 && fraction[0] == '.' &&
                                 fraction.find_first_not_of("0123456789", 1) == std::string_view::npos;
        if (!is_fraction || before < 0 || before >= kEndOfTime) return {};
        before += fraction.find_first_not_of(".0") != std::string_view::npos;
    }
    out.before = before;
    return out;
}

}  // namespace

bool is_revocation_id(std::string_view text) {
    return !text.empty() && text.size() <= kMaxRid &&
           text.find_first_not_of(kBase64Url) == std::string_view::npos;
}

CardList read_card_list(const json::Value& json) {
    CardList out;
    out.kid = json["kid"].string();
    if (out.kid.empty() || !json["rids"].is(json::Type::array)) refuse("it lacks kid or rids");
    if (json["method"].string() != kCardListMethod) refuse("it has a method other than rid");
    out.counter = json["ctr"].integer().value_or(0);
    std::string scratch;
    std::size_t number = 0;
    for (const json::Value rid : json["rids"].elements()) {
        ++number;
        auto entry = read_entry(rid.string(scratch));
        if (!entry)
            refuse("entry " + std::to_string(number) + " of the key " + out.kid +
                   " is not a revocation identifier, alone or with a point and a time in seconds");
        out.entries.push_back(std::move(*entry));
    }
    return out;
}

std::string write_card_list(const CardList& list) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object()
        .text("kid", list.kid)
        .text("method", kCardListMethod)
        .key("ctr")
        .integer(list.counter);
    writer.key("rids").begin_array();
    for (const CardList::Entry& entry : list.entries) {
        if (!is_revocation_id(entry.rid))
            throw Error(Code::bad_list, "a card list cannot hold this revocation identifier");
        writer.string(entry.before ? entry.rid + '.' + std::to_string(*entry.before) : entry.rid);
    }
    writer.end_array().end_object();
    return out;
}

}  // namespace vpass

#include "vpass/card_list.hpp"

#include <algorithm>
#include <charconv>

#include "vpass/error.hpp"

namespace vpass {
namespace {

constexpr std::size_t kMaxRid = 24;
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

bool is_rid(std::string_view text) {
    return !text.empty() && text.size() <= kMaxRid &&
           text.find_first_not_of(kBase64Url) == std::string_view::npos;
}

// "rid" or "rid.1636977600"
std::optional<CardList::Entry> read_entry(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    CardList::Entry out{std::string(text.substr(0, point)), {}};
    if (!is_rid(out.rid)) return {};
    if (point == text.size()) return out;
    UnixTime before = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + point + 1, end, before);
    if (error != std::errc() || stop != end) return {};
    out.before = before;
    return out;
}

}  // namespace

CardList read_card_list(const json::Value& json) {
    CardList out;
    out.kid = json["kid"].string();
    if (out.kid.empty() || !json["rids"].is(json::Type::array))
        throw Error(Code::bad_list, "a card revocation list lacks kid or rids");
    if (json["method"].string() != "rid")
        throw Error(Code::bad_list, "a card revocation list has a method other than rid");
    out.counter = json["ctr"].integer().value_or(0);
    std::string scratch;
    for (const json::Value rid : json["rids"].elements()) {
        if (auto entry = read_entry(rid.string(scratch))) out.entries.push_back(std::move(*entry));
    }
    return out;
}

std::string write_card_list(const CardList& list) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().text("kid", list.kid).text("method", "rid").key("ctr").integer(list.counter);
    writer.key("rids").begin_array();
    for (const CardList::Entry& entry : list.entries) {
        if (!is_rid(entry.rid)) throw Error(Code::bad_list, "a card list cannot hold this revocation identifier");
        writer.string(entry.before ? entry.rid + '.' + std::to_string(*entry.before) : entry.rid);
    }
    writer.end_array().end_object();
    return out;
}

}  // namespace vpass

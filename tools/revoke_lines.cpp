#include "revoke_lines.hpp"

#include <algorithm>
#include <charconv>

#include "ledger/known_ids.hpp"

namespace vpass::tools {
namespace {

// Reads a number, also from the text that a table has.
std::optional<std::int64_t> slot_number(const json::Value& value) {
    if (!value.is(json::Type::string)) return value.integer();
    const std::string text = value.string();
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return out;
}

// Returns true for a line that is an identifier. Passes are longer, or begin with the name of their format.
bool is_identifier(std::string_view line) {
    constexpr std::size_t kLongest = 80;
    if (line.empty() || line.size() > kLongest) return false;
    for (const std::string_view start : {"HC1:", "NZCP:", "shc:/", "ey"}) {
        if (line.starts_with(start)) return false;
    }
    return std::ranges::none_of(line, [](char c) { return (c >= 0 && c <= ' ') || c == 0x7f; });
}

}  // namespace

void write_revoked(const RevokeResult& result, json::Writer& out) {
    out.key("revoked").begin_object().text("result", revoke_outcome_name(result.outcome));
    if (!result.detail.empty()) out.text("detail", result.detail);
    if (result.outcome != RevokeOutcome::unknown) {
        out.key("passes").integer(result.passes);
        if (!result.registered) out.key("registered").boolean(false);
        if (!result.listed) out.key("listed").boolean(false);
        if (!result.kid.empty()) out.text("kid", result.kid);
        if (result.index) out.key("index").integer(*result.index);
        if (result.since) out.text("since", format_rfc3339(*result.since));
    }
    if (!result.candidates.empty()) {
        out.key("candidates").begin_array();
        for (const auto& [kid, pass] : result.candidates) {
            out.begin_object().key("entry").integer(pass.entry);
            out.text("format", pass.format).text("kid", kid);
            if (pass.slot) out.key("index").integer(*pass.slot);
            out.text("issued_at", format_rfc3339(pass.issued_at)).end_object();
        }
        out.end_array();
    }
    out.end_object();
}

void RevokeLines::operator()(const Batch& batch, Answer& answer) {
    if (items_.size() < batch.lines.size()) items_.resize(batch.lines.size());
    for (std::size_t i = 0; i < batch.lines.size(); ++i) {
        Item& item = items_[i];
        item.error.reset();
        item.line = batch.lines[i].number;
        try {
            read(batch.lines[i], item);
            item.result = find(item);
        } catch (const Error& e) {
            if (class_of(e.code()) != ErrorClass::record)
                throw;  // the ledger's, which no line is to blame for
            item.error = e;
        }
    }
    revoker_.commit();
    for (std::size_t i = 0; i < batch.lines.size(); ++i) write(items_[i], answer);
}

// Reads a record that names a pass by something other than its text, or a pass.
void RevokeLines::read(const Line& line, Item& item) {
    item.id.clear();
    item.by_pass = line.too_long || !line.text.starts_with('{');
    if (item.by_pass && is_identifier(line.text)) {
        item.id = line.text;
        item.by_pass = false;
        return;
    }
    if (!item.by_pass) {
        item.record.parse(line.text);
        item.by_pass =
            item.record["pass"] || !(item.record["id"] || item.record["index"] || item.record["record_id"]);
    }
    if (!item.by_pass) return;
    try {
        item.pass.read(line);
    } catch (const Error& e) {
        if (e.code() != Code::no_pass) throw;
        throw Error(Code::no_pass, "the record has no pass, index, id or record_id");
    }
}

RevokeResult RevokeLines::find(const Item& item) {
    if (!item.id.empty()) return revoker_.by_id(item.id);
    if (item.by_pass) return item.pass.is_carried() ? RevokeResult() : revoker_.by_pass(item.pass.text());
    if (item.record["index"]) {
        const auto index = slot_number(item.record["index"]);
        if (!index || *index < 0) throw Error(Code::bad_index, "the index is not a slot of a list");
        const json::Value kid = item.record["kid"];
        return revoker_.by_slot(static_cast<std::uint64_t>(*index),
                                kid ? std::optional(kid.string()) : std::nullopt);
    }
    const json::Value id = item.record["id"];
    if (!id) return revoker_.by_record(record_id_of(item.record));
    if (!id.is(json::Type::string)) throw Error(Code::bad_id, "the id is not a text");
    return revoker_.by_id(id.string());
}

void RevokeLines::write(const Item& item, Answer& answer) const {
    if (item.error) {
        write_error_line(answer.out, item.line, item.error->name(), item.error->what());
        answer.notes.push_back({item.line, item.error->name() + ": " + item.error->what()});
        return answer.count("error");
    }
    if (item.by_pass && item.pass.is_carried()) {
        item.pass.record().write_error(answer.out);
        return answer.count("error");
    }
    if (!item.id.empty())
        json::Writer(answer.out).begin_object().text("id", item.id);
    else if (item.by_pass)
        item.pass.write_open(answer.out, {"revoked"});
    else
        item.record.write_open(answer.out, {"revoked"});
    json::Writer w(answer.out);
    write_revoked(item.result, w);
    if (dry_) w.key("dry_run").boolean(true);
    answer.out += "}\n";
    if (item.result.outcome == RevokeOutcome::unknown)
        answer.notes.push_back({item.line, "unknown: " + item.result.detail});
    else if (item.result.outcome == RevokeOutcome::ambiguous)
        answer.notes.push_back({item.line, "ambiguous: " + item.result.detail});
    else if (!item.result.listed && !undo_)
        answer.notes.push_back({item.line, "revoked, but no list can tell verifiers: the format has none"});
    answer.count(revoke_outcome_name(item.result.outcome));
}

}  // namespace vpass::tools

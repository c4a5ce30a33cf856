#include "ledger/row_commitment.hpp"

#include <algorithm>

#include "data/json.hpp"

namespace vpass {
namespace {

constexpr std::string_view kPurpose{"vpass-row-v2\0", 13};
constexpr std::size_t kUsualRecord = 255;  // characters; longer ones take longer

}  // namespace

std::string row_record(const RegisterPass& pass) {
    std::string out;
    out.reserve(kUsualRecord);
    json::Writer w(out);
    w.begin_object();
    if (!pass.id.empty()) w.text("id", pass.id);
    if (!pass.record_id.empty()) w.text("record_id", pass.record_id);
    w.text("format", pass.format);
    if (pass.slot) w.key("slot").integer(*pass.slot);
    if (!pass.rid.empty()) w.text("rid", pass.rid);
    w.key("issued_at").integer(pass.issued_at);
    if (pass.expires_at) w.key("expires_at").integer(pass.expires_at);
    w.end_object();
    return out;
}

std::string row_record(const RegisterEvent& event) {
    std::string out;
    json::Writer w(out);
    w.begin_object();
    if (event.pass) w.key("pass").integer(*event.pass);
    if (event.unregistered) w.key("unregistered").integer(*event.unregistered);
    if (event.issued_from) w.key("issued_from").integer(*event.issued_from);
    if (event.issued_to) w.key("issued_to").integer(*event.issued_to);
    if (!event.reason.empty()) w.text("reason", event.reason);
    w.end_object();
    return out;
}

Sha256 row_context(LogEntryVersion version, const Sha256& audit, std::string_view record) {
    if (version == LogEntryVersion::hashes) return audit;
    std::array<Byte, kPurpose.size() + 2 * sizeof(Sha256)> message;
    auto end = std::ranges::copy(kPurpose, message.begin()).out;
    end = std::ranges::copy(audit, end).out;
    std::ranges::copy(sha256(as_bytes(record)), end);
    return sha256(message);
}

Sha256 pass_content(std::string_view format, std::string_view payload) {
    static thread_local Buffer message;
    message.assign(format.begin(), format.end());
    message.push_back(0);
    append(message, as_bytes(payload));
    return sha256(message);
}

}  // namespace vpass

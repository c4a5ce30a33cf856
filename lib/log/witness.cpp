#include "log/witness.hpp"

#include "base/error.hpp"
#include "data/json.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMemoryBytes = 64 << 20;

FileLock lock_memory(const fs::path& file) {
    if (file.has_parent_path()) make_folders(file.parent_path());
    return {file.string() + ".lock", FileLock::When::wait};
}

// We do not trust the file itself: the key beside each head must have signed it.
WitnessedHead read_head(const json::Value& entry) {
    WitnessedHead out;
    out.log = NoteKey::parse(entry["vkey"].string());
    out.note = entry["checkpoint"].string();
    const auto verdict = judge_checkpoint(out.note, {{out.log}, {}, 0});
    if (!verdict.problem.empty()) throw Error(Code::bad_memory, "checkpoint: " + verdict.problem);
    out.checkpoint = verdict.checkpoint;
    const auto at = parse_rfc3339(entry["at"].string());
    if (!at) throw Error(Code::bad_memory, "an entry has no time");
    out.at = *at;
    return out;
}

}  // namespace

WitnessMemory::WitnessMemory(fs::path file) : file_(std::move(file)), lock_(lock_memory(file_)) {
    Buffer bytes;
    if (!read_file_if_any(file_, kMemoryBytes, bytes)) return;
    try {
        const json::Value document = json::check(as_text(bytes));
        if (!document["logs"].is(json::Type::array)) throw Error(Code::bad_memory, "it lists no logs");
        for (const json::Value entry : document["logs"].elements()) {
            WitnessedHead head = read_head(entry);
            const std::string origin = head.checkpoint.origin;
            if (!heads_.emplace(origin, std::move(head)).second)
                throw Error(Code::bad_memory, "it lists a log twice");
        }
    } catch (const Error& e) {
        throw Error(Code::bad_memory, file_.string() + " is not a witness's memory: " + e.what(),
                    "restore it; a witness that begins anew could cosign a fork");
    }
}

const WitnessedHead* WitnessMemory::find(const std::string& origin) const {
    const auto known = heads_.find(origin);
    return known == heads_.end() ? nullptr : &known->second;
}

void WitnessMemory::remember(WitnessedHead head) {
    const std::string origin = head.checkpoint.origin;
    heads_[origin] = std::move(head);
    std::string out;
    json::Writer w(out);
    w.begin_object().key("logs").begin_array();
    for (const auto& [name, known] : heads_) {
        w.begin_object().text("vkey", known.log.text()).text("checkpoint", known.note);
        w.text("at", format_rfc3339(known.at)).end_object();
    }
    w.end_array().end_object();
    write_file(file_, as_bytes(out + '\n'), FileMode::secret);
}

}  // namespace vpass

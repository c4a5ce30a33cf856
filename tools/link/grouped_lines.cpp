// Reads input whose records belong together by a member.
#include "crypto/crypto.hpp"
#include "data/record.hpp"
#include "link.hpp"
#include "passes/link/link_file.hpp"

namespace vpass::tools {
namespace {

std::uint64_t hash_of(const std::string& value) {
    const Sha256 hash = sha256(as_bytes(value));
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < sizeof out; ++i) out = out << 8 | hash[i];
    return out;
}

}  // namespace

std::optional<std::string> GroupedLines::value_of(std::string_view line, const std::string& member) {
    Record record;
    try {
        record.parse(line);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return {};  // the worker says what is wrong with the line
    }
    const json::Value value = record[member];
    if (value.is(json::Type::number)) return std::string(value.raw());
    if (!value.is(json::Type::string) || value.raw().size() <= 2) return {};
    return value.string();
}

void GroupedLines::judge(const HeldLine& line) {
    std::optional<std::string> value = value_of(line.text, member_);
    if (!value) return;  // it has an error of its own, and stands between nobody's passes
    if (value != value_) {
        apart_ = !seen_.insert(hash_of(*value)).second;
        value_ = std::move(value);
    }
    if (!apart_) return;
    const std::lock_guard lock(mutex_);
    lines_apart_.insert(line.number);
}

bool GroupedLines::is_apart(std::size_t line) const {
    const std::lock_guard lock(mutex_);
    return lines_apart_.contains(line);
}

bool GroupedLines::read(Batch& out) {
    std::vector<HeldLine> ready;
    std::uint64_t bytes = 0;
    while (ready.empty() && !at_end_) {
        Batch in;
        at_end_ = !lines_->read(in);
        bytes += in.bytes;
        for (const Line& line : in.lines) {
            const std::optional<std::string> before = value_;
            HeldLine kept{line.number, std::string(line.text), line.too_long};
            judge(kept);
            if (value_ != before) {
                std::move(kept_.begin(), kept_.end(), std::back_inserter(ready));
                kept_.clear();
                kept_bytes_ = 0;
            }
            kept_bytes_ += kept.text.size();
            if (kept_bytes_ > kLinkContentBytes)
                throw Error(Code::too_large, "line " + std::to_string(kept.number) +
                                                 ": one file would hold more than 8 MiB of records");
            kept_.push_back(std::move(kept));
        }
    }
    if (at_end_) {
        std::move(kept_.begin(), kept_.end(), std::back_inserter(ready));
        kept_.clear();
    }
    out.data.clear();
    out.lines.clear();
    out.bytes = bytes;
    std::size_t size = 0;
    for (const HeldLine& line : ready) size += line.text.size();
    out.data.reserve(size);
    for (const HeldLine& line : ready) {
        const std::size_t start = out.data.size();
        out.data += line.text;
        out.lines.push_back({line.number, {out.data.data() + start, line.text.size()}, line.too_long});
    }
    return !out.lines.empty();
}

}  // namespace vpass::tools

#include "ledger/known_ids.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "ledger/lookup/pass_index.hpp"

namespace vpass {
PayloadName name_payload(const Format& format, const json::Value& payload, std::string id) {
    if (id.empty()) {
        try {
            Findings findings;
            id = format.check_payload(payload, ValueSets(), findings);
        } catch (const Error&) {  // signing says what is wrong with it
        }
    }
    return {std::move(id), format.name, pass_content(format.name, payload.raw())};
}

std::string record_id_of(const Record& record) {
    const json::Value name = record["record_id"];
    return name.is(json::Type::number) ? std::string(name.raw()) : name.string();
}

KnownIds::KnownIds(const std::filesystem::path& register_file)
    : rows_(register_file, Register::Mode::read), is_empty_(rows_.size() == 0), run_(1 << 12) {}

std::vector<KnownIds::Known> KnownIds::ask(std::span<const PayloadName> payloads) {
    std::vector<RegisterPass> passes;
    if (!is_empty_ && !payloads.empty()) {
        std::vector<std::string> ids;
        for (const PayloadName& name : payloads) {
            if (!name.id.empty()) ids.push_back(name.id);
        }
        passes = rows_.find_ids(ids);
        std::ranges::sort(passes, {}, &RegisterPass::id);
    }
    std::vector<Known> out;
    for (const PayloadName& name : payloads) {
        Known& answer = out.emplace_back();
        if (name.id.empty()) continue;
        answer = in_register(name, passes);
        const State now = in_run(name);
        if (answer.state == State::same || now == State::fresh) continue;
        if (answer.state == State::fresh || now == State::same) answer = {now, " in this run"};
    }
    return out;
}

// `passes` are in the order of their ids.
KnownIds::Known KnownIds::in_register(const PayloadName& name, std::span<const RegisterPass> passes) const {
    Known out;
    for (const RegisterPass& pass : std::ranges::equal_range(passes, name.id, {}, &RegisterPass::id)) {
        if (pass.format != name.format) continue;  // one record in two formats is one person
        const bool same = pass.content == name.content;
        if (same && pass.key != name.key) continue;
        out = {same ? State::same : State::other, " as entry " + std::to_string(pass.entry)};
        if (same) break;
    }
    return out;
}

KnownIds::State KnownIds::in_run(const PayloadName& name) {
    if (2 * (used_ + 1) > run_.size()) grow();
    const Signed wanted{prefix_of(pass_content(name.format, name.id)) | 1, prefix_of(name.content)};
    State out = State::fresh;
    std::size_t at = wanted.id >> 1 & (run_.size() - 1);
    for (; run_[at].id; at = (at + 1) & (run_.size() - 1)) {
        if (run_[at].id != wanted.id) continue;
        if (run_[at].content == wanted.content) return State::same;
        out = State::other;
    }
    run_[at] = wanted;
    ++used_;
    return out;
}

void KnownIds::forget() {
    run_.assign(run_.size(), {});
    used_ = 0;
    is_empty_ = false;
}

void KnownIds::grow() {
    std::vector<Signed> larger(2 * run_.size());
    for (const Signed& known : run_) {
        if (!known.id) continue;
        std::size_t at = known.id >> 1 & (larger.size() - 1);
        while (larger[at].id) at = (at + 1) & (larger.size() - 1);
        larger[at] = known;
    }
    run_ = std::move(larger);
}

}  // namespace vpass

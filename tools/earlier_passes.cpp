#include "earlier_passes.hpp"

#include <algorithm>
#include <cstring>

#include "crypto/crypto.hpp"
#include "earlier_stores.hpp"

namespace vpass::tools {
namespace {

std::uint64_t token_of(std::string_view kind, std::string_view name) {
    const Sha256 hash = sha256(as_bytes(std::string(kind).append(name)));
    std::uint64_t out;
    std::memcpy(&out, hash.data(), sizeof out);
    return out;
}

}  // namespace

std::uint64_t token_of(const RecordName& name) {
    return name.record_id.empty() ? token_of("id ", name.id) : token_of("record ", name.record_id);
}

void PassIndex::add(std::uint64_t token, std::uint64_t place, unsigned marks) {
    std::vector<Row>& bucket = buckets_[token % kBuckets];
    if (bucket.size() == bucket.capacity())
        bucket.reserve(bucket.size() + std::max<std::size_t>(8, bucket.size() / 8));
    bucket.push_back({token, place | std::uint64_t{marks} << kShift});
}

void PassIndex::seal() {
    for (std::vector<Row>& bucket : buckets_)
        std::ranges::sort(bucket, [](const Row& a, const Row& b) {
            return a.token != b.token ? a.token < b.token : a.at() < b.at();
        });
}

std::span<PassIndex::Row> PassIndex::find(std::uint64_t token) {
    const auto rows = std::ranges::equal_range(buckets_[token % kBuckets], token, {}, &Row::token);
    return {rows.begin(), rows.end()};
}

void PassIndex::mark(Row& row, unsigned marks) {
    std::atomic_ref(row.place).fetch_or(std::uint64_t{marks} << kShift, std::memory_order_relaxed);
}

void PassIndex::each_name(const std::function<void(std::span<const Row>)>& visit) const {
    for (const std::vector<Row>& bucket : buckets_) {
        for (auto first = bucket.begin(); first != bucket.end();) {
            const auto end =
                std::find_if(first, bucket.end(), [&](const Row& row) { return row.token != first->token; });
            visit({first, end});
            first = end;
        }
    }
}

EarlierPasses::EarlierPasses(const Plan& plan) : plan_(plan), store_(open_earlier(plan)) {
    store_->index(index_);
    index_.seal();
}

EarlierPasses::Asker::Asker(EarlierPasses& of) : of_(of), reader_(of.store_->reader()) {}

EarlierPasses::State EarlierPasses::Asker::ask(
    const RecordName& name, const std::function<std::string(const std::string& id)>& payload) {
    State out = ask_by(name, payload);
    // An earlier run may have known no more of the record than its id.
    if (out == State::fresh && !name.record_id.empty() && !name.id.empty())
        out = ask_by({{}, name.id}, payload);
    return out;
}

// The newest pass of the record decides. What older ones say otherwise is outdated all the same.
EarlierPasses::State EarlierPasses::Asker::ask_by(
    const RecordName& name, const std::function<std::string(const std::string& id)>& payload) {
    State out = State::fresh;
    const auto rows = of_.index_.find(token_of(name));
    for (std::size_t i = rows.size(); i-- > 0;) {
        PassIndex::Row& row = rows[i];
        const EarlierPass pass = reader_->read(row.at());
        if (!pass.is_of(name)) continue;
        const std::string now = payload(pass.id);
        const bool same =
            pass.content ? *pass.content == pass_content(of_.plan_.format->name, now) : pass.payload == now;
        PassIndex::mark(row, PassIndex::kMet | (same ? PassIndex::kSame : PassIndex::kOther));
        if (out == State::fresh) {
            const bool ends =
                row.has(PassIndex::kLapsed) || (pass.expires_at && *pass.expires_at < of_.plan_.renew_before);
            // A pass that was revoked by itself stays revoked: nobody renews it overnight.
            out = !same ? State::changed : ends && !pass.revoked ? State::renewed : State::unchanged;
        }
        if (of_.store_->newest_only()) break;
    }
    return out;
}

void EarlierPasses::Asker::meet(const RecordName& name) {
    for (const RecordName& one : {RecordName{name.record_id, {}}, RecordName{{}, name.id}}) {
        if (one.record_id.empty() && one.id.empty()) continue;
        for (PassIndex::Row& row : of_.index_.find(token_of(one))) PassIndex::mark(row, PassIndex::kMet);
    }
}

void EarlierPasses::visit(bool (*wanted)(const PassIndex::Row& row), const Visit& visit) const {
    std::vector<std::uint64_t> places;
    index_.each_name([&](std::span<const PassIndex::Row> rows) {
        if (store_->newest_only()) rows = rows.last(1);
        for (const PassIndex::Row& row : rows) {
            if (wanted(row)) places.push_back(row.at());
        }
    });
    std::ranges::sort(places);
    const auto reader = store_->reader();
    for (const std::uint64_t place : places) {
        const EarlierPass pass = reader->read(place);
        if (!pass.revoked && !(pass.expires_at && *pass.expires_at < plan_.now)) visit(pass);
    }
}

void EarlierPasses::outdated(const Visit& visit) const {
    this->visit(
        [](const PassIndex::Row& row) { return row.has(PassIndex::kOther) && !row.has(PassIndex::kSame); },
        visit);
}

void EarlierPasses::contradicted(const Visit& visit) const {
    this->visit(
        [](const PassIndex::Row& row) { return row.has(PassIndex::kOther) && row.has(PassIndex::kSame); },
        visit);
}

void EarlierPasses::vanished(const Visit& visit) const {
    this->visit([](const PassIndex::Row& row) { return !row.has(PassIndex::kMet); }, visit);
}

}  // namespace vpass::tools

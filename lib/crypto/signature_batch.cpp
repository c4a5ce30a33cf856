#include "crypto/signature_batch.hpp"

#include <atomic>
#include <vector>

#include "base/error.hpp"
#include "crypto/p256/batch.hpp"

namespace vpass {
namespace {

// A table takes the time of a dozen plain verifications, so a key has to be used a little more often before
// it gets one.
constexpr std::uint64_t kSignaturesBeforeTable = 16;
// Further keys stay on the plain path: at 256 KiB each, the tables take at most 24 MiB.
constexpr int kMaxTables = 96;

std::atomic<int> tables_in_use{0};

}  // namespace

struct VerificationKey::State {
    explicit State(PublicKey k) : key(std::move(k)) {}
    ~State() {
        if (table.load() != nullptr) --tables_in_use;
        delete table.load();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    const PublicKey key;
    std::atomic<std::uint64_t> asked{0};
    std::atomic_flag building;
    std::atomic<const p256::KeyTable*> table{nullptr};  // owned; set at most once

    // Counts one more signature. The thread that reaches the threshold builds the table; until it is ready,
    // the others stay on the plain path.
    const p256::KeyTable* table_for_one_more() {
        if (const auto* ready = table.load(std::memory_order_acquire)) return ready;
        if (key.algorithm() != Algorithm::es256) return nullptr;
        if (asked.fetch_add(1, std::memory_order_relaxed) + 1 < kSignaturesBeforeTable) return nullptr;
        if (building.test_and_set()) return nullptr;
        const PublicKey::Coordinates point = key.ec_coordinates();
        if (tables_in_use.fetch_add(1) < kMaxTables) {
            if (auto built = p256::KeyTable::build(point.x, point.y)) {
                table.store(built.release(), std::memory_order_release);
                return table.load(std::memory_order_relaxed);
            }
        }
        --tables_in_use;
        return nullptr;
    }
};

VerificationKey::VerificationKey(PublicKey key) {
    if (!key) throw Error(Code::bad_key, "there is no key");
    state_ = std::make_shared<State>(std::move(key));
}

const PublicKey& VerificationKey::public_key() const { return state_->key; }

void verify_signatures(std::span<SignatureCheck> checks) {
    std::vector<p256::Question> questions;
    std::vector<SignatureCheck*> asked;  // the check of each question
    questions.reserve(checks.size());
    asked.reserve(checks.size());
    for (SignatureCheck& check : checks) {
        const PublicKey& key = check.key->state_->key;
        if (const auto* table = check.key->state_->table_for_one_more()) {
            questions.push_back(
                {.table = table, .digest = sha256(check.message), .signature = check.signature});
            asked.push_back(&check);
        } else {
            check.valid = key.verify(check.message, check.signature);
        }
    }
    if (questions.size() > 1) p256::judge(questions);  // one alone is cheaper by the plain path
    for (std::size_t i = 0; i < questions.size(); ++i) {
        SignatureCheck& check = *asked[i];
        check.valid = questions[i].answer == p256::SignatureCheck::undecided
                          ? check.key->state_->key.verify(check.message, check.signature)
                          : questions[i].answer == p256::SignatureCheck::valid;
    }
}

}  // namespace vpass

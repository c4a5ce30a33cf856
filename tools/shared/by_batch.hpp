#pragma once
// What workers hand to a gate beside the text of their answers, by the number of the batch (Answer::batch).
#include <map>
#include <mutex>
#include <optional>

namespace vpass::tools {

// Any thread may call it.
template <typename T>
class ByBatch {
 public:
    void keep(std::size_t batch, T value) {
        const std::lock_guard lock(mutex_);
        values_.insert_or_assign(batch, std::move(value));
    }
    // Nothing when nothing was kept for this batch.
    std::optional<T> take(std::size_t batch) {
        const std::lock_guard lock(mutex_);
        auto node = values_.extract(batch);
        return node ? std::optional<T>(std::move(node.mapped())) : std::nullopt;
    }

 private:
    std::mutex mutex_;
    std::map<std::size_t, T> values_;
};

}  // namespace vpass::tools

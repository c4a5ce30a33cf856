#pragma once
// Remembers a value for each text of the input, within a number of bytes. The limit counts bytes and not
// entries, since one text may be as long as a line. When the limit is reached, the cache forgets everything
// and starts anew.
#include <string>
#include <string_view>
#include <unordered_map>

namespace vpass {

template <typename T>
class ByteCache {
 public:
    explicit ByteCache(std::size_t limit) : limit_(limit) {}

    const T* find(const std::string& text) const {
        const auto found = entries_.find(text);
        return found == entries_.end() ? nullptr : &found->second;
    }

    // `bytes` is the memory that the value itself takes. The reference holds until the next call.
    const T& put(const std::string& text, T value, std::size_t bytes = 0) {
        const std::size_t more = text.size() + bytes + kEntryBytes;
        if (bytes_ + more > limit_) {
            entries_.clear();
            bytes_ = 0;
        }
        const auto [entry, is_new] = entries_.insert_or_assign(text, std::move(value));
        if (is_new) bytes_ += more;
        return entry->second;
    }

    std::size_t size() const { return entries_.size(); }

 private:
    static constexpr std::size_t kEntryBytes =
        sizeof(std::string) + sizeof(T) + 64;  // with the table's share
    std::unordered_map<std::string, T> entries_;
    std::size_t limit_;
    std::size_t bytes_ = 0;
};

}  // namespace vpass

#include "log/tlog_text.hpp"

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "log/merkle.hpp"

namespace vpass {

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > merkle::kMaxSize) return {};
    if (text.size() > 1 && text[0] == '0') return {};
    return value;
}

std::optional<Buffer> parse_padded_base64(std::string_view text) {
    if (text.size() % 4) return {};  // the decoder also takes text without its padding
    try {
        return base64_decode(text, Base64::standard);
    } catch (const Error&) {
        return {};
    }
}

std::optional<Sha256> parse_hash_line(std::string_view text) {
    const auto bytes = parse_padded_base64(text);
    Sha256 hash;
    if (!bytes || bytes->size() != hash.size()) return {};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == text.npos) return {};
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

}  // namespace vpass

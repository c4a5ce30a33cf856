// Text into the bytes of a QR code (ISO/IEC 18004 §7.4).
#include "base/error.hpp"
#include "passes/qr.hpp"
#include "passes/qr/symbol.hpp"

namespace vpass {
namespace {

constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view kDigits = "0123456789";
// A segment of its own costs a header of 18 bits at most, and saves 4.7 bits a digit.
constexpr std::size_t kWorthwhileDigits = 6;

[[noreturn]] void too_long(std::string_view text, const QrRules& rules) {
    throw Error(Code::qr_too_long, "a pass of " + std::to_string(text.size()) +
                                       " characters does not fit into a QR code of version " +
                                       std::to_string(rules.max_version) + " and level " +
                                       "LMQH"[static_cast<std::size_t>(rules.level)]);
}

struct Mode {
    unsigned indicator;
    int length_bits[3];  // in versions 1 to 9, 10 to 26, and 27 to 40
    std::size_t group;   // characters that are written together
    int group_bits[4];   // for so many of them
};
constexpr Mode kNumeric{1, {10, 12, 14}, 3, {0, 4, 7, 10}};
constexpr Mode kAlphanumericMode{2, {9, 11, 13}, 2, {0, 6, 11}};
constexpr Mode kByteMode{4, {8, 16, 16}, 1, {0, 8}};

struct Segment {
    const Mode& mode;
    std::string_view text;

    std::size_t bits(std::size_t size_class) const {
        return static_cast<std::size_t>(4 + mode.length_bits[size_class]) +
               text.size() / mode.group * static_cast<std::size_t>(mode.group_bits[mode.group]) +
               static_cast<std::size_t>(mode.group_bits[text.size() % mode.group]);
    }
    unsigned value(std::string_view part) const {
        if (&mode == &kByteMode) return static_cast<unsigned char>(part[0]);
        const std::string_view alphabet = &mode == &kNumeric ? kDigits : kAlphanumeric;
        unsigned out = 0;
        for (const char c : part)
            out = out * static_cast<unsigned>(alphabet.size()) + static_cast<unsigned>(alphabet.find(c));
        return out;
    }
};

class BitWriter {
 public:
    explicit BitWriter(Buffer& out) : out_(out) { out.clear(); }
    void add(unsigned value, int bits) {
        for (int i = bits - 1; i >= 0; --i, ++count_) {
            if (count_ % 8 == 0) out_.push_back(0);
            out_.back() = static_cast<Byte>(out_.back() | (value >> i & 1) << (7 - count_ % 8));
        }
    }
    std::size_t count() const { return count_; }

 private:
    Buffer& out_;
    std::size_t count_ = 0;
};

std::vector<Segment> segments_of(std::string_view text) {
    if (text.find_first_not_of(kAlphanumeric) == std::string_view::npos) return {{kAlphanumericMode, text}};
    std::size_t digits = text.size() - 1 - text.find_last_not_of(kDigits);
    if (digits < kWorthwhileDigits) digits = 0;
    std::vector<Segment> out{{kByteMode, text.substr(0, text.size() - digits)}};
    if (digits) out.push_back({kNumeric, text.substr(text.size() - digits)});
    return out;
}

std::size_t size_class(int version) { return version < 10 ? 0 : version < 27 ? 1 : 2; }

}  // namespace

QrRules qr_rules(std::string_view text) {
    const Format* const format = detect_format(text);
    return format ? format->qr : QrRules{};
}

QrCode encode_qr(std::string_view text, const QrRules& rules) {
    if (text.empty()) throw Error(Code::no_pass, "the pass is empty");
    if (text.size() > limits::kPassBytes) too_long(text, rules);
    const std::vector<Segment> segments = segments_of(text);
    const auto fits = [&](int version) {
        std::size_t bits = 0;
        for (const Segment& segment : segments) bits += segment.bits(size_class(version));
        return bits <= 8 * qr::capacity(version, rules.level);
    };
    int version = 1;
    while (version <= rules.max_version && !fits(version)) ++version;
    if (version > rules.max_version) too_long(text, rules);

    static thread_local Buffer data;
    BitWriter bits(data);
    for (const Segment& segment : segments) {
        const Mode& mode = segment.mode;
        bits.add(mode.indicator, 4);
        bits.add(static_cast<unsigned>(segment.text.size()), mode.length_bits[size_class(version)]);
        for (std::size_t at = 0; at < segment.text.size(); at += mode.group) {
            const std::string_view part = segment.text.substr(at, mode.group);
            bits.add(segment.value(part), mode.group_bits[part.size()]);
        }
    }
    // An end of up to four bits, then two bytes in turn.
    const std::size_t room = qr::capacity(version, rules.level);
    bits.add(0, static_cast<int>(std::min<std::size_t>(4, 8 * room - bits.count())));
    for (Byte padding = 0xec; data.size() < room; padding ^= 0xec ^ 0x11) data.push_back(padding);
    return qr::make_symbol(data, version, rules.level);
}

}  // namespace vpass

// Modules are bits of lines: the symbol is kept by its rows and by its columns, so that a mask is one
// exclusive or for each line and its penalty a few operations for 64 modules.
#include "passes/qr/symbol.hpp"

#include <array>
#include <bit>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "passes/qr/blocks.hpp"

namespace vpass::qr {
namespace {

constexpr int kMostSide = 177;
constexpr std::size_t kMasks = 8;

struct Line {
    std::array<std::uint64_t, 3> words{};

    void set(int at, bool dark) {
        const std::uint64_t bit = std::uint64_t{1} << (at & 63);
        std::uint64_t& word = words[static_cast<std::size_t>(at >> 6)];
        word = dark ? word | bit : word & ~bit;
    }
    bool get(int at) const { return words[static_cast<std::size_t>(at >> 6)] >> (at & 63) & 1; }
    Line operator>>(int n) const {  // by less than 64
        Line out;
        for (std::size_t i = 0; i < 3; ++i)
            out.words[i] = words[i] >> n | (i < 2 && n ? words[i + 1] << (64 - n) : 0);
        return out;
    }
    Line operator&(const Line& b) const {
        return joined(b, [](auto x, auto y) { return x & y; });
    }
    Line operator^(const Line& b) const {
        return joined(b, [](auto x, auto y) { return x ^ y; });
    }
    Line without(const Line& b) const {
        return joined(b, [](auto x, auto y) { return x & ~y; });
    }
    // Counts all words at once: older processors lack an instruction for it, so std::popcount() is a call.
    int count() const {
        constexpr std::uint64_t kTwos = ~0ULL / 3, kFours = ~0ULL / 5, kEights = ~0ULL / 17,
                                kOnes = ~0ULL / 255;
        const auto by_four_bits = [](std::uint64_t word) {
            word -= word >> 1 & kTwos;
            return (word & kFours) + (word >> 2 & kFours);
        };
        const std::uint64_t sum = by_four_bits(words[0]) + by_four_bits(words[1]) + by_four_bits(words[2]);
        return static_cast<int>(((sum & kEights) + (sum >> 4 & kEights)) * kOnes >> 56);
    }

 private:
    template <typename F>
    Line joined(const Line& b, F act) const {
        return {{act(words[0], b.words[0]), act(words[1], b.words[1]), act(words[2], b.words[2])}};
    }
};

Line first(int n) {
    Line out;
    for (int i = 0; i < n; ++i) out.set(i, true);
    return out;
}

using Lines = std::array<Line, kMostSide>;

struct Modules {
    Lines rows, columns;
    void set(int x, int y, bool dark) {
        rows[static_cast<std::size_t>(y)].set(x, dark);
        columns[static_cast<std::size_t>(x)].set(y, dark);
    }
};

// The modules that all symbols of a version have in common.
struct Pattern {
    int side = 0;
    Modules fixed;                            // what is dark whatever the symbol says
    Modules function;                         // what holds no data
    std::array<Modules, kMasks> masks;        // of the data alone
    std::vector<std::pair<Byte, Byte>> data;  // x and y of each bit, in order
};

bool is_masked(std::size_t mask, int x, int y) {  // table 10 of the standard
    switch (mask) {
        case 0:
            return (x + y) % 2 == 0;
        case 1:
            return y % 2 == 0;
        case 2:
            return x % 3 == 0;
        case 3:
            return (x + y) % 3 == 0;
        case 4:
            return (x / 3 + y / 2) % 2 == 0;
        case 5:
            return x * y % 2 + x * y % 3 == 0;
        case 6:
            return (x * y % 2 + x * y % 3) % 2 == 0;
        default:
            return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

class PatternMaker {
 public:
    PatternMaker(int version, Pattern& out) : version_(version), side_(17 + 4 * version), out_(out) {
        out.side = side_;
        for (int i = 0; i < side_; ++i) {
            place(6, i, i % 2 == 0);
            place(i, 6, i % 2 == 0);
        }
        finder(3, 3);
        finder(side_ - 4, 3);
        finder(3, side_ - 4);
        alignments();
        if (version_ >= 7) version_information();
        // Room for the format, which depends on the mask, and the module that is always dark.
        for (int i = 0; i < 9; ++i) {
            if (i != 6) {
                reserve(8, i);
                reserve(i, 8);
            }
            if (i < 8) {
                reserve(side_ - 1 - i, 8);
                reserve(8, side_ - 1 - i);
            }
        }
        place(8, side_ - 8, true);
        data();
    }

 private:
    void reserve(int x, int y) { out_.function.set(x, y, true); }
    void place(int x, int y, bool dark) {
        reserve(x, y);
        out_.fixed.set(x, y, dark);
    }
    bool is_function(int x, int y) const { return out_.function.rows[static_cast<std::size_t>(y)].get(x); }

    void finder(int middle_x, int middle_y) {
        for (int dy = -4; dy <= 4; ++dy) {
            for (int dx = -4; dx <= 4; ++dx) {
                const int x = middle_x + dx, y = middle_y + dy, ring = std::max(std::abs(dx), std::abs(dy));
                if (x >= 0 && y >= 0 && x < side_ && y < side_) place(x, y, ring != 2 && ring != 4);
            }
        }
    }

    void alignments() {
        if (version_ == 1) return;
        const int count = version_ / 7 + 2;
        const int step = version_ == 32 ? 26 : (version_ * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
        const auto at = [&](int i) { return i == 0 ? 6 : side_ - 7 - (count - 1 - i) * step; };
        for (int i = 0; i < count; ++i) {
            for (int j = 0; j < count; ++j) {
                const bool at_finder =
                    (i == 0 && j == 0) || (i == 0 && j == count - 1) || (i == count - 1 && j == 0);
                if (at_finder) continue;
                for (int dy = -2; dy <= 2; ++dy) {
                    for (int dx = -2; dx <= 2; ++dx)
                        place(at(i) + dx, at(j) + dy, std::max(std::abs(dx), std::abs(dy)) != 1);
                }
            }
        }
    }

    void version_information() {
        unsigned check = static_cast<unsigned>(version_);
        for (int i = 0; i < 12; ++i) check = check << 1 ^ (check >> 11) * 0x1f25;
        const unsigned bits = static_cast<unsigned>(version_) << 12 | (check & 0xfff);
        for (int i = 0; i < 18; ++i) {
            const bool dark = bits >> i & 1;
            place(side_ - 11 + i % 3, i / 3, dark);
            place(i / 3, side_ - 11 + i % 3, dark);
        }
    }

    // The data runs in columns of two from the right, up and down in turn.
    void data() {
        bool up = true;
        for (int right = side_ - 1; right >= 1; right -= 2, up = !up) {
            if (right == 6) right = 5;  // the column of the timing pattern
            for (int i = 0; i < side_; ++i) {
                const int y = up ? side_ - 1 - i : i;
                for (const int x : {right, right - 1}) {
                    if (is_function(x, y)) continue;
                    out_.data.emplace_back(static_cast<Byte>(x), static_cast<Byte>(y));
                    for (std::size_t mask = 0; mask < kMasks; ++mask) {
                        if (is_masked(mask, x, y)) out_.masks[mask].set(x, y, true);
                    }
                }
            }
        }
    }

    int version_, side_;
    Pattern& out_;
};

const Pattern& pattern_of(int version) {
    static std::array<std::once_flag, kVersions + 1> made;
    static std::array<std::unique_ptr<Pattern>, kVersions + 1> patterns;
    const auto n = static_cast<std::size_t>(version);
    std::call_once(made[n], [&] {
        patterns[n] = std::make_unique<Pattern>();
        PatternMaker(version, *patterns[n]);
    });
    return *patterns[n];
}

// Level and mask, twice (section 7.9).
void place_format(Modules& out, int side, QrLevel level, std::size_t mask) {
    constexpr unsigned levels[] = {1, 0, 3, 2};
    const auto data = static_cast<unsigned>(levels[static_cast<std::size_t>(level)] << 3 | mask);
    unsigned check = data;
    for (int i = 0; i < 10; ++i) check = check << 1 ^ (check >> 9) * 0x537;
    const unsigned bits = (data << 10 | (check & 0x3ff)) ^ 0x5412;
    const auto bit = [&](int i) { return (bits >> i & 1) != 0; };
    for (int i = 0; i < 6; ++i) out.set(8, i, bit(i));
    out.set(8, 7, bit(6));
    out.set(8, 8, bit(7));
    out.set(7, 8, bit(8));
    for (int i = 9; i < 15; ++i) out.set(14 - i, 8, bit(i));
    for (int i = 0; i < 8; ++i) out.set(side - 1 - i, 8, bit(i));
    for (int i = 8; i < 15; ++i) out.set(8, side - 15 + i, bit(i));
}

// Section 7.8.3.1: long runs, and what looks like a finder pattern beside light modules, along one line.
struct Judge {
    explicit Judge(int side) : pairs(first(side - 1)), fives(first(side - 4)), finders(first(side - 10)) {}

    int line(const Line& line) const {
        const Line same = pairs.without(line ^ (line >> 1));
        const Line two = same & (same >> 1);
        const Line five = two & (two >> 2) & fives;  // five of one tone begin here
        const Line starts = (five >> 1).without(five);
        const int runs = starts.count() + (five.words[0] & 1 ? 1 : 0);
        return five.count() + 2 * runs + 40 * finders_in(line);
    }
    // 1011101 with four light modules in front or behind.
    int finders_in(const Line& line) const {
        const Line light = pairs_of_light(line);
        const Line four = light & (light >> 2);
        const auto core = [&](int at) {
            return ((line >> at) & (line >> (at + 2)) & (line >> (at + 3)) & (line >> (at + 4)) &
                    (line >> (at + 6)))
                .without(line >> (at + 1))
                .without(line >> (at + 5));
        };
        return (core(4) & four & finders).count() + (core(0) & (four >> 7) & finders).count();
    }
    static Line pairs_of_light(const Line& line) {
        Line ones;
        ones.words.fill(~std::uint64_t{0});
        return ones.without(line).without(line >> 1);
    }
    Line pairs, fives, finders;
};

int penalty(const Modules& modules, int side) {
    const Judge judge(side);
    int out = 0, dark = 0;
    for (int i = 0; i < side; ++i) {
        const auto n = static_cast<std::size_t>(i);
        const Line& row = modules.rows[n];
        out += judge.line(row) + judge.line(modules.columns[n]);
        dark += row.count();
        if (i == 0) continue;
        const Line& above = modules.rows[n - 1];
        const Line same = judge.pairs.without(row ^ (row >> 1)).without(above ^ (above >> 1));
        out += 3 * same.without(row ^ above).count();
    }
    const int all = side * side;
    return out + 10 * (std::abs(dark * 20 - all * 10) / all);
}

}  // namespace

QrCode make_symbol(Bytes data, int version, QrLevel level) {
    const Pattern& pattern = pattern_of(version);
    static thread_local Buffer words;
    add_error_correction(data, version, level, words);
    Modules plain = pattern.fixed;
    for (std::size_t i = 0; i < 8 * words.size(); ++i) {
        const auto [x, y] = pattern.data[i];
        if (words[i / 8] >> (7 - i % 8) & 1) plain.set(x, y, true);
    }
    const auto side = static_cast<std::size_t>(pattern.side);
    Modules masked, best;
    int lowest = -1;
    for (std::size_t mask = 0; mask < kMasks; ++mask) {
        for (std::size_t i = 0; i < side; ++i) {
            masked.rows[i] = plain.rows[i] ^ pattern.masks[mask].rows[i];
            masked.columns[i] = plain.columns[i] ^ pattern.masks[mask].columns[i];
        }
        place_format(masked, pattern.side, level, mask);
        const int found = penalty(masked, pattern.side);
        if (lowest >= 0 && found >= lowest) continue;
        lowest = found;
        best = masked;
    }
    QrCode out;
    out.version = version;
    out.size = pattern.side;
    out.modules.resize(side * side);
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x)
            out.modules[y * side + x] = best.rows[y].get(static_cast<int>(x)) ? 1 : 0;
    }
    return out;
}

}  // namespace vpass::qr

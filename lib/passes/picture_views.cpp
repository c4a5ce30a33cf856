#include "passes/picture_views.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace vpass {

Picture doubled(const Picture& picture) {
    Picture out{picture.width * 2, picture.height * 2, Buffer(picture.pixels.size() * 4), picture.is_damaged};
    for (std::size_t y = 0; y < out.height; ++y) {
        for (std::size_t x = 0; x < out.width; ++x)
            out.pixels[y * out.width + x] = picture.pixels[y / 2 * picture.width + x / 2];
    }
    return out;
}

// Each pixel is the mean of its four neighbours, by their distance.
Picture magnified(const Picture& picture, double factor) {
    struct Weight {
        std::size_t first, second;
        unsigned share;  // of the second, in 256
    };
    const auto weights = [&](std::size_t from, std::size_t to) {
        std::vector<Weight> out(to);
        for (std::size_t i = 0; i < to; ++i) {
            const double at =
                std::clamp((static_cast<double>(i) + 0.5) / factor - 0.5, 0.0, static_cast<double>(from - 1));
            const auto first = static_cast<std::size_t>(at);
            out[i] = {first, std::min(first + 1, from - 1),
                      static_cast<unsigned>((at - static_cast<double>(first)) * 256)};
        }
        return out;
    };
    const auto scaled = [&](std::size_t side) {
        return static_cast<std::size_t>(static_cast<double>(side) * factor);
    };
    Picture out{scaled(picture.width), scaled(picture.height), {}, picture.is_damaged};
    out.pixels.resize(out.width * out.height);
    const auto columns = weights(picture.width, out.width), rows = weights(picture.height, out.height);
    for (std::size_t y = 0; y < out.height; ++y) {
        const Byte* const upper = picture.pixels.data() + rows[y].first * picture.width;
        const Byte* const lower = picture.pixels.data() + rows[y].second * picture.width;
        const auto blend = [](unsigned a, unsigned b, unsigned share) {
            return a * (256 - share) + b * share;
        };
        for (std::size_t x = 0; x < out.width; ++x) {
            const Weight& c = columns[x];
            const unsigned above = blend(upper[c.first], upper[c.second], c.share);
            const unsigned below = blend(lower[c.first], lower[c.second], c.share);
            out.pixels[y * out.width + x] = static_cast<Byte>(blend(above, below, rows[y].share) >> 16);
        }
    }
    return out;
}

Picture reduced(const Picture& picture, std::size_t most) {
    Picture out = picture;
    while (out.pixels.size() > most && out.width > 1 && out.height > 1) {
        const std::size_t stride = out.width;
        out.width /= 2;
        out.height /= 2;
        for (std::size_t y = 0; y < out.height; ++y) {
            for (std::size_t x = 0; x < out.width; ++x) {
                const Byte* const from = &out.pixels[2 * y * stride + 2 * x];  // never before where it goes
                out.pixels[y * out.width + x] =
                    static_cast<Byte>((from[0] + from[1] + from[stride] + from[stride + 1] + 2) / 4);
            }
        }
        out.pixels.resize(out.width * out.height);
    }
    return out;
}

// One pixel in a thousand may be brighter or darker than all of the code, as in reflections and frames.
Picture with_contrast(Picture picture) {
    std::array<std::size_t, 256> counts{};
    for (const Byte pixel : picture.pixels) ++counts[pixel];
    const std::size_t few = picture.pixels.size() / 1000;
    int low = 0, high = 255;
    for (std::size_t n = counts[0]; n <= few && low < 254; n += counts[static_cast<std::size_t>(low)]) ++low;
    for (std::size_t n = counts[255]; n <= few && high > low + 1; n += counts[static_cast<std::size_t>(high)])
        --high;
    std::array<Byte, 256> tones{};
    for (int i = 0; i < 256; ++i)
        tones[static_cast<std::size_t>(i)] =
            static_cast<Byte>(std::clamp((i - low) * 255 / (high - low), 0, 255));
    for (Byte& pixel : picture.pixels) pixel = tones[pixel];
    return picture;
}

Picture inverted(Picture picture) {
    for (Byte& pixel : picture.pixels) pixel = static_cast<Byte>(255 - pixel);
    return picture;
}

Picture mirrored(Picture picture) {
    for (std::size_t y = 0; y < picture.height; ++y) {
        Byte* const row = picture.pixels.data() + y * picture.width;
        std::reverse(row, row + picture.width);
    }
    return picture;
}

// Sums over everything above and to the left give the mean of any square at once.
Picture by_surroundings(const Picture& picture) {
    const std::size_t width = picture.width, height = picture.height;
    const std::size_t reach = std::max<std::size_t>(8, std::min(width, height) / 16);
    std::vector<std::uint32_t> sums((width + 1) * (height + 1));
    for (std::size_t y = 0; y < height; ++y) {
        std::uint32_t row = 0;
        for (std::size_t x = 0; x < width; ++x) {
            row += picture.pixels[y * width + x];
            sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
        }
    }
    Picture out{width, height, Buffer(picture.pixels.size()), picture.is_damaged};
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t top = y > reach ? y - reach : 0, bottom = std::min(height, y + reach + 1);
        for (std::size_t x = 0; x < width; ++x) {
            const std::size_t left = x > reach ? x - reach : 0, right = std::min(width, x + reach + 1);
            const auto at = [&](std::size_t row, std::size_t column) {
                return sums[row * (width + 1) + column];
            };
            const std::uint32_t sum = at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
            const auto area = static_cast<std::uint32_t>((bottom - top) * (right - left));
            // A pixel a little darker than the mean is noise on light ground.
            const bool is_dark = (picture.pixels[y * width + x] + 6U) * area < sum;
            out.pixels[y * width + x] = is_dark ? 0 : 255;
        }
    }
    return out;
}

}  // namespace vpass

// Fuzzes gaps: a code that decodes must be exactly the one that the encoder writes. The input is three bytes
// of count, three of slots (taken below 131,072, so that a run costs little), then the code.
#include "fuzz.hpp"
#include "revocation/gap_coder.hpp"

using namespace vpass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 6) return 0;
    auto number = [&](std::size_t at) {
        return static_cast<std::uint64_t>(data[at] | data[at + 1] << 8 | data[at + 2] << 16);
    };
    const std::uint64_t count = number(0), slots = number(3) % 131072;
    const Bytes code(data + 6, size - 6);
    Buffer bits((slots + 7) / 8);
    if (!fuzz::accepts([&] { gap::flip(code, count, slots, bits); })) return 0;
    gap::Encoder encoder;
    for (std::uint64_t i = 0; i < slots; ++i) {
        if (bits[i >> 3] == 0)
            i |= 7;
        else if (bits[i >> 3] >> (i & 7) & 1)
            encoder.add(i);
    }
    fuzz::demand(encoder.count() == count, "as many indexes as gaps");
    fuzz::demand(as_text(encoder.finish()) == as_text(code), "one code a set");
    return 0;
}

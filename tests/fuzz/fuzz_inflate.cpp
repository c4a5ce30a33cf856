// Fuzzes DEFLATE in both forms: the output stays below the limit, and bytes that are packed again come out
// the same.
#include "base/limits.hpp"
#include "data/deflate.hpp"
#include "fuzz.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes(data, size);
    for (const DeflateForm form : {DeflateForm::zlib, DeflateForm::raw}) {
        for (const std::size_t limit : {std::size_t{100}, limits::kInflatedBytes}) {
            Buffer out, packed, again;
            std::size_t taken = 0;
            if (!accepts([&] { taken = inflate(bytes, form, limit, out); })) continue;
            demand(taken <= size && out.size() <= limit, "within its bounds");
            demand(!accepts([&] { inflate(bytes.first(taken - 1), form, limit, again); }),
                   "cut short it is none");
            deflate(out, form, packed);
            demand(inflate(packed, form, limit, again) == packed.size() && again == out, "round trip");
        }
    }
    return 0;
}

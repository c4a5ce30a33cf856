// Fuzzes a file of a value set: it replaces its set or is refused, and a set that was there stays.
#include "formats/value_sets.hpp"
#include "fuzz.hpp"

using namespace vpass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ValueSets built_in;
    ValueSets sets = built_in;
    if (fuzz::accepts([&] {
            fuzz::with_file(as_text({data, size}), [&](const std::string& path) { sets.load(path); });
        }))
        return 0;
    fuzz::demand(sets.contains(ValueSet::country, "KR") && sets.contains(ValueSet::disease, "840539006"),
                 "a file that is refused changes nothing");
    return 0;
}

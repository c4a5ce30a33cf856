// Fuzzes batches, slices and card lists: only Error may escape, and a list that was read is the same after it
// is written and read again.
#include <algorithm>

#include "fuzz.hpp"
#include "revocation/card_list.hpp"
#include "revocation/eu_hashes.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

namespace {

void read_batches(const json::Value& json) {
    for (const RevocationBatch& batch : read_revocation_batches(json)) {
        const std::vector<std::string> documents = write_revocation_batches(batch);
        demand(documents.size() == 1, "one document");
        const auto again = read_revocation_batches(json::check(documents[0]));
        demand(again.size() == 1 && again[0].hashes == batch.hashes && again[0].kid == batch.kid,
               "the same batch");
        const HashSet set(batch.hashes);
        for (const RevocationHash& hash : batch.hashes) demand(set.contains(hash), "held");
    }
}

void read_cards(const json::Value& json) {
    const std::string document = write_card_list(read_card_list(json));
    demand(write_card_list(read_card_list(json::check(document))) == document, "the same list");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes input(data, size);
    accepts([&] { BloomSlice::read(input).may_contain(input.first(std::min<std::size_t>(size, 16))); });
    accepts([&] {
        const json::Value json = json::check(as_text(input));
        accepts([&] { read_batches(json); });
        accepts([&] { read_cards(json); });
    });
    return 0;
}

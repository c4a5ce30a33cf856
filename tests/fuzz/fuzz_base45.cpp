// Fuzzes text encodings: a text that decodes is the one that the encoder writes, and encoded bytes decode to
// the same bytes.
#include "data/encoding.hpp"
#include "fuzz.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes(data, size);
    const std::string_view text = as_text(bytes);
    Buffer decoded;
    std::string encoded;

    if (accepts([&] { base45_decode(text, decoded); })) {
        base45_encode(decoded, encoded);
        demand(encoded == text, "base45 has one text for one byte string");
    }
    encoded.clear();
    base45_encode(bytes, encoded);
    base45_decode(encoded, decoded);
    demand(as_text(decoded) == text, "base45 reads what it writes");

    for (const Base64 alphabet : {Base64::standard, Base64::url}) {
        if (accepts([&] { base64_decode(text, alphabet, decoded); })) {
            std::string_view symbols = text;
            while (symbols.ends_with('=')) symbols.remove_suffix(1);
            const std::string again = base64_encode(decoded, alphabet);
            demand(again.starts_with(symbols) && again.size() - symbols.size() < 3, "base64 is canonical");
        }
        base64_decode(base64_encode(bytes, alphabet), alphabet, decoded);
        demand(as_text(decoded) == text, "base64 reads what it writes");
    }
    if (accepts([&] { hex_decode(text, decoded); })) demand(decoded.size() * 2 == size, "two digits a byte");
    hex_decode(hex_encode(bytes), decoded);
    demand(as_text(decoded) == text, "hex reads what it writes");
    return 0;
}

// Fuzzes CBOR: checked bytes can be read to the last byte. They become JSON that our own strict reader
// accepts and that rules see as the same value.
#include "data/cbor.hpp"
#include "fuzz.hpp"
#include "policy/certlogic/certlogic.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

namespace {

// Reads everything in every way; returns the byte after the item.
const Byte* walk(cbor::Value value) {
    const int kinds = value.integer().has_value() || value.number().has_value();
    demand(!kinds || value.is(cbor::Type::integer) || value.is(cbor::Type::real), "numbers are numbers");
    demand(value.boolean().has_value() == value.is(cbor::Type::boolean), "booleans are booleans");
    demand(!value.untagged().is(cbor::Type::tag), "no tag inside all tags");
    const Byte* end = nullptr;
    std::size_t n = 0;
    for (const cbor::Value element : value.elements()) end = walk(element), ++n;
    for (const auto& [key, content] : value.members()) {
        demand(walk(key) == content.raw().data(), "a value follows its key");
        end = walk(content), ++n;
        if (key.is(cbor::Type::text))
            demand(value[key.text()].raw().data() == content.raw().data(), "a text key is found");
        if (const auto number = key.integer(); number && key.is(cbor::Type::integer))
            demand(value[*number].raw().data() == content.raw().data(), "an integer key is found");
    }
    demand(value.size() == n, "size");
    if (value.is(cbor::Type::tag)) walk(value.untagged());
    demand(!end || end == value.end() || (end + 1 == value.end() && *end == 0xff),
           "containers end with their last");
    return value.end();
}

std::string written(const certlogic::Value& value) {
    std::string out;
    json::Writer writer(out);
    if (!accepts([&] { certlogic::write(writer, value); })) return "too deep";
    return out;
}

// A rule's value from CBOR must equal the one from its JSON.
void compare_values(cbor::Value document, json::Value text) {
    certlogic::Selection some;
    for (const char* path : {"a", "v.0.dn", "v.0.dt", "b.c", "1"}) some.add(path);
    for (const certlogic::Selection* selection : {static_cast<certlogic::Selection*>(nullptr), &some}) {
        certlogic::Scratch of_cbor, of_json;
        demand(written(certlogic::read(document, of_cbor, selection)) ==
                   written(certlogic::read(text, of_json, selection)),
               "one value");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Looking keys up in each other's map is quadratic.
    if (size > 4096) return 0;
    const Bytes bytes(data, size);
    Bytes rest;
    if (accepts([&] { cbor::check_first(bytes, rest); })) {
        const std::size_t length = size - rest.size();
        demand(accepts([&] { cbor::check(bytes.first(length)); }), "the first item is an item");
        demand(accepts([&] { cbor::check(bytes); }) == rest.empty(), "one item and nothing after it");
        demand(walk(cbor::Value(data)) == rest.data(), "it ends where the check ended");
        for (std::size_t n = 0; n < length; n += 1 + length / 16)
            demand(!accepts([&] { cbor::check(bytes.first(n)); }), "cut short it is no item");
        std::string text;
        json::Writer writer(text);
        cbor::to_json(cbor::Value(data), writer);
        demand(accepts([&] { json::check(text); }), "its JSON is strict JSON");
        compare_values(cbor::Value(data), json::Value(text));
        Buffer encoded;
        if (accepts([&] { cbor::Writer(encoded).json(json::check(text)); }))
            demand(accepts([&] { cbor::check(encoded); }), "its JSON is CBOR again");
    }
    return 0;
}

// Compares our strict JSON with nlohmann's: both accept the same texts, except those that we refuse on
// purpose, and read the same values.
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/json.hpp"
#include "fuzz.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;
using Tree = nlohmann::json;

namespace {

void compare(json::Value value, const Tree& tree) {
    switch (value.type()) {
        case json::Type::null:
            return demand(tree.is_null(), "null");
        case json::Type::boolean:
            return demand(tree.is_boolean() && *value.boolean() == tree.get<bool>(), "boolean");
        case json::Type::string: {
            std::string scratch;
            demand(tree.is_string() && value.string() == tree.get<std::string>(), "string");
            return demand(value.string(scratch) == tree.get<std::string>(), "string without a copy");
        }
        case json::Type::number: {
            demand(tree.is_number(), "number");
            const auto number = value.number();
            demand(!number || *number == tree.get<double>(), "value of a number");
            const bool fits = !tree.is_number_unsigned() || tree.get<std::uint64_t>() <= INT64_MAX;
            if (tree.is_number_integer() && fits)
                demand(value.integer() == tree.get<std::int64_t>(), "integer");
            return;
        }
        case json::Type::array: {
            demand(tree.is_array() && value.size() == tree.size(), "array");
            std::size_t i = 0;
            for (const json::Value element : value.elements()) compare(element, tree[i++]);
            return;
        }
        case json::Type::object:
            demand(tree.is_object() && value.size() == tree.size(), "object");
            for (const json::Member& member : value.members()) {
                const auto found = tree.find(member.key());
                demand(found != tree.end() && member.has_key(member.key()), "key");
                compare(member.value, *found);
            }
            return;
        case json::Type::missing:
            demand(false, "a checked value is there");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    std::string refusal;
    json::Value value;
    try {
        value = json::check(text);
    } catch (const Error& e) {
        refusal = e.name();
    }
    // nlohmann accepts a byte-order mark and stops at NUL; it refuses numbers beyond the range of a double.
    if (refusal == "bad-json" && text.find('\0') == text.npos && !text.starts_with("\xEF\xBB\xBF"))
        demand(!Tree::accept(text), "what is no JSON is no JSON elsewhere");
    if (!refusal.empty()) return 0;

    Tree tree;
    try {
        tree = Tree::parse(text);
    } catch (const Tree::out_of_range&) {
        return 0;
    }
    compare(value, tree);

    std::string compact, again;
    json::append_compact(compact, value.raw());
    json::append_compact(again, compact);
    demand(compact == again && compact.size() <= text.size(), "compact is compact");
    compare(json::check(compact), tree);
    return 0;
}

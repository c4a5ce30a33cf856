// Implements values: their memory, their form as JSON, and which of them are truthy.
#include <algorithm>
#include <memory>

#include "base/error.hpp"
#include "policy/certlogic/program.hpp"

namespace vpass::certlogic {
namespace {

template <typename T>
T* allocate(std::pmr::memory_resource& memory, std::size_t n) {
    return static_cast<T*>(memory.allocate(n * sizeof(T), alignof(T)));
}

// A reduce can nest lists as deep as its operand is long, so the depth is limited.
void write_any(json::Writer& out, const Value& value, std::size_t depth) {
    if (depth > limits::kRuleDepth)
        throw Error(Code::logic_failed, "the value is nested too deep to be written");
    if (const auto* flag = value.get<bool>()) {
        out.boolean(*flag);
    } else if (const auto* whole = value.get<std::int64_t>()) {
        out.integer(*whole);
    } else if (const auto* number = value.get<double>()) {
        out.number(*number);
    } else if (const auto* text = value.get<std::string_view>()) {
        out.string(*text);
    } else if (const auto* clock = value.get<Clock>()) {
        out.string(format_instant(clock->at));
    } else if (const auto* time = value.get<Time>()) {
        out.string(format_instant(time->at));
    } else if (const auto* list = value.get<List>()) {
        out.begin_array();
        for (const Value& item : *list) write_any(out, item, depth + 1);
        out.end_array();
    } else if (const auto* record = value.get<Record>()) {
        out.begin_object();
        for (const Field& field : *record) write_any(out.any_key(field.name), field.value, depth + 1);
        out.end_object();
    } else {
        out.null();
    }
}

}  // namespace

std::string_view Scratch::keep(std::string_view text) {
    char* copy = allocate<char>(memory_, text.size());
    return {copy, text.copy(copy, text.size())};
}

List Scratch::list(std::span<const Field> from) {
    if (from.empty()) return {};
    Value* items = allocate<Value>(memory_, from.size());
    for (std::size_t i = 0; i < from.size(); ++i) new (items + i) Value(from[i].value);
    return {items, from.size()};
}

Record Scratch::record(std::span<const Field> from) {
    if (from.empty()) return {};
    Field* fields = allocate<Field>(memory_, from.size());
    std::uninitialized_copy(from.begin(), from.end(), fields);
    return {fields, from.size()};
}

void write(json::Writer& out, const Value& value) { write_any(out, value, 0); }

std::optional<bool> truth(const Value& value) {
    if (value.is_null()) return false;
    if (const auto* flag = value.get<bool>()) return *flag;
    if (const auto* whole = value.get<std::int64_t>()) return *whole != 0;
    if (const auto* text = value.get<std::string_view>()) return !text->empty();
    if (const auto* list = value.get<List>()) return list->size != 0;
    if (const auto* record = value.get<Record>()) return record->size != 0;
    if (value.is<Clock>()) return true;
    return {};  // date-times and numbers with a fraction
}

}  // namespace vpass::certlogic

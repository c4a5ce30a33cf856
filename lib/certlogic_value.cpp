// Values: how JSON becomes one, how one becomes JSON, and what is truthy.
#include <limits>
#include <memory>

#include "vpass/certlogic.hpp"
#include "vpass/error.hpp"

namespace vpass::certlogic {
namespace {

template <typename T>
T* allocate(std::pmr::memory_resource& memory, std::size_t n) {
    return static_cast<T*>(memory.allocate(n * sizeof(T), alignof(T)));
}

Value read_number(json::Value number) {
    if (const auto whole = number.integer()) return Value(*whole);
    return Value(number.number().value_or(std::numeric_limits<double>::infinity()));
}

Value read_text(std::string_view raw, Scratch& scratch, const auto& unescaped) {
    return Value(raw.find('\\') == std::string_view::npos ? raw : scratch.keep(unescaped()));
}

// The recursion is as deep as the JSON, which its check has limited.
Value read_any(json::Value checked, Scratch& scratch) {
    std::vector<Field>& stack = scratch.stack;
    const std::size_t first = stack.size();
    const auto children = [&] { return std::span<const Field>(stack).subspan(first); };
    switch (checked.type()) {
        case json::Type::missing:
        case json::Type::null:
            return {};
        case json::Type::boolean:
            return Value(*checked.boolean());
        case json::Type::number:
            return read_number(checked);
        case json::Type::string:
            return read_text(checked.raw().substr(1, checked.raw().size() - 2), scratch,
                             [&] { return checked.string(); });
        case json::Type::array: {
            for (const json::Value item : checked.elements()) stack.push_back({{}, read_any(item, scratch)});
            const List list = scratch.list(children());
            stack.resize(first);
            return Value(list);
        }
        case json::Type::object: {
            for (const json::Member& member : checked.members()) {
                const Value name = read_text(member.raw_key, scratch, [&] { return member.key(); });
                const Value value = read_any(member.value, scratch);
                stack.push_back({*name.get<std::string_view>(), value});
            }
            const Record record = scratch.record(children());
            stack.resize(first);
            return Value(record);
        }
    }
    return {};
}

// A reduce can nest lists as deep as its operand is long, hence the limit.
void write_any(json::Writer& out, const Value& value, std::size_t depth) {
    if (depth > limits::kRuleDepth) throw Error("logic-failed", "the value is nested too deep to be written");
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

Value read(json::Value checked, Scratch& scratch) {
    scratch.stack.clear();
    return read_any(checked, scratch);
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

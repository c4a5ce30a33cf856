// Values: how JSON becomes one, how one becomes JSON, and what is truthy.
#include <algorithm>
#include <functional>
#include <limits>
#include <memory>

#include "certlogic_program.hpp"
#include "vpass/error.hpp"
#include "vpass/json_cursor.hpp"

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

void Selection::add(std::string_view path) {
    Selection* at = this;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        const std::string_view name = path.substr(0, dot);
        auto known = std::find_if(at->members_.begin(), at->members_.end(),
                                  [&](const auto& member) { return member.first == name; });
        if (known == at->members_.end()) known = at->members_.emplace(known, name, Selection());
        at = &known->second;
        path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    }
    at->whole_ = true;
}

// Reads a value in one pass over its text. The recursion is as deep as the JSON, which its check has limited.
class Reader {
 public:
    Reader(json::Value checked, Scratch& scratch) : text_(checked.raw()), in_(checked), scratch_(scratch) {}

    Value any(const Selection* selection) {
        if (selection && selection->whole_) selection = nullptr;
        if (in_.enter_array()) return list(selection);
        if (in_.enter_object()) return record(selection);
        const json::Value scalar = in_.take();
        switch (scalar.type()) {
            case json::Type::boolean:
                return Value(*scalar.boolean());
            case json::Type::number:
                return read_number(scalar);
            case json::Type::string: {
                const std::string_view raw = scalar.raw().substr(1, scalar.raw().size() - 2);
                return Value(raw.find('\\') == raw.npos ? raw : scratch_.keep(scalar.string()));
            }
            default:
                return {};
        }
    }

 private:
    static const Selection* find(const Selection& selection, std::string_view name) {
        for (const auto& [member, inner] : selection.members_) {
            if (same_name(member, name)) return &inner;
        }
        return nullptr;
    }

    Value list(const Selection* selection) {
        std::vector<Field>& stack = scratch_.stack;
        const std::size_t first = stack.size();
        while (in_.next_element()) {
            const Selection* inner =
                selection ? find(*selection, std::to_string(stack.size() - first)) : nullptr;
            Value value;
            if (selection && !inner)
                in_.skip();
            else
                value = any(inner);
            stack.push_back({{}, value});
        }
        const List list = scratch_.list(std::span<const Field>(stack).subspan(first));
        stack.resize(first);
        return Value(list);
    }

    Value record(const Selection* selection) {
        std::vector<Field>& stack = scratch_.stack;
        const std::size_t first = stack.size();
        for (std::string_view key; in_.next_member(key);) {
            const Selection* inner = selection ? find(*selection, key) : nullptr;
            if (selection && !inner) {
                in_.skip();
                continue;
            }
            if (!is_of_text(key)) key = scratch_.keep(key);
            const Value value = any(inner);
            stack.push_back({key, value});
        }
        const Record record = scratch_.record(std::span<const Field>(stack).subspan(first));
        stack.resize(first);
        return Value(record);
    }

    // A key that was written with escapes lives only as long as the cursor.
    bool is_of_text(std::string_view key) const {
        const std::less_equal<> no_later;
        return no_later(text_.data(), key.data()) && no_later(key.data(), text_.data() + text_.size());
    }

    std::string_view text_;
    json::Cursor in_;
    Scratch& scratch_;
};

Value read(json::Value checked, Scratch& scratch, const Selection* selection) {
    scratch.stack.clear();
    return checked ? Reader(checked, scratch).any(selection) : Value();
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

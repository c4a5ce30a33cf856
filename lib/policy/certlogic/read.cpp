// Converts JSON and CBOR to values, in one pass over the parts that a selection names.
#include <algorithm>
#include <functional>
#include <limits>

#include "data/cbor.hpp"
#include "data/cbor_head.hpp"
#include "data/json_cursor.hpp"
#include "policy/certlogic/certlogic.hpp"
#include "policy/certlogic/program.hpp"

namespace vpass::certlogic {
namespace {

constexpr std::size_t kFew = 16;  // names that are found sooner one after the other than in a tree

// Children wait on the scratch's stack until their parent is complete. The recursion is as deep as the input,
// whose depth its check has limited.
class Reader {
 protected:
    explicit Reader(Scratch& scratch) : scratch_(scratch) {}

    // Returns the selection to read a value by: null when all of it is read.
    static const Selection* part(const Selection* selection) {
        return selection && selection->whole() ? nullptr : selection;
    }

    std::size_t open() const { return scratch_.stack.size(); }
    void push(std::string_view name, const Value& value) { scratch_.stack.push_back({name, value}); }
    Value list(std::size_t first) {
        const List list = scratch_.list(std::span<const Field>(scratch_.stack).subspan(first));
        scratch_.stack.resize(first);
        return Value(list);
    }
    Value record(std::size_t first) {
        const Record record = scratch_.record(std::span<const Field>(scratch_.stack).subspan(first));
        scratch_.stack.resize(first);
        return Value(record);
    }

    Scratch& scratch_;
};

class JsonReader : Reader {
 public:
    JsonReader(json::Value checked, Scratch& scratch) : Reader(scratch), text_(checked.raw()), in_(checked) {}

    Value any(const Selection* selection) {
        selection = part(selection);
        if (in_.enter_array()) return elements(selection);
        if (in_.enter_object()) return members(selection);
        const json::Value scalar = in_.take();
        switch (scalar.type()) {
            case json::Type::boolean:
                return Value(*scalar.boolean());
            case json::Type::number:
                return number(scalar);
            case json::Type::string: {
                const std::string_view raw = scalar.raw().substr(1, scalar.raw().size() - 2);
                return Value(raw.find('\\') == raw.npos ? raw : scratch_.keep(scalar.string()));
            }
            default:
                return {};
        }
    }

 private:
    static Value number(json::Value number) {
        if (const auto whole = number.integer()) return Value(*whole);
        return Value(number.number().value_or(std::numeric_limits<double>::infinity()));
    }

    Value elements(const Selection* selection) {
        const std::size_t first = open();
        for (std::size_t i = 0; in_.next_element(); ++i) {
            const Selection* inner = selection ? selection->element(i) : nullptr;
            Value value;
            if (selection && !inner)
                in_.skip();
            else
                value = any(inner);
            push({}, value);
        }
        return list(first);
    }

    Value members(const Selection* selection) {
        const std::size_t first = open();
        for (std::string_view key; in_.next_member(key);) {
            const Selection* inner = selection ? selection->member(key) : nullptr;
            if (selection && !inner) {
                in_.skip();
                continue;
            }
            if (!is_of_text(key)) key = scratch_.keep(key);
            const Value value = any(inner);
            push(key, value);
        }
        return record(first);
    }

    // A key that was written with escapes lives only as long as the cursor, so it has to be copied.
    bool is_of_text(std::string_view key) const {
        const std::less_equal<> no_later;
        return no_later(text_.data(), key.data()) && no_later(key.data(), text_.data() + text_.size());
    }

    std::string_view text_;
    json::Cursor in_;
};

// Reads each head once. It gives up on items that cbor::to_json writes in a form of its own: bytes, numbers
// that are not 64-bit integers, keys that are not texts.
class CborReader : Reader {
 public:
    explicit CborReader(Scratch& scratch) : Reader(scratch) {}

    // Reads the item at `p` and returns the position after it, or null.
    const Byte* any(const Byte* p, const Selection* selection, Value& out) {
        selection = part(selection);
        cbor::Head head = cbor::read_head(p);
        while (head.major == cbor::kTag) head = cbor::read_head(p = head.after);
        switch (head.major) {
            case cbor::kText:
                out = Value(text(head));
                return head.after + head.argument;
            case cbor::kArray:
                return elements(head, selection, out);
            case cbor::kMap:
                return members(head, selection, out);
            default:
                return scalar(cbor::Value(p), out);
        }
    }

 private:
    static std::string_view text(const cbor::Head& head) {
        return {reinterpret_cast<const char*>(head.after), head.argument};
    }

    static const Byte* scalar(cbor::Value item, Value& out) {
        const auto type = item.type();
        if (type == cbor::Type::bytes || type == cbor::Type::real) return nullptr;
        const auto whole = item.integer();
        if (type == cbor::Type::integer && !whole) return nullptr;
        const auto flag = item.boolean();
        out = whole ? Value(*whole) : flag ? Value(*flag) : Value();
        return item.end();
    }

    static bool at_end(const cbor::Head& head, std::uint64_t read, const Byte* p) {
        return head.indefinite ? *p == cbor::kBreak : read == head.argument;
    }

    const Byte* elements(const cbor::Head& head, const Selection* selection, Value& out) {
        const std::size_t first = open();
        const Byte* p = head.after;
        for (std::size_t i = 0; !at_end(head, i, p); ++i) {
            const Selection* inner = selection ? selection->element(i) : nullptr;
            Value value;
            p = selection && !inner ? cbor::Value(p).end() : any(p, inner, value);
            if (!p) return nullptr;
            push({}, value);
        }
        out = list(first);
        return p + head.indefinite;
    }

    const Byte* members(const cbor::Head& head, const Selection* selection, Value& out) {
        const std::size_t first = open();
        const Byte* p = head.after;
        for (std::size_t i = 0; !at_end(head, i, p); ++i) {
            const cbor::Head key = cbor::read_head(p);
            if (key.major != cbor::kText) return nullptr;
            p = key.after + key.argument;
            const Selection* inner = selection ? selection->member(text(key)) : nullptr;
            if (selection && !inner) {
                p = cbor::Value(p).end();
                continue;
            }
            Value value;
            p = any(p, inner, value);
            if (!p) return nullptr;
            push(text(key), value);
        }
        out = record(first);
        return p + head.indefinite;
    }
};

}  // namespace

void Selection::add(std::string_view path) {
    Selection* at = this;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        const std::string_view name = path.substr(0, dot);
        const std::size_t place = at->find(name);
        if (place == at->members_.size()) {
            at->members_.emplace_back(name, Selection());
            if (!at->places_.empty()) {
                at->places_.emplace(name, place);
            } else if (at->members_.size() > kFew) {
                for (std::size_t i = 0; i <= place; ++i) at->places_.emplace(at->members_[i].first, i);
            }
        }
        at = &at->members_[place].second;
        path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    }
    at->whole_ = true;
}

std::size_t Selection::find(std::string_view name) const {
    if (!places_.empty()) {
        const auto found = places_.find(name);
        return found == places_.end() ? members_.size() : found->second;
    }
    std::size_t place = 0;
    while (place < members_.size() && !same_name(members_[place].first, name)) ++place;
    return place;
}

const Selection* Selection::member(std::string_view name) const {
    const std::size_t place = find(name);
    return place == members_.size() ? nullptr : &members_[place].second;
}

const Selection* Selection::element(std::size_t index) const { return member(std::to_string(index)); }

Value read(json::Value checked, Scratch& scratch, const Selection* selection) {
    scratch.stack.clear();
    return checked ? JsonReader(checked, scratch).any(selection) : Value();
}

Value read(cbor::Value checked, Scratch& scratch, const Selection* selection) {
    scratch.stack.clear();
    Value out;
    if (!checked || CborReader(scratch).any(checked.begin(), selection, out)) return out;
    std::string text;
    json::Writer writer(text);
    cbor::to_json(checked, writer);
    return read(json::Value(scratch.keep(text)), scratch, selection);
}

}  // namespace vpass::certlogic

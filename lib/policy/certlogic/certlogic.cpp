// Implements the evaluator. Beside the value it tracks how long that value stays the same while the
// validation clock moves. The clock affects a result only through a comparison (or through the clock's own
// text), so the earliest change of any comparison that was made is a bound for the result.
#include <algorithm>

#include "base/error.hpp"
#include "policy/certlogic/program.hpp"

namespace vpass::certlogic {
namespace {

constexpr std::size_t kFailureSteps = 100;  // what an exception costs

[[noreturn]] void fail(const std::string& what) { throw Error(Code::logic_failed, what); }

class Evaluator {
 public:
    Evaluator(Scratch& scratch, std::span<CachedValue* const> kept, std::size_t& steps)
        : scratch_(scratch), kept_(kept), steps_(steps) {}

    Value run(const Node& node, const Value& data) {
        if (!is_kept(node)) return compute(node, data);
        count_step();
        return find(node, data);
    }

    Instant steady_until() const { return steady_; }

 private:
    bool is_kept(const Node& node) const { return node.place < kept_.size(); }

    const Value& find(const Node& node, const Value& data) {
        CachedValue& kept = *kept_[node.place];
        return kept.counts() ? kept.value : kept.keep(compute(node, data));
    }

    Value compute(const Node& node, const Value& data) {
        count_step();
        switch (node.op) {
            case Op::literal:
                return node.literal;
            case Op::array:
                return array(node, data);
            case Op::var:
                return access(node.path, data);
            case Op::if_then_else:
                return run(node.operands[holds(node.operands[0], data, "if") ? 1 : 2], data);
            case Op::all_of:
                return all_of(node, data);
            case Op::negate:
            case Op::equal:
            case Op::in:
            case Op::greater:
            case Op::less:
            case Op::greater_equal:
            case Op::less_equal:
            case Op::after:
            case Op::before:
            case Op::not_after:
            case Op::not_before:
                return Value(is_so(node, data));
            case Op::add:
                return add(node, data);
            case Op::plus_time:
                return plus(node, data);
            case Op::reduce:
                return reduce(node, data);
            case Op::extract_from_uci:
                return extract(node, data);
            case Op::date_of_birth:
                return birth(node, data);
        }
        return {};
    }

    // Returns a reference instead of a copy when the value already exists: most operands are literals or were
    // found before.
    const Value& see(const Node& node, const Value& data, Value& room) {
        if (node.op != Op::literal && !is_kept(node)) return room = compute(node, data);
        count_step();
        return node.op == Op::literal ? node.literal : find(node, data);
    }

    static bool is_true(const Value& value, const char* op) {
        const auto result = truth(value);
        if (!result) fail(std::string(op) + ": the operand is neither truthy nor falsy");
        return *result;
    }

    // Returns true when an operand is truthy.
    bool holds(const Node& node, const Value& data, const char* op) {
        if (node.op >= Op::negate && node.op <= Op::not_before && !is_kept(node)) {
            count_step();
            return is_so(node, data);
        }
        if (node.op == Op::all_of && !is_kept(node)) {
            count_step();
            return std::all_of(node.operands.begin(), node.operands.end(),
                               [&](const Node& operand) { return holds(operand, data, "and"); });
        }
        Value room;
        return is_true(see(node, data, room), op);
    }

    // Computes the operations that give true or false.
    bool is_so(const Node& node, const Value& data) {
        switch (node.op) {
            case Op::negate:
                return !holds(node.operands[0], data, "!");
            case Op::equal: {
                Value left, right;
                const Value& a = see(node.operands[0], data, left);
                return same(a, see(node.operands[1], data, right));
            }
            case Op::in:
                return in(node, data);
            case Op::greater:
            case Op::less:
            case Op::greater_equal:
            case Op::less_equal:
                return compare_numbers(node, data);
            default:
                return compare_times(node, data);
        }
    }

    // A step takes some ten nanoseconds. An operation that may take longer counts as several steps.
    void count_steps(std::size_t n) {
        if (steps_ <= n) {
            steps_ = 0;
            fail("the evaluation takes too many steps");
        }
        steps_ -= n;
    }
    void count_step() { count_steps(1); }

    Value array(const Node& node, const Value& data) {
        std::vector<Field>& stack = scratch_.stack;
        const std::size_t first = stack.size();
        for (const Node& item : node.operands) {
            const Value value = run(item, data);
            stack.push_back({{}, value});
        }
        const List list = scratch_.list(std::span<const Field>(stack).subspan(first));
        stack.resize(first);
        return Value(list);
    }

    Value access(const std::vector<Step>& path, const Value& data) {
        const Value* at = &data;
        for (const Step& step : path) {
            if (const auto* record = at->get<Record>()) {
                const auto* found = std::find_if(record->begin(), record->end(), [&](const Field& f) {
                    return same_name(f.name, step.name);
                });
                count_steps(static_cast<std::size_t>(found - record->begin()) / 8);
                if (found == record->end()) return {};
                at = &found->value;
            } else if (const auto* list = at->get<List>(); list && step.index && *step.index < list->size) {
                at = list->items + *step.index;
            } else {
                return {};
            }
        }
        return *at;
    }

    Value all_of(const Node& node, const Value& data) {
        Value value;
        for (const Node& operand : node.operands) {
            value = run(operand, data);
            if (!is_true(value, "and")) break;
        }
        return value;
    }

    // The text of the clock changes every millisecond, so a rule that looks at it is steady for that long
    // only.
    Value as_text(const Value& value) {
        const auto* clock = value.get<Clock>();
        if (!clock) return value;
        count_steps(10);
        steady_ = std::min(steady_, clock->at + std::chrono::milliseconds{1});
        return Value(scratch_.keep(format_instant(clock->at)));
    }

    // Compares without coercion. Lists and records are equal only to themselves, as in JavaScript: the
    // specification promises nothing for them, and this way a comparison takes the same time for every pass.
    bool same(const Value& a, const Value& b) {
        if (a.is<Clock>() || b.is<Clock>()) return same(as_text(a), as_text(b));
        if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
        if (const auto* x = a.get<std::string_view>(), *y = b.get<std::string_view>(); x && y)
            return same_text(*x, *y);
        if (const auto* x = a.get<std::int64_t>(), *y = b.get<std::int64_t>(); x && y) return *x == *y;
        if (const auto* x = a.get<bool>(), *y = b.get<bool>(); x && y) return *x == *y;
        if (const auto* x = a.get<double>(), *y = b.get<double>(); x && y) return *x == *y;
        if (const auto* x = a.get<Time>(), *y = b.get<Time>(); x && y) return order(*x, *y) == 0;
        if (const auto* x = a.get<List>(), *y = b.get<List>(); x && y) return x->items == y->items;
        if (const auto* x = a.get<Record>(), *y = b.get<Record>(); x && y) return x->fields == y->fields;
        return false;
    }

    bool same_text(std::string_view a, std::string_view b) {
        if (a.size() != b.size()) return false;
        count_steps(a.size() / 32);
        return same_name(a, b);
    }

    bool in(const Node& node, const Value& data) {
        Value left, right;
        const Value& needle = see(node.operands[0], data, left);
        const Value& haystack = see(node.operands[1], data, right);
        const auto* list = haystack.get<List>();
        if (!list) fail("in: the second operand is not an array");
        const auto* text = needle.get<std::string_view>();  // the common case, over long value sets
        const Value* found = std::find_if(list->begin(), list->end(), [&](const Value& item) {
            const auto* other = text ? item.get<std::string_view>() : nullptr;
            return other ? same_text(*other, *text) : same(item, needle);
        });
        count_steps(static_cast<std::size_t>(found - list->begin()));
        return found != list->end();
    }

    std::int64_t integer(const Node& node, const Value& data) {
        Value room;
        const auto* whole = see(node, data, room).get<std::int64_t>();
        if (!whole) fail("an operand of +, <, >, <= or >= is not an integer");
        return *whole;
    }

    Value add(const Node& node, const Value& data) {
        const std::int64_t a = integer(node.operands[0], data), b = integer(node.operands[1], data);
        std::int64_t sum = 0;
        if (__builtin_add_overflow(a, b, &sum)) fail("+: the sum is out of range");
        return Value(sum);
    }

    static bool agrees(Op op, int order) {
        switch (op) {
            case Op::greater:
            case Op::after:
                return order > 0;
            case Op::less:
            case Op::before:
                return order < 0;
            case Op::greater_equal:
            case Op::not_before:
                return order >= 0;
            default:
                return order <= 0;
        }
    }

    bool compare_numbers(const Node& node, const Value& data) {
        bool result = true;
        std::int64_t left = integer(node.operands[0], data);
        for (std::size_t i = 1; i < node.operands.size(); ++i) {
            const std::int64_t right = integer(node.operands[i], data);
            result = result && agrees(node.op, left < right ? -1 : left > right);
            left = right;
        }
        return result;
    }

    int order(const Time& a, const Time& b) {
        steady_ = std::min(steady_, next_change(clock_, a, b));
        return a.at < b.at ? -1 : a.at > b.at;
    }

    Time time(const Node& node, const Value& data) {
        Value room;
        const auto* t = see(node, data, room).get<Time>();
        if (!t) fail("an operand of after, before, not-after or not-before is not a date-time");
        return *t;
    }

    bool compare_times(const Node& node, const Value& data) {
        bool result = true;
        Time left = time(node.operands[0], data);
        for (std::size_t i = 1; i < node.operands.size(); ++i) {
            const Time right = time(node.operands[i], data);
            result = agrees(node.op, order(left, right)) && result;
            left = right;
        }
        return result;
    }

    Value plus(const Node& node, const Value& data) {
        Value room;
        const Value& operand = see(node.operands[0], data, room);
        if (const auto* clock = operand.get<Clock>()) {
            clock_ = clock->at;
            const Instant at =
                plus_time(clock->at, node.number, node.unit);  // an amount beyond the calendar fails
            const int months = node.unit == Unit::year    ? static_cast<int>(12 * node.number)
                               : node.unit == Unit::month ? static_cast<int>(node.number)
                                                          : 0;
            return Value(Time{at, months, true});
        }
        const auto* text = operand.get<std::string_view>();
        if (text) count_steps(text->size() / 16);
        const auto at = text ? parse_instant(*text) : std::nullopt;
        if (!at) fail("plusTime: the operand is not a date or date-time");
        return Value(Time{plus_time(*at, node.number, node.unit)});
    }

    Value birth(const Node& node, const Value& data) {
        Value room;
        const auto* text = see(node.operands[0], data, room).get<std::string_view>();
        const auto at = text ? parse_date_of_birth(*text) : std::nullopt;
        if (!at) fail("dccDateOfBirth: the operand is not a date of birth");
        return Value(Time{*at});
    }

    Value reduce(const Node& node, const Value& data) {
        const Value operand = run(node.operands[0], data);
        Value accumulator = run(node.operands[2], data);
        if (operand.is_null()) return accumulator;
        const auto* list = operand.get<List>();
        if (!list) fail("reduce: the first operand is not an array");
        for (const Value& current : *list) {
            const Field context[] = {{"current", current}, {"accumulator", accumulator}};
            accumulator = run(node.operands[1], Value(scratch_.record(context)));
        }
        return accumulator;
    }

    Value extract(const Node& node, const Value& data) {
        const Value operand = as_text(run(node.operands[0], data));
        if (operand.is_null()) return {};
        const auto* text = operand.get<std::string_view>();
        if (!text) fail("extractFromUVCI: the operand is not a text");
        count_steps(text->size() / 4);
        std::string_view rest = *text;
        if (rest.starts_with("URN:UVCI:")) rest.remove_prefix(9);
        for (std::int64_t i = 0;; ++i) {
            const std::size_t separator = rest.find_first_of("/#:");
            if (i == node.number) return Value(rest.substr(0, separator));
            if (separator == std::string_view::npos) return {};
            rest.remove_prefix(separator + 1);
        }
    }

    Scratch& scratch_;
    std::span<CachedValue* const> kept_;
    std::size_t& steps_;  // that are left
    Instant clock_{};
    Instant steady_ = kNever;
};

}  // namespace

Program::Result Program::run(const Value& data, Scratch& scratch, std::size_t& steps,
                             std::span<CachedValue* const> kept) const {
    Result result{Value(), kNever, {}};
    if (!code_) return result;
    scratch.stack.clear();
    Evaluator evaluator(scratch, kept, steps);
    try {
        result.value = evaluator.run(code_->root, data);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        result.problem = e.what();
        steps -= std::min(steps, kFailureSteps);
    }
    result.steady_until = evaluator.steady_until();  // of a failure too: what was compared so far led there
    return result;
}

Program::Result Program::evaluate(const Value& data, Scratch& scratch) const {
    std::size_t steps = limits::kLogicSteps;
    Result result = run(data, scratch, steps);
    if (!result.problem.empty()) fail(result.problem);
    return result;
}

}  // namespace vpass::certlogic

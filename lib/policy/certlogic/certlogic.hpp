#pragma once
// Implements CertLogic, the language of EU business rules: (expression, data) -> value, without side effects.
// Specification: ehn-dcc-development/eu-dcc-business-rules, certlogic/specification/README.md, 1.3.3.
//
// A Program is compiled once and then immutable: any number of threads may evaluate it at once, each with its
// own Scratch. Evaluation allocates only in its Scratch, whose first kilobytes live on the stack.
//
// Errors are "bad-logic" when an expression is malformed (the message gives the place as a JSON pointer),
// "bad-policy" when it is larger than its budget, and "logic-failed" when an evaluation meets a value of the
// wrong type or takes too many steps. A rule that fails in this way has *not* passed.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "data/cbor.hpp"
#include "data/json.hpp"

namespace vpass::certlogic {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
constexpr Instant kNever = Instant::max();
inline Instant to_instant(UnixTime time) { return Instant(std::chrono::seconds(time)); }
inline UnixTime to_unix_time(Instant at) {  // the second that has begun
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// The validation clock as data. A rule reads it as a text ("2021-12-14T03:10:00.000Z"); the evaluator knows
// that it moves.
struct Clock {
    Instant at;
};

// A date-time, which only plusTime and dccDateOfBirth make. One that was made from the Clock moves with it:
// at a distance of `months` calendar months, or at a fixed distance when `months` is 0.
struct Time {
    Instant at;
    int months = 0;
    bool moves = false;
};

class Value;
struct Field;

struct List {
    const Value* items = nullptr;
    std::size_t size = 0;
    const Value* begin() const { return items; }
    const Value* end() const;
};
struct Record {
    const Field* fields = nullptr;
    std::size_t size = 0;
    const Field* begin() const { return fields; }
    const Field* end() const;
};

// A value takes 24 bytes and is cheap to copy. Texts, lists and records are views of the JSON text, the
// program or the scratch that they came from. Whole numbers are integers (2.0 too); any other number is a
// double.
class Value {
 public:
    Value() = default;  // null
    template <typename T>
    explicit Value(T value) : data_(value) {}

    bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    template <typename T>
    bool is() const {
        return std::holds_alternative<T>(data_);
    }
    template <typename T>
    const T* get() const {  // null when it is of another type
        return std::get_if<T>(&data_);
    }

 private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string_view, Clock, Time, List, Record>
        data_;
};

struct Field {
    std::string_view name;
    Value value;
};
inline const Value* List::end() const { return items + size; }
inline const Field* Record::end() const { return fields + size; }

// Holds the values that are made while reading and evaluating. They live until clear() or the destructor.
class Scratch {
 public:
    Scratch() = default;
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    void clear() { memory_.release(); }
    std::string_view keep(std::string_view text);
    List list(std::span<const Field> from);  // the values alone
    Record record(std::span<const Field> from);

    std::vector<Field> stack;  // children of a list or record that is still being built

 private:
    std::array<std::byte, 4096> first_;
    std::pmr::monotonic_buffer_resource memory_{first_.data(), first_.size()};
};

// The parts of a value that programs look at. A value that is read through a selection contains these parts
// only, except that lists keep their lengths.
class Selection {
 public:
    void add(std::string_view path);  // of a data access; "": the whole
    void add_size(std::string_view list) { add(std::string(list) + ".-"); }
    bool whole() const { return whole_; }
    const Selection* member(std::string_view name) const;  // null when no program looks at it
    const Selection* element(std::size_t index) const;

 private:
    std::size_t find(std::string_view name) const;  // its place in members_, or their number

    bool whole_ = false;
    std::vector<std::pair<std::string, Selection>> members_;  // elements are members named by their index
    std::map<std::string, std::size_t, std::less<>> places_;  // in members_, once these are many
};

Value read(json::Value checked, Scratch& scratch, const Selection* selection = nullptr);  // missing: null
Value read(cbor::Value checked, Scratch& scratch,
           const Selection* selection = nullptr);             // as cbor::to_json says it
void write(json::Writer& out, const Value& value);            // date-times as "YYYY-MM-DDThh:mm:ss.sssZ"
std::optional<bool> truth(const Value& value);                // nothing: neither truthy nor falsy
std::optional<Instant> parse_instant(std::string_view text);  // the formats of plusTime, partial dates too
std::string format_instant(Instant at);                       // UTC, with milliseconds

// A fault that a CertLogic validator finds. `expression` is the offending part as compact JSON.
struct Issue {
    std::string pointer;  // RFC 6901, relative to the whole expression
    std::string expression;
    std::string message;
};
// Limits the memory and time that a whole policy may cost before any question is asked. One unit pays for
// each value, operation and fragment of a data access, and for each 64 bytes of text that an operation or
// array spans, since the text is read anew at each level. A caller that reads many expressions passes one
// budget to all of them.
class Budget {
 public:
    explicit Budget(std::size_t units = limits::kRuleUnits) : left_(units) {}
    void take(std::size_t units);  // throws "bad-policy" when fewer are left
    bool is_spent() const { return left_ == 0; }

 private:
    std::size_t left_;
};

std::vector<Issue> validate(json::Value expression);
std::vector<Issue> validate(json::Value expression, Budget& budget);

// Returns a well-formed expression as a formula for people: "v.0.dn >= 2 and …".
std::string formula(json::Value expression);

// A value that a caller keeps from one evaluation to the next: it counts while `*epoch` stays what it was.
struct CachedValue {
    const std::uint64_t* epoch;
    std::uint64_t since = 0;
    Value value;

    bool counts() const { return since == *epoch; }
    const Value& keep(const Value& found) {
        since = *epoch;
        return value = found;
    }
};

class Program {
 public:
    Program() = default;                       // evaluates to null
    explicit Program(json::Value expression);  // copies the text; throws "bad-logic" for the first issue
    // Reports all issues. A program with issues evaluates to null.
    Program(json::Value expression, std::vector<Issue>& issues, Budget& budget);

    struct Result {
        Value value;           // views `data`, this program and `scratch`
        Instant steady_until;  // the same value for every Clock from the one in `data` up to here (exclusive)
        std::string problem;   // what "logic-failed" says; then the value is null
    };
    Result evaluate(const Value& data, Scratch& scratch) const;
    // Evaluates likewise, but returns a failure instead of throwing it. `steps` holds how many steps the
    // evaluation may take, and afterwards how many are left: 0 when they did not suffice. `kept`, if given,
    // has a place for the values of each of accesses(), followed by those of parts().
    Result run(const Value& data, Scratch& scratch, std::size_t& steps,
               std::span<CachedValue* const> kept = {}) const;

    // Returns the paths of all data accesses, sorted, once each, without those inside the lambda of a reduce.
    const std::vector<std::string>& accesses() const;
    // Returns the operations inside that do not look at the clock, once each, as compact JSON. With the same
    // payload and the same facts, equal texts have equal values in every program.
    const std::vector<std::string>& parts() const;

    struct Code;  // private to the implementation

 private:
    const Code& code() const;
    std::shared_ptr<const Code> code_;
};

}  // namespace vpass::certlogic

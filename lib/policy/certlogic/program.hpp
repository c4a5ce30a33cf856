#pragma once
// Represents a compiled CertLogic expression: a tree of nodes whose texts and literals live in the Code that
// owns them.
#include <cstdint>

#include "base/same_name.hpp"
#include "policy/certlogic/calendar.hpp"
#include "policy/certlogic/certlogic.hpp"

namespace vpass::certlogic {

enum class Op : unsigned char {
    literal,
    array,
    var,
    if_then_else,
    all_of,  // and
    negate,  // the first of those that give true or false
    equal,
    in,
    greater,
    less,
    greater_equal,
    less_equal,
    after,
    before,
    not_after,
    not_before,  // the last of them
    add,
    plus_time,
    reduce,
    extract_from_uci,
    date_of_birth,
};

struct Step {  // one fragment of a data access path
    std::string_view name;
    std::optional<std::uint32_t> index;  // when the fragment is a whole number
};

constexpr std::size_t kNowhere =
    SIZE_MAX;  // what depends on the clock, or on what a reduce gives to its lambda

struct Node {
    Op op = Op::literal;
    Unit unit = Unit::day;    // plusTime
    std::int64_t number = 0;  // plusTime: amount; extractFromUVCI: index
    Value literal;
    std::vector<Step> path;
    std::size_t place = kNowhere;  // among Code::accesses, and after them Code::parts
    std::string_view source;       // of an operation
    std::vector<Node> operands;
};

struct Program::Code {
    std::string text;  // the expression; nodes view it
    Scratch memory;    // literals that had to be made
    Node root;
    std::vector<std::string> accesses, parts;
};

}  // namespace vpass::certlogic

// Compiles CertLogic expressions to programs. One walk finds every issue and builds the tree, so that the
// validator and the compiler always agree about what is well-formed.
#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "base/error.hpp"
#include "policy/certlogic/program.hpp"

namespace vpass::certlogic {
namespace {

constexpr std::size_t kMany = static_cast<std::size_t>(-1);

struct Operator {
    std::string_view name;
    Op op;
    std::size_t least, most;  // operands
};
constexpr Operator kOperators[] = {
    {"if", Op::if_then_else, 3, 3},
    {"and", Op::all_of, 2, kMany},
    {"!", Op::negate, 1, 1},
    {"===", Op::equal, 2, 2},
    {"in", Op::in, 2, 2},
    {"+", Op::add, 2, 2},
    {">", Op::greater, 2, 3},
    {"<", Op::less, 2, 3},
    {">=", Op::greater_equal, 2, 3},
    {"<=", Op::less_equal, 2, 3},
    {"after", Op::after, 2, 3},
    {"before", Op::before, 2, 3},
    {"not-after", Op::not_after, 2, 3},
    {"not-before", Op::not_before, 2, 3},
    {"plusTime", Op::plus_time, 3, 3},
    {"reduce", Op::reduce, 3, 3},
    {"extractFromUVCI", Op::extract_from_uci, 2, 2},
    {"extractFromUCI", Op::extract_from_uci, 2, 2},  // the name since the UVCI was renamed UCI
    {"dccDateOfBirth", Op::date_of_birth, 1, 1},
};

std::optional<Unit> unit_from_name(std::string_view name) {
    if (name == "hour") return Unit::hour;
    if (name == "day") return Unit::day;
    if (name == "month") return Unit::month;
    if (name == "year") return Unit::year;
    return {};
}

std::optional<std::uint32_t> index_from(std::string_view fragment) {
    if (fragment.empty() || fragment.size() > 9) return {};
    std::uint32_t index = 0;
    for (const char c : fragment) {
        if (c < '0' || c > '9') return {};
        index = index * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return index;
}

// Collects texts in the order of their first mention, once each.
struct Numbered {
    std::vector<std::string>& texts;
    std::unordered_map<std::string, std::size_t> places = {};

    std::size_t place_of(std::string_view text) {
        const auto [place, is_new] = places.try_emplace(std::string(text), texts.size());
        if (is_new) texts.emplace_back(text);
        return place->second;
    }
};

class Compiler {
 public:
    Compiler(Program::Code& code, std::vector<Issue>& issues, Budget& budget)
        : code_(code), issues_(issues), budget_(budget) {}

    void run() {
        code_.root = expression(json::Value(code_.text));
        sort_accesses();
        find_parts(code_.root);
    }

 private:
    void report(json::Value where, std::string message) {
        if (issues_.size() == limits::kLogicIssues) return;
        std::string text;
        if (where.raw().size() <= limits::kIssueBytes) json::append_compact(text, where.raw());
        issues_.push_back({pointer_, std::move(text), std::move(message)});
    }

    // Renumbers places from the order of first mention to that of Code::accesses.
    void sort_accesses() {
        std::vector<std::size_t> order(accesses_.texts.size()), places(order.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::sort(order, {}, [&](std::size_t i) -> std::string_view { return accesses_.texts[i]; });
        for (std::size_t i = 0; i < order.size(); ++i) {
            places[order[i]] = i;
            code_.accesses.emplace_back(accesses_.texts[order[i]]);
        }
        number(code_.root, places);
    }
    static void number(Node& node, const std::vector<std::size_t>& places) {
        if (node.op == Op::var && node.place != kNowhere) node.place = places[node.place];
        for (Node& operand : node.operands) number(operand, places);
    }

    // Returns true when the value depends only on data that stays the same while the clock moves. Such
    // operations become parts.
    bool find_parts(Node& node) {
        bool steady = node.op != Op::reduce;
        for (Node& operand : node.operands) steady &= find_parts(operand);
        if (node.op == Op::var) {
            if (node.place == kNowhere) return false;
            const std::string_view path = code_.accesses[node.place];
            return path.starts_with("payload.") || (path.starts_with("external.") &&
                                                    !path.starts_with("external.validation"));  // Clock, Date
        }
        if (!steady || node.source.empty()) return steady;
        std::string text;
        json::append_compact(text, node.source);
        node.place = code_.accesses.size() + parts_.place_of(text);
        return true;
    }

    // Runs `inner` with the pointer one step deeper.
    auto at(std::string_view token, const auto& inner) {
        const std::size_t before = pointer_.size();
        pointer_ += '/';
        for (const char c : token) {
            if (c == '~' || c == '/')
                pointer_ += c == '~' ? "~0" : "~1";
            else
                pointer_ += c;
        }
        auto result = inner();
        pointer_.resize(before);
        return result;
    }

    Node expression(json::Value e) {
        const json::Type type = e.type();
        budget_.take(type == json::Type::array || type == json::Type::object ? 1 + e.raw().size() / 64 : 1);
        switch (type) {
            case json::Type::boolean:
            case json::Type::string:
                return literal(e);
            case json::Type::number:
                if (!e.integer()) report(e, std::string(e.raw()) + " is a non-integer number");
                return literal(e);
            case json::Type::array:
                return array(e);
            case json::Type::object:
                return operation(e);
            default:
                report(e, "invalid CertLogic expression");
                return {};
        }
    }

    Node literal(json::Value e) {
        Node node;
        node.literal = read(e, code_.memory);
        return node;
    }

    std::vector<Node> expressions(json::Value list) {
        std::vector<Node> nodes;
        for (const json::Value item : list.elements())
            nodes.push_back(at(std::to_string(nodes.size()), [&] { return expression(item); }));
        return nodes;
    }

    Node array(json::Value e) {
        Node node;
        node.op = Op::array;
        node.operands = expressions(e);
        const auto is_literal = [](const Node& item) { return item.op == Op::literal; };
        if (std::all_of(node.operands.begin(), node.operands.end(), is_literal)) {
            std::vector<Field> items;
            for (const Node& item : node.operands) items.push_back({{}, item.literal});
            node = {};
            node.literal = Value(code_.memory.list(items));
        }
        return node;
    }

    Node operation(json::Value e) {
        if (const std::size_t keys = e.size(); keys != 1) {
            report(e, "expression object must have exactly one key, but it has " + std::to_string(keys));
            return {};
        }
        const json::Member member = *e.members().begin();
        const std::string name = member.key();
        if (name == "var") return at(name, [&] { return data_access(e, member.value); });
        if (!member.value.is(json::Type::array)) {
            report(e, "operation not of the form { \"<operator>\": [ <values...> ] }");
            return {};
        }
        const auto* known = std::find_if(std::begin(kOperators), std::end(kOperators),
                                         [&](const Operator& o) { return o.name == name; });
        if (known == std::end(kOperators)) {
            report(e, "unrecognised operator: \"" + name + "\"");
            return {};
        }
        const std::size_t operands = member.value.size();
        if (operands < known->least || operands > known->most) {
            std::string takes = std::to_string(known->least);
            if (known->most == kMany) takes += " or more";
            if (known->most == 3 && known->least == 2) takes += " or 3";
            report(e, "\"" + name + "\" takes " + takes + " operands, but has " + std::to_string(operands));
        }
        return at(name, [&] {
            Node node;
            node.op = known->op;
            node.source = e.raw();
            read_operands(node, e, member.value);
            return node;
        });
    }

    Node data_access(json::Value e, json::Value path) {
        if (!path.is(json::Type::string)) {
            report(e, "not of the form { \"var\": \"<path>\" }");
            return {};
        }
        Node node;
        node.op = Op::var;
        const Value text = read(path, code_.memory);
        std::string_view rest = *text.get<std::string_view>();
        if (!in_lambda_) node.place = accesses_.place_of(rest);
        while (!rest.empty()) {
            budget_.take(1);
            if (node.path.size() == limits::kPathFragments) {
                report(e, "the data access path is too long");
                break;
            }
            const std::size_t dot = rest.find('.');
            const std::string_view fragment = rest.substr(0, dot);
            node.path.push_back({fragment, index_from(fragment)});
            if (fragment.empty() || dot == rest.size() - 1) {
                report(e, "data access path doesn't have a valid format: " + path.string());
                break;
            }
            rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
        }
        return node;
    }

    void read_operands(Node& node, json::Value e, json::Value operands) {
        if (node.op == Op::reduce) {
            std::size_t i = 0;
            for (const json::Value operand : operands.elements()) {
                const bool outer = in_lambda_;
                in_lambda_ = outer || i == 1;
                node.operands.push_back(at(std::to_string(i), [&] { return expression(operand); }));
                in_lambda_ = outer;
                ++i;
            }
            return;
        }
        if (node.op != Op::plus_time && node.op != Op::extract_from_uci) {
            node.operands = expressions(operands);
            return;
        }
        // The operands after the first are plain literals.
        if (const json::Value first = operands[0])
            node.operands.push_back(at("0", [&] { return expression(first); }));
        if (const json::Value amount = operands[1]) {
            if (const auto whole = amount.integer())
                node.number = *whole;
            else
                at("1", [&] { return report(e, "the second operand must be an integer literal"), 0; });
        }
        if (node.op != Op::plus_time) return;
        if (const json::Value name = operands[2]) {
            if (const auto unit = unit_from_name(name.string()))
                node.unit = *unit;
            else
                at("2", [&] { return report(e, "the time unit must be year, month, day or hour"), 0; });
        }
    }

    Program::Code& code_;
    std::vector<Issue>& issues_;
    Budget& budget_;
    std::string pointer_;
    std::vector<std::string> access_texts_;
    Numbered accesses_{access_texts_}, parts_{code_.parts};
    bool in_lambda_ = false;
};

std::shared_ptr<Program::Code> compile(json::Value expression, std::vector<Issue>& issues, Budget& budget) {
    auto code = std::make_shared<Program::Code>();
    code->text = expression ? expression.raw() : "null";
    Compiler(*code, issues, budget).run();
    return code;
}

}  // namespace

void Budget::take(std::size_t units) {
    if (units > left_) {
        left_ = 0;
        throw Error(vpass::Code::bad_policy,
                    "it is too large: its rules, values and codes take more than " +
                        std::to_string(limits::kRuleUnits) + " units",
                    "vpass-policy(5) says what counts");
    }
    left_ -= units;
}

std::vector<Issue> validate(json::Value expression) {
    Budget budget;
    return validate(expression, budget);
}

std::vector<Issue> validate(json::Value expression, Budget& budget) {
    std::vector<Issue> issues;
    compile(expression, issues, budget);
    return issues;
}

Program::Program(json::Value expression, std::vector<Issue>& issues, Budget& budget) {
    auto code = compile(expression, issues, budget);
    if (issues.empty()) code_ = std::move(code);
}

Program::Program(json::Value expression) {
    std::vector<Issue> issues;
    Budget budget;
    *this = Program(expression, issues, budget);
    if (!issues.empty())
        throw Error(vpass::Code::bad_logic,
                    "bad CertLogic at \"" + issues[0].pointer + "\": " + issues[0].message);
}

const Program::Code& Program::code() const {
    static const Code none{};
    return code_ ? *code_ : none;
}

const std::vector<std::string>& Program::accesses() const { return code().accesses; }
const std::vector<std::string>& Program::parts() const { return code().parts; }

}  // namespace vpass::certlogic

// Writes CertLogic as a formula for people: {"<":[{"var":"x"},2]} as "x < 2".
#include "policy/certlogic/certlogic.hpp"

namespace vpass::certlogic {
namespace {

std::string formula(json::Value e, bool inside);

std::string joined(json::Value operands, std::string_view between) {
    std::string out;
    for (const json::Value operand : operands.elements()) {
        if (!out.empty()) out += between;
        out += formula(operand, true);
    }
    return out;
}

std::string time(json::Value operands, std::int64_t amount) {
    std::string from = formula(operands[0], true);
    if (amount == 0) return from;
    const std::string count = std::to_string(amount < 0 ? -amount : amount);
    return from + (amount < 0 ? " - " : " + ") + count + " " + operands[2].string() +
           (count == "1" ? "" : "s");
}

// Returns the formula of an operator with its operands; `compound` tells whether it needs brackets inside
// another formula.
std::string operation(const std::string& name, json::Value operands, bool& compound) {
    compound = true;
    if (name == "if") {
        return "if " + formula(operands[0], true) + " then " + formula(operands[1], true) + " else " +
               formula(operands[2], true);
    }
    if (name == "!") return "not " + formula(operands[0], true);
    if (name == "===") return joined(operands, " = ");
    if (name == "not-before") return joined(operands, " not before ");
    if (name == "not-after") return joined(operands, " not after ");
    if (name == "plusTime") {
        const auto amount = operands[1].integer().value_or(0);
        compound = amount != 0;
        return time(operands, amount);
    }
    compound = false;
    if (name == "extractFromUVCI" || name == "extractFromUCI")
        return "part " + formula(operands[1], true) + " of " + formula(operands[0], true);
    if (name == "dccDateOfBirth") return "birth " + formula(operands[0], true);
    if (name == "reduce") return "reduce(" + joined(operands, "; ") + ")";
    compound = true;
    return joined(operands, " " + name + " ");
}

std::string formula(json::Value e, bool inside) {
    if (e.is(json::Type::array)) return "[" + joined(e, ", ") + "]";
    if (!e.is(json::Type::object) || e.size() == 0) return std::string(e.raw());
    const json::Member member = *e.members().begin();
    const std::string name = member.key();
    if (name == "var") {
        std::string path = member.value.string();
        for (const std::string_view prefix : {"payload.", "external."}) {
            if (path.starts_with(prefix)) path.erase(0, prefix.size());
        }
        return path.empty() ? "data" : path;
    }
    bool compound = false;
    const std::string text = operation(name, member.value, compound);
    return compound && inside ? "(" + text + ")" : text;
}

}  // namespace

std::string formula(json::Value expression) { return formula(expression, false); }

}  // namespace vpass::certlogic

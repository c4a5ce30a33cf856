// Judges the passes of standard input, one a line, with the library alone. usage: example TRUST_FILE
// RFC3339_TIME
#include <iostream>
#include "passes/verify.hpp"

int main(int, char** argv) {
    vpass::TrustStore trust;
    trust.load(argv[1]);
    const vpass::ValueSets value_sets;
    vpass::Context context;
    context.trust = &trust;
    context.value_sets = &value_sets;
    context.at = vpass::parse_rfc3339(argv[2]);
    vpass::Verifier verifier(context);
    for (std::string line; std::getline(std::cin, line);) {
        const std::string_view part = line;
        const vpass::PassText pass(&part, 1);
        const vpass::Verdict& verdict = verifier.judge({&pass, 1})[0].verdict;
        std::cout << vpass::reason_name(verdict.reason) << '\n';
    }
}

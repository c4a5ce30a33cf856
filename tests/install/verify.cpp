// Judges the passes of standard input, one a line, by trusted keys alone. Usage: verify TRUST_FILE
// RFC3339_TIME
#include <iostream>
#include <vpass/verify.hpp>

int main(int, char** argv) {
    vpass::Verifier verifier(vpass::Trust::load(argv[1]), {.at = vpass::parse_rfc3339(argv[2])});
    for (std::string line; std::getline(std::cin, line);) std::cout << verifier.verify(line).reason() << '\n';
}

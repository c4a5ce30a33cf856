// Measures the cost of a decision: nanoseconds a pass, in processor time of one thread, so that other work on
// the machine does not show. Usage: bench_policy PAYLOADS, a file of claims, one a line.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>

#include "policy/decision.hpp"

using namespace vpass;

namespace {

double now() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

void measure(const char* name, const std::vector<std::string>& claims, Question question) {
    Decider decider(Policy::built_in("kr"), {"KR", "restaurant", {}});
    double best = 1e18;
    std::size_t admitted = 0;
    for (int run = 0; run < 7; ++run) {
        admitted = 0;
        const double start = now();
        for (const std::string& text : claims) {
            question.claims = json::Value(text);
            admitted += decider.decide(question).admit;
        }
        best = std::min(best, now() - start);
    }
    std::printf("%-28s %8.0f ns  (%zu of %zu admitted)\n", name, best / static_cast<double>(claims.size()),
                admitted, claims.size());
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> claims;
    std::ifstream in(argc > 1 ? argv[1] : "/dev/stdin");
    for (std::string line; std::getline(in, line);) claims.push_back(line);
    if (claims.empty()) return 2;
    for (const std::string& text : claims) json::check(text);
    Question question;
    question.at = *certlogic::parse_instant("2021-12-14T12:10:00+09:00");
    question.want_until = false;
    measure("decision", claims, question);
    question.want_until = true;
    measure("decision with until", claims, question);
    question.at = *certlogic::parse_instant("2022-01-14T12:10:00+09:00");
    measure("the same, a month later", claims, question);
}

#include <iostream>
#include <vpass/vpass.hpp>

int main(int, char** argv) {
    // A door needs one folder from the authority, and the authority's root key.
    const vpass::Site site = vpass::Site::open("site", {.root = "root.pem", .memory = "seen.json"});
    vpass::Verifier verifier(site, {.at = vpass::parse_rfc3339(argv[1])});
    vpass::Door door(site.policy("kr.json"), {.venue = "restaurant"});

    for (std::string line; std::getline(std::cin, line);) {
        const vpass::Verdict verdict = verifier.verify(line);  // never throws for what is in a pass
        if (!verdict) {
            std::cout << "no: " << verdict.reason() << " (" << verdict.detail() << ")\n";
            continue;
        }
        const vpass::Decision decision = door.decide(verdict);
        std::cout << (decision.admit ? "yes" : "no: " + decision.text("en")) << '\n';
    }
}

#include <iostream>
#include <vpass/vpass.hpp>

int main(int, char** argv) {
    // A new authority with its ledger, three passes, one of them revoked, and the site that doors read.
    const vpass::Time at = vpass::parse_rfc3339(argv[1]).value();
    vpass::make_authority({.country = "KR"}, at).write("keys");
    const auto key = vpass::SigningKey::load("keys/dsc.key", "keys/dsc.pem");
    vpass::Ledger::create("ledger", "log.example/passes");
    vpass::Ledger ledger("ledger", {.operator_name = "kim", .at = at});

    std::string pass;
    for (int person = 1; person <= 3; ++person) {
        const auto record = vpass::Registration::sample(2021, person);
        pass = ledger.issue(key, vpass::payload(record, "hcert", {.at = at}), {.at = at}).pass;
        std::cout << pass << '\n';
    }
    ledger.revoke(pass, "issued in error");
    const std::string policy(vpass::built_in_policy("kr"));
    ledger.publish("site", {.keys = {key}, .policies = {{"kr.json", policy}}});
}

#include "diff.hpp"

#include <algorithm>
#include <map>

#include "data/encoding.hpp"
#include "data/json.hpp"

namespace vpass::tools {
namespace {

// All entries of one public key, and what they say of it, whatever file and order they came in.
struct Known {
    std::vector<const TrustedKey*> entries;
    std::vector<std::string> facts;

    const TrustedKey& first() const { return *entries.front(); }
    // By whom it speaks for, then by its name.
    std::pair<std::string, std::string> place() const {
        const TrustedKey& key = first();
        return {key.listing ? key.listing.participant : key.issuer, key.kid};
    }
};
using Set = std::map<Sha256, Known>;

std::string facts_of(const TrustedKey& key) {
    std::string out;
    json::Writer w(out);
    w.begin_object().text("issuer", key.issuer).text("participant", key.listing.participant);
    w.text("usage", key.listing.usage).key("domains").begin_array();
    std::vector<std::string> domains = key.listing.domains;
    std::ranges::sort(domains);
    for (const std::string& domain : domains) w.string(domain);
    w.end_array().key("vouches").boolean(key.vouches()).key("kinds").integer(key.kinds);
    if (key.certificate) w.text("certificate", hex_encode(key.certificate->fingerprint));
    w.end_object();
    return out;
}

Set set_of(const TrustStore& store) {
    Set out;
    for (const auto& key : store.keys()) {
        Known& known = out[key->key.public_key().identity()];
        known.entries.push_back(key.get());
        known.facts.push_back(facts_of(*key));
    }
    for (auto& [hash, known] : out) std::ranges::sort(known.facts);
    return out;
}

struct Change {
    std::string_view name;
    const Known* before = nullptr;
    const Known* after = nullptr;
    const Known& shown() const { return after ? *after : *before; }
};

void write_entries(const Known& known, json::Writer& w) {
    w.begin_array();
    for (const TrustedKey* key : known.entries) {
        w.begin_object();
        write_trusted_key(*key, w);
        w.end_object();
    }
    w.end_array();
}

void write_change(const Change& change, Output& output) {
    std::string line;
    json::Writer w(line);
    w.begin_object().text("change", change.name);
    w.text("participant", change.shown().place().first);
    for (const auto& [name, known] : {std::pair{"was", change.before}, {"is", change.after}}) {
        if (!known) continue;
        w.key(name);
        write_entries(*known, w);
    }
    w.end_object();
    output.write(line + "\n");
}

}  // namespace

void write_trust_diff(const TrustStore& before, const TrustStore& after, Output& output) {
    const Set old_keys = set_of(before), new_keys = set_of(after);
    std::vector<Change> changes;
    std::size_t came = 0, went = 0;
    for (const auto& [hash, known] : old_keys) {
        const auto now = new_keys.find(hash);
        if (now == new_keys.end()) {
            changes.push_back({"went", &known, nullptr});
            ++went;
        } else if (now->second.facts != known.facts) {
            changes.push_back({"changed", &known, &now->second});
        }
    }
    for (const auto& [hash, known] : new_keys) {
        if (old_keys.contains(hash)) continue;
        changes.push_back({"came", nullptr, &known});
        ++came;
    }
    std::ranges::sort(changes, {}, [](const Change& change) { return change.shown().place(); });
    for (const Change& change : changes) write_change(change, output);
    message("", counted(came, "key") + " came, " + std::to_string(went) + " went, " +
                    std::to_string(changes.size() - came - went) + " changed");
}

}  // namespace vpass::tools

# Rules and venue types as records; the set itself as it is.
vpass policy list kr | jq -r '[.rule, .version, .type, .kind, .from, .to, .fines_from // "-", (.sources | length)] | @tsv'
vpass policy list --lang ko data/policy/eu-rule.json
vpass policy list --venues kr | jq -r '[.venue_type, (.aliases | join(",")), .description, (.periods[] | .from, .to, .fines_from // "-", .region // "-")] | @tsv'
vpass policy list --venues --lang ko kr | head -1
vpass policy show kr | jq -r .Name
exits vpass policy list
exits vpass policy

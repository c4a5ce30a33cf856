# Sound rules, and every kind of finding, each with its file, rule and place.
exits vpass policy check kr data/policy/eu-rule.json
jq -c '.Logic.and[0].in = [1] | .Logic.and[1] = {"or":[1,2]}' data/policy/eu-rule.json >logic.json
jq -c 'del(.ValidTo)' data/policy/eu-rule.json >member.json
jq -c 'del(.Identifier)' data/policy/eu-rule.json >nameless.json
jq -c '.AffectedFields = ["v.0.dt"] | .Description = [] | .Colour = 1' data/policy/eu-rule.json >odd.json
echo '[{' >json.json
exits vpass policy check logic.json member.json nameless.json odd.json json.json
cat data/policy/eu-rule.json | jq -c . >twice.json
exits vpass policy check twice.json data/policy/eu-rule.json
vpass policy show kr | jq -c '.Rules[0].Venue = ["cafe"] | .Venues[0].Periods[0].Til = 1' >set.json
exits vpass policy check set.json
exits vpass policy check missing.json
exits vpass verify --policy logic.json <<<""
exits vpass policy check kr -o /dev/full

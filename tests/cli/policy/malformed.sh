# A malformed rule stops who asks for its country. To all others it is a warning that names file and rule.
exec 2>&1
jq -c '., (.Identifier = "VR-YY-0001" | .Country = "YY" | .Logic = {"or":[1,2]}),
    (.Identifier = "BN-XX-0001" | .Type = "BoosterNotification")' data/policy/eu-rule.json >rules.json
echo '{"payload":{"v":[{"mp":"EU/1/20/1528","dt":"2021-07-10"}]}}' >pass.ndjson
for country in XX xx YY ZZ; do
    exits vpass policy explain --policy rules.json --country $country --at 2021-12-14 pass.ndjson
done
exits vpass policy explain --policy rules.json --country XX --region nowhere --at 2021-12-14 pass.ndjson
exits vpass policy list rules.json -o list.ndjson
exits vpass policy check rules.json -o findings.ndjson
jq -r '"\(.rule) \(.place): \(.evidence)"' findings.ndjson
# What nobody supplies is null in every rule.
jq -c '.Logic.and[0] = {"===":[{"var":"external.kidd"},1]} | .Logic.and[1] = {"in":[1,{"var":"external.valueSets.x"}]} |
    .AffectedFields = []' data/policy/eu-rule.json >odd.json
exits vpass policy check odd.json -o findings.ndjson
jq -r '"\(.finding) \(.rule) \(.place): \(.evidence)"' findings.ndjson
# Of what verify wrote, explain knows the signer.
jq -c '., (.Identifier = "IR-KR-0001" | .Type = "Invalidation" | .Country = "kor" |
    .Logic = {"!":[{"===":[{"var":"external.kid"},"AbC="]}]})' data/policy/eu-rule.json >kid.json
jq -c '.verdict = ({"issuer":"KR","kid":"AbC="}, {"issuer":"KR","kid":"other"}, {"issuer":"JP","kid":"AbC="})' pass.ndjson |
    vpass policy explain --policy kid.json --at 2021-12-14 -

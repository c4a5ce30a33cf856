# Our own tests and those of the EU; what a failing test says; tests that are none.
exits vpass policy test --policy kr data/policy/kr-tests.ndjson
exits vpass policy test --policy data/policy/eu-rule.json data/policy/eu-tests.json
exits vpass policy test --policy kr data/policy/kr-tests.ndjson --policy-parameter firstDay=15
jq -c '.[0].expected = false | .[2].payload = {} | .[]' data/policy/eu-tests.json >tests.ndjson
exits vpass policy test --policy data/policy/eu-rule.json tests.ndjson
exits vpass policy test --policy kr tests.ndjson
jq -c '.ruleId = "KR/TR-KR-0001"' tests.ndjson | exits vpass policy test --policy kr
echo '{"at":"2021-12-14","expected":"admit","venue":"zoo"}' | exits vpass policy test --policy kr
echo '{"at":"yesterday","expected":"admit"}' | exits vpass policy test --policy kr
echo '{"at":"2021-12-14","expected":"yes","venue":"cafe"}' | exits vpass policy test --policy kr
echo '[1]' | exits vpass policy test --policy kr

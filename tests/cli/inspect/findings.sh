# Every finding with its level, its place and its meaning; errors make the exit code 1, warnings do not.
vpass inspect --at $at data/slips.ndjson -o out
echo "exit $?"
jq -r '.findings[] | [.level, .code, .pointer, .message] | join(" | ")' out
grep value-set data/slips.ndjson | vpass inspect --at $at -o /dev/null
echo "exit $?"
# The signer's certificate is looked at only when it is there, at the clock given; it is not needed.
head -1 data/passes.txt >in
for clock in issued 2025-01-01; do vpass inspect -q --at $clock --trust keys/kr/dsc.pem in | jq -c '[.findings[].code]'; done
vpass inspect --at $at -q --trust keys/jp/dsc.pem in | jq -c '.findings'
mkdir sets && echo '{"valueSetId":"vaccines-covid-19-names","valueSetValues":{}}' >sets/vaccines.json
vpass inspect --at $at -q --value-sets sets in | jq -c '[.findings[].code]'

# Newer value sets replace the built-in ones.
exec 2>&1
mkdir sets && echo '{"valueSetId":"vaccines-covid-19-names","valueSetValues":{"EU/1/99/9999":{}}}' >sets/vaccines.json
grep value-set data/slips.ndjson >in
for sets in sets sets/vaccines.json; do
    vpass verify -q --at $at --trust keys/kr/dsc.pem --value-sets $sets in | jq -c .verdict.warnings
done
head -1 data/passes.txt | vpass verify -q --at $at --trust keys/kr/dsc.pem --value-sets sets | jq -c .verdict.warnings
exits vpass verify --value-sets missing.json in
exits vpass verify --value-sets keys in
exits vpass verify --value-sets data/trust/kr.jwks in

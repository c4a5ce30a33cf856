# A signer's certificate that is limited to vaccinations signs no tests.
exec 2>&1
exits vpass verify --at $at --trust keys/vaccination/dsc.pem data/vaccination-key-passes.ndjson -o out
jq -c '[.verdict | .reason, .detail, .type]' out

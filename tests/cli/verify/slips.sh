# What is wrong with a content: refused, or worth a warning, which --strict refuses.
vpass verify -q --at $at --trust keys/kr/dsc.pem data/slips.ndjson -o lax
echo "exit $?"
vpass verify -q --strict --at $at --trust keys/kr/dsc.pem data/slips.ndjson -o strict
echo "exit $?"
paste -d ' ' <(jq -c '[.about, .verdict.reason, .verdict.warnings]' lax) <(jq -c '[.verdict.reason, .verdict.detail]' strict)

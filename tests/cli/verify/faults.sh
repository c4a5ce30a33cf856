# Each fault that sign makes on purpose gets the very verdict it is labelled with.
vpass verify -q --at $at --trust keys/kr/dsc.pem data/faults.ndjson -o out.ndjson
echo "exit $?"
jq -c '[.want.reason, .verdict.reason]' out.ndjson | sort | uniq -c
jq -c 'select([.want.result, .want.reason] != [.verdict.result, .verdict.reason])' out.ndjson

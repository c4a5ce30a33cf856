# --summary: the counts as JSON, to a file or a stream, whatever the answers.
vpass verify -q --at $at --trust keys/kr/dsc.pem --summary counts.json data/faults.ndjson -o /dev/null
echo "exit $?"
cat counts.json
vpass verify -q --at $at --trust keys/kr/dsc.pem --summary - data/passes.txt -o /dev/null
vpass verify -q --at $at --trust keys/kr/dsc.pem --summary /dev/stdout data/passes.txt -o /dev/null | cat
vpass verify -q --summary /dev/null -o /dev/null </dev/null && [ -c /dev/null ] && echo "no passes, no complaint"
exits vpass verify --at $at --trust keys/kr/dsc.pem --summary missing/counts.json data/passes.txt -o /dev/null
exits vpass verify --summary - data/passes.txt

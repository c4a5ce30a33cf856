# A refused pass shows its reason and no claims; stderr names the line and the reason, never the person.
vpass verify --at $at --trust keys/kr/dsc.pem data/faults.ndjson -o out.ndjson
code=$?
jq -c 'select(.verdict.result == "invalid") | .line = input_line_number | {line, verdict, claims}' out.ndjson
exit $code

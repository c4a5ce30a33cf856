# One character of one pass among 1000 is changed: that line is named, and no other.
vpass issue -q --sample 1000 --seed 5 --at $at | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at -o in
awk 'NR == 517 { at = index($0, "HC1:") + 300; c = substr($0, at, 1)
     $0 = substr($0, 1, at - 1) (c == "A" ? "B" : "A") substr($0, at + 1) } { print }' in >changed
vpass verify --at $at --trust keys/kr/dsc.pem in | jq -r .verdict.reason | uniq -c
vpass verify --at $at --trust keys/kr/dsc.pem changed 2>messages >out
echo "exit $?"
sed 's/malformed.*\|bad-signature.*/refused/' messages
jq -r 'select(.verdict.result != "valid") | input_line_number, has("claims")' out

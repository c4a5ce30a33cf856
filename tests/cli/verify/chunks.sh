# A pass given as an array of QR chunks: HC1 has one part only.
exec 2>&1
jq -c '{pass: [.pass]}' data/passes.ndjson | vpass verify -q --at $at --trust keys/kr/dsc.pem | jq -r .verdict.reason | uniq -c
jq -c '{pass: [.pass[:100], .pass[100:]]}' data/passes.ndjson | head -1 | vpass verify -q --at $at --trust keys/kr/dsc.pem | jq -c .verdict

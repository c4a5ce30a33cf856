# A signed record carries what it had, with the pass and the key's kid; the pass says what was asked for.
vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o out
jq -c 'del(.pass)' out
vpass verify --trust keys/kr/dsc.pem --at $at out | jq -c '[.verdict | .reason, .issuer, .issued_at, .expires_at]' | uniq -c
jq -c '[.id == .verdict.id, .payload == .claims]' <(vpass verify -q --trust keys/kr/dsc.pem --at $at out) | uniq -c
vpass inspect -q out | head -1 | jq -c '.layers | .cose, .cwt'

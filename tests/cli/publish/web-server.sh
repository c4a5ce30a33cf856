# Files that are not ours stay in the folder; policies and the keys of others are published on request.
exec 2>&1
vpass sign -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o passes
site() { vpass publish -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem -o site --at $at "$@" | jq -c '[.sequence, .published]'; }
site
echo hello >site/index.html
mkdir site/.well-known && echo contact >site/.well-known/security.txt
ln -s index.html site/start.html
site --trust keys/jp/csca.pem
site --trust keys/jp/csca.pem
(cd site && find . -not -type d -not -path './status/*' | sort)
cat site/start.html
jq -r '.keys[].iss' site/trust.jwks
vpass verify --site site --root keys/kr/dsc.pem --state seen --require-status --at $at passes -o verdicts

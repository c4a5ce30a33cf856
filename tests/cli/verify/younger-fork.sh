# A proof from a fork that has outgrown our copy of the log: the copy has another entry in that place.
exec 2>&1
key="--key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at"
sign() { vpass sign -q $key --operator kim "$@"; }
verify() { exits vpass verify -q --trust keys/kr/dsc.pem --at $at --require-log --vkey vkey "$@" | jq -Rr '. as $line | try (fromjson | .verdict | .reason + ": " + .detail) catch $line'; }
prove() { vpass audit prove -q --vkey vkey --log "$1" <"$2"; }
vpass key ledger --out ledger --name log.example/passes 2>messages
cp ledger/public/vkey vkey
vpass issue -q --sample 9 --seed 1 --at $at -o payloads
head -2 payloads | sign --ledger ledger -o passes
cp -r ledger fork
sed -n 3,4p payloads | sign --ledger ledger -o more
cp -r ledger/public copy
forget
sed -n 5p payloads | sign --ledger fork -o hidden
sed -n 6,9p payloads | sign --ledger fork -o grown
prove fork hidden >from-fork
prove fork passes >before-the-fork
echo "# by itself the proof holds; the copy knows better"
verify from-fork
verify --log copy from-fork
vpass audit passes --trust keys/kr/dsc.pem --vkey vkey --log copy from-fork 2>/dev/null | jq -r .finding
echo "# what the copy has as well, and what lies beyond it"
verify --log copy before-the-fork
forget
sed -n 5p payloads | sign --ledger ledger -o beyond
prove ledger beyond >proved
verify --log copy proved

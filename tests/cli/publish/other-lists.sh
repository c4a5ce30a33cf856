# Lists of the kinds that other programs read, and what verify makes of them: EU batches of passes without a slot, and the
# keys and card lists of a SMART Health Card issuer.
exec 2>&1
vpass key new --test --at $at --issuer-url https://pass.example/kr --out k 2>/dev/null
k="--key k/dsc.key --cert k/dsc.pem --at $at"
site() { vpass publish -q --ledger l $k -o site "$@" | jq -c '[.sequence, .published]'; }
judge() { vpass verify -q --at $at --require-status "$@" | jq -r .verdict.reason; }
for format in hcert shc; do
    vpass issue -q --sample 3 --seed 1 --at $at --format $format | vpass sign -q $k --ledger l -o $format
done
vpass issue -q --sample 3 --seed 2 --at $at | vpass sign -q $k -o unregistered
echo "# nothing is revoked"
site
(cd site && find status/eu .well-known -type f 2>/dev/null | sed 's/crl\/.*/crl\/KID.json/' | sort)
judge --trust site/.well-known/jwks.json --revoked site/.well-known/crl shc
echo "# the second card, and the second pass that the register does not know"
sed -n 2p shc | vpass revoke -q --ledger l --at $at | jq -c .revoked.result
sed -n 2p unregistered | vpass revoke -q --ledger l --at $at | jq -c '.revoked | [.result, .registered]'
site
(cd site/status/eu && for list in *; do jq -c '[.country, .hashType, (.entries | length)]' "$list"; done)
judge --trust site/.well-known/jwks.json --revoked site/.well-known/crl shc
jq -c '.keys[] | [.kty, .alg, .crlVersion]' site/.well-known/jwks.json
jq -c '[.method, .ctr, (.rids | length)]' site/.well-known/crl/*
cmp <(jq -r '.rids[]' site/.well-known/crl/*) <(sed -n 2p shc | jq -r .index) && echo "by its slot"
vpass verify -q --at $at --trust k/dsc.pem --revoked site/status/eu unregistered | jq -r .verdict.reason
for list in site/status/eu/*; do vpass verify -q --at $at --trust k/dsc.pem --revoked $list unregistered | jq -r .verdict.reason | paste -sd ' '; done
echo "# honest passes are as good as ever"
vpass verify -q --at $at --site site --root k/dsc.pem --state seen --require-status hcert | jq -r .verdict.reason
echo "# taken back"
sed -n 2p unregistered | vpass revoke -q --undo --ledger l --at $at | jq -c .revoked.result
site
(cd site && find status/eu -type f 2>/dev/null)
vpass verify -q --at $at --site site --root k/dsc.pem --state seen unregistered | jq -r .verdict.reason

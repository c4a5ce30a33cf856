# A key that is revoked under one of its names is revoked under all: in each format, and in every trust file.
vpass key new --country KR --issuer-url https://kdca.example --test --at 2021-01-01 --out k 2>messages
vpass key root --out . 2>messages
key="--key k/dsc.key --cert k/dsc.pem"
sign() { vpass sign -q $key --at $at "$@"; }
vpass issue -q --at 2021-12-14 --sample 2 --seed 1 >hcerts
vpass issue -q --at 2021-12-14 --sample 2 --seed 2 --format shc >cards
sign --ledger ledger hcerts -o passes
sign cards -o more  # stolen: the ledger has never seen them
cat passes more >all
vpass trust make k/dsc.pem 2>messages | sed 's/,"iss":"KR"//; s/,"x5c":[^]]*]//' >bare.jwks
revoke() { vpass revoke -q --ledger ledger --at $at "$@" | jq -c '[.kid, .revoked.result, .revoked.passes]' | sed "s|$hc1|HC1|; s|$thumbprint|THUMBPRINT|"; }
check() {
    vpass publish -q --ledger ledger $key --root-key root.key -o site --at $at >/dev/null
    vpass verify -q --site site --root root.pem --state seen "$@" --at $at all | jq -r .verdict.reason | uniq -c
}
hc1=$(head -1 passes | jq -r .kid) thumbprint=$(head -1 more | jq -r .kid)
check
for name in "$hc1" "$thumbprint"; do
    revoke --key "$name"
    check
    check --trust bare.jwks
    revoke --key "$hc1"
    revoke --key "$thumbprint" --undo
done
check

# The secret of the links in a token: made there by the first run, the same links in every run, and no copy in a file.
exec 2>&1
make_token agency
uri="pkcs11:token=agency;object=links?module-path=$softhsm"
token=(--secret "$uri" --pin-file pin)
link() { vpass link --at $at --base https://a.example/p --out "$@"; }
vpass issue -q --at $at --sample 20 --seed 1 | vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem -o passes
exits link site "${token[@]}" --dry-run passes -o links
exits link site "${token[@]}" passes -o links
exits link site "${token[@]}" passes -o again
cmp links again && echo "the same links"
jq -r .link links | vpass link -q --open --at $at --files site --base https://a.example/p | vpass verify -q --at $at --trust keys/kr/dsc.pem | jq -r .verdict.reason | sort | uniq -c
exits link other --secret "pkcs11:token=agency;object=second?module-path=$softhsm" --pin-file pin passes -o others
cmp -s links others || echo "another key, other links"
exits link site --secret "pkcs11:token=agency;object=links;type=private?module-path=$softhsm" --pin-file pin passes -o none
exits link site --secret "pkcs11:token=agency?module-path=$softhsm" --pin-file pin passes -o none
exits link site --secret "pkcs11:token=missing;object=links?module-path=$softhsm" --pin-file pin passes -o none

echo "--- a ledger notes which key it is"
vpass issue -q --at $at --sample 5 --seed 2 | vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem --ledger ledger --operator kim -o signed
exits link ours --ledger ledger "${token[@]}" signed -o first
stat -c %a ledger/link.secret first
sed 's/module-path=.*/module-path=…/' ledger/link.secret
exits link ours --ledger ledger --pin-file pin signed -o second
cmp first second && echo "the same links"
exits link ours --ledger ledger --secret "pkcs11:token=agency;object=second?module-path=$softhsm" --pin-file pin signed -o none
softhsm2-util --delete-token --token agency >/dev/null
make_token agency
exits link ours --ledger ledger --pin-file pin signed -o none
exits link ours --ledger ledger "${token[@]}" signed -o none

# One key that signs for issuers of three names: each format has its own list, or says that it has none.
vpass key new --test --out k --at 2021-12-01 --country KR --issuer-url did:web:pass.example --issuer-url https://pass.example 2>/dev/null
vpass key root --out r 2>/dev/null
vpass issue -q --sample 30 --seed 3 --records --at $at | jq -c 'select(.type != "recovery")' | head -2 >records
for format in shc nzcp vds-nc hcert; do
    vpass issue -q --at $at --format $format records |
        vpass sign -q --at $at --ledger l --operator kim --key k/dsc.key --cert k/dsc.pem
done >passes
later=2021-12-15T09:00:00+09:00
exec 2>&1
vpass revoke --ledger l --operator lee --at $later <(sed -n "1~2p" passes) -o out
jq -c '.revoked | [.result, .passes, .registered, .listed, .index != null]' out
vpass publish -q --ledger l --operator lee --at $later --key k/dsc.key --cert k/dsc.pem --root-key r/root.key -o site | jq -c .published
vpass verify -q --site site --root r/root.pem --at $later passes | jq -r '.verdict | "\(.format) \(.reason)"'

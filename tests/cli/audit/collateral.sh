# Who needs a new pass before a key is revoked: holders of passes in force that nobody else has revoked.
exec 2>&1
sign() {  # sign OPERATOR TIME [OPTION...]
    vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --ledger ledger --operator "$1" --at "$2" "${@:3}"
}
audit() { exits vpass audit collateral --log ledger -o findings --at "${when:-2022-01-10}" "$@"; jq -c . findings; }
vpass issue -q --sample 6 --seed 1 --at $at -o payloads
sed -n 1,2p payloads | sign kim 2021-12-14T10:00:00+09:00 -o passes
sed -n 3p payloads | sign eve 2021-12-15T10:00:00+09:00 -o more
sed -n 4p payloads | sign eve 2021-12-16T10:00:00+09:00 --expires 2022-01-09T00:00:00+09:00 -o short
sed -n 1p passes | vpass revoke -q --ledger ledger --operator lee --at 2021-12-17 >revoked
kid=$(head -1 passes | jq -r .kid)
vpass key new --test --at 2021-01-01 --out other 2>messages
sed -n 5p payloads | vpass sign -q --key other/dsc.key --cert other/dsc.pem --ledger ledger --operator kim --at $at -o other-passes

echo "# all, of one's operator, of a time"
audit "$kid"
when=2021-12-20 audit "$kid" -q
audit "$kid" --not-by eve
audit "$kid" --from 2021-12-15T10:00:00+09:00
audit "$kid" --to 2021-12-15T10:00:00+09:00
echo "# nobody"
audit "$kid" --not-by eve --not-by kim
when=2023-01-01 audit "$kid"
audit "$kid" --from 2021-12-16
sed -n 2p passes | vpass revoke -q --ledger ledger --operator lee --at 2021-12-17 >revoked
audit "$kid" --not-by eve
echo "# no answer"
exits vpass audit collateral --log ledger
exits vpass audit collateral "$kid"
exits vpass audit collateral "$kid" --log missing
exits vpass audit collateral none --log ledger
exits vpass audit collateral "$kid" --log ledger --from lunch

# With a ledger: its secret is made once and is nobody else's, and no link leads to a pass that it has revoked.
exec 2>&1
vpass issue -q --at $at --sample 10 --seed 1 |
    vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem --ledger l --operator kim -o passes
link() { exits vpass link --base https://a.example --out site --ledger l "$@"; }
link --dry-run passes -o links
link passes -o links
stat -c %a l/link.secret
cp l/link.secret before
sed -n '3p;5p' passes | vpass revoke -q --ledger l --operator kim --at $at -o revoked
link --prune passes -o out
cmp l/link.secret before
jq -r '.error.code // "linked"' out | uniq -c
find site -name '???????????????????????????????????????????' | wc -l
vpass link --open -q --at $at --files site <(jq -r .link links) | jq -r '.error.code // "opened"' | uniq -c
echo "== a key's passes of an hour, all of them"
vpass revoke -q --ledger l --operator kim --at $at --key "$(head -1 passes | jq -r .kid)" --from 2021-12-14T11:30:00+09:00 -o revoked
link passes -o out

# What each format says of its slot, and keys that two formats name alike.
exec 2>&1
vpass key new --test --at $at --issuer-url https://pass.example/kr --issuer-url did:web:pass.example --out k 2>/dev/null
for format in hcert shc nzcp vds-nc; do
    vpass issue -q --sample 2 --seed 1 --at $at --format $format |
        vpass sign -q --key k/dsc.key --cert k/dsc.pem --at $at --ledger l --operator kim -o $format
    vpass verify -q --at $at --trust k/dsc.pem $format | jq -c '[.format, .verdict.result]' | uniq -c
    jq -c '[.format, has("index")]' $format | uniq -c
done
sqlite3 -readonly l/register.db "SELECT format, key, slot IS NULL, rid = slot, id IS NULL FROM pass ORDER BY entry"
sqlite3 -readonly l/register.db "SELECT type, key FROM event ORDER BY entry"
for i in 1 2; do sed -n ${i}p shc | vpass inspect -q | jq -r .layers.payload.vc.rid; done | cmp - <(jq .index shc) && echo "rid and index agree"
sed -n 2p l/public/checkpoint

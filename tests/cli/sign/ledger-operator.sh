# Every act has an operator: one without a name is refused before anything is made.
exec 2>&1
for name in '' ' '; do
    exits vpass sign --ledger ledger --operator "$name" --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson
done
[ -e ledger ] || echo "no ledger"

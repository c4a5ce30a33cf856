# What is not published, and why.
exec 2>&1
site() { exits vpass publish --ledger "${ledger:-ledger}" --key keys/kr/dsc.key --cert keys/kr/dsc.pem -o "${out:-site}" --at $at "$@"; }
site
vpass sign -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o passes
echo "# keys that do not fit"
exits vpass publish --ledger ledger --key keys/kr/dsc.key --cert keys/kr/csca.pem -o site --at $at
exits vpass publish --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.key -o site --at $at
site --key keys/vaccination/dsc.key
exits vpass publish --ledger ledger --key keys/jp/dsc.key --cert keys/jp/dsc.pem -o site --at $at
site --root-key keys/kr/dsc.pem
echo "# folders that are not sites"
mkdir home && echo hello >home/letter
out=home site
cat home/letter
echo hello >file
out=file site
out=/proc site
ls -A
echo "# what no verifier could use"
echo '{' >policy.json
site --policy policy.json
site --policy 'no such.json'
site --valid-for soon
site --deltas many
echo "# another root key, another ledger"
site -q >published
vpass key root --out . 2>messages
site --root-key root.key
vpass sign -q --ledger other --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o passes
ledger=other site

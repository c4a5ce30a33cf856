# The rules in a site decide, as they were when the manifest was signed.
exec 2>&1
vpass key root --out . 2>messages
vpass sign -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o passes
site() { vpass publish -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --root-key root.key -o site --at $at "$@" >/dev/null; }
decide() { vpass verify -q --site site --root root.pem --state seen --at $at "$@" passes | jq -c '[.decision.result, .decision.rule]' | sort | uniq -c; }
refuses() { exits vpass verify --site site --root root.pem --state seen --at $at "$@" passes; }
site
refuses --policy site:kr.json
vpass policy show kr >kr.json
cp data/policy/eu-rule.json other.json
site --policy kr.json --policy other.json
decide --policy site:kr.json --venue restaurant
decide --policy site:other.json
echo "# the same rules from a file"
decide --policy kr.json --venue restaurant
echo "# two sets at once, one of the site"
decide --policy site:kr.json --policy other.json --country KR --venue restaurant
refuses --policy kr --policy site:kr.json --venue restaurant
echo "# names that it does not have"
for name in kr "" ../policy/kr.json trust.jwks KR.json; do refuses --policy "site:$name" --venue restaurant; done
echo "# no site"
exits vpass verify --trust keys/kr/dsc.pem --at $at --policy site:kr.json --venue restaurant passes
mkdir site: && cp kr.json site:
exits vpass verify --trust keys/kr/dsc.pem --at $at --policy site:/kr.json --venue restaurant passes
exits vpass policy check site:kr.json
exits vpass audit fines --policy site:kr.json
echo "# a rule set that was changed, that is gone, or in another's place; even when none of it is asked for"
cp -r site good
sed -i 's/KR-0001/KR-0009/' site/policy/kr.json
refuses --policy site:kr.json --venue restaurant
refuses
rm site/policy/kr.json
refuses --policy site:kr.json --venue restaurant
cp site/policy/other.json site/policy/kr.json
refuses --policy site:kr.json --venue restaurant
echo "# one that the manifest does not list"
rm -r site && cp -r good site
cp kr.json site/policy/more.json
refuses --policy site:more.json --venue restaurant
decide --policy site:kr.json --venue restaurant

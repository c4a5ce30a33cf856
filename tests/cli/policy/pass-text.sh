# A policy explained by passes themselves: text, records with a pass, and what rules do not know.
ln -s keys/kr signer
vpass issue -q --sample 1 --seed 1 --at 2021-12-14 |
    vpass sign -q --key signer/dsc.key --cert signer/dsc.pem --at 2021-12-14T09:00:00+09:00 -o pass.ndjson
vpass verify -q --trust signer/dsc.pem --at 2021-12-15 pass.ndjson -o verdict.ndjson
jq -r .pass pass.ndjson >pass.txt
explain() { exits vpass policy explain --policy kr --venue cafe --at 2022-01-04T12:10:00+09:00 "$@"; }
explain pass.txt
echo "== a record with the pass alone, and with its claims, say the same"
explain pass.txt 2>/dev/null | cmp - <(explain <(jq -c '{pass}' pass.ndjson) 2>/dev/null) && echo same
explain pass.txt 2>/dev/null | cmp - <(explain verdict.ndjson) && echo same
echo "== facts beside the pass; a pass that was judged invalid is none"
jq -c '{pass,facts:{party:1}}' pass.ndjson | explain - 2>/dev/null | head -1
jq -c '{pass,verdict:{result:"invalid"}}' pass.ndjson | explain - | head -1
echo "== what rules do not know"
vpass issue -q --sample 1 --seed 1 --format vds-nc --at 2021-12-14 |
    vpass sign -q --key signer/dsc.key --cert signer/dsc.pem --at 2021-12-14T09:00:00+09:00 | jq -r '.pass' >seal.txt
explain seal.txt
explain - <<<'HC1:ABC'
explain - <<<'hello'
explain - <<<'{"pass"'

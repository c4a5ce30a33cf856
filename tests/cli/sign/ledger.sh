# --ledger: each pass has a slot of its own, which record, pass and register agree about.
sign() { vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator kim --again "$@"; }
sql() { sqlite3 -readonly l/register.db "$@"; }
vpass key ledger --out l --name log.example.org 2>/dev/null
vpass issue -q --sample 500 --seed 1 --at $at -o payloads
sign payloads -o passes
vpass verify -q --at $at --trust keys/kr/dsc.pem passes | jq -c '.verdict | [.result, .warnings]' | sort | uniq -c
jq .index passes | sort -nu | wc -l
cmp <(vpass inspect -q passes | jq .layers.cwt.status_index) <(jq .index passes) && echo "records and passes agree"
cmp <(jq -r '"\(.id)|\(.kid)|\(.index)"' passes) <(sql 'SELECT id, kid, slot FROM pass JOIN signing_key USING (key) ORDER BY entry') &&
    echo "records and register agree"
vpass inspect -q passes | jq -r .layers.cwt.status_uri | uniq -c
sql 'SELECT * FROM batch'
sql 'SELECT kid, issuer, status_uri, slots, (SELECT count(*) FROM block) FROM signing_key'
sed -n 2p l/public/checkpoint
# The short form; an index that came in is replaced, and without a ledger dropped.
head -1 payloads | jq -c '.index = 7' | sign -q --short-status -o short
vpass inspect -q short | jq -c '.layers.cwt | [.status_uri, .claims[-1]]'
[ "$(jq .index short)" != 7 ] && echo "replaced"
vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at short | jq -c .index
# What cannot be signed has no row and a place in the output.
(head -1 payloads; echo x; echo '{"payload":[]}'; tail -1 payloads) | sign -j 2 -o mixed 2>&1
jq -c '[.line, .error.code]' mixed
sql 'SELECT count(*) FROM pass; SELECT batch, operator FROM batch'
exec 2>&1
exits sign --fault expired payloads
exits vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --operator kim payloads
exits vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --issuer XX --ledger l payloads -q -o refused
jq -c .error refused | uniq -c
exits vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger keys payloads

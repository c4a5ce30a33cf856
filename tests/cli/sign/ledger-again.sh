# One identifier, one person: what was signed before is signed again only when asked, and an id that comes back with
# other content is told.
exec 2>&1
sign() { vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator kim "$@"; }
shown() { jq -r '.error.code // (if .index then "signed" else "no index" end)' | uniq -c; }
reconcile() { exits vpass audit reconcile -q --log l --vkey l/public/vkey -o findings; jq -c '[.finding, .severity, .evidence.entries]' findings; }
vpass key ledger --out l --name log.example.org 2>/dev/null
vpass issue -q --sample 400 --seed 1 --at $at -o payloads
sign -q payloads -o passes && shown <passes
echo "# the same registry once more"
exits sign payloads -o again 2>messages; shown <again; tail -2 messages
exits sign -q --again payloads -o again; shown <again
echo "# one of them changed"
jq -c 'if .id == $id then .payload.nam.fnt = "OTHER" else . end' --arg id "$(sed -n 3p payloads | jq -r .id)" payloads | sed -n 2,4p >changed
exits sign changed -o out; shown <out
sed -n 2p changed | sed 's/OTHER/THIRD/' >third
exits sign third -o out; shown <out
exits sign --unique <(sed 's/THIRD/FOURTH/' third) -o out; shown <out
reconcile
echo "# after all but one of them are revoked, the id is of one person again"
id=$(jq -r .id third)
exits vpass revoke -q --ledger l --operator lee --at $at --id "$id" -o out
jq -c '.revoked | [.result, .detail, .passes, (.candidates | length), (.candidates[0] | keys)]' out
jq -c '{kid} + (.revoked.candidates[] | {kid, index})' out | head -3 | vpass revoke -q --ledger l --operator lee --at $at | jq -c .revoked.result
exits vpass revoke -q --ledger l --operator lee --at $at --id "$id" -o out; jq -c .revoked.result out
exits vpass revoke -q --ledger l --operator lee --at $at --undo --id "$id" -o out; jq -c .revoked.result out
exits vpass revoke -q --ledger l --operator lee --at $at --undo --all --id "$id" -o out; jq -c '.revoked | [.result, .passes]' out
sed -n 3p passes | vpass revoke -q --ledger l --operator lee --at $at | jq -c '.revoked | [.result, .passes]'
echo "# within one run, the first line counts at every number of threads"
vpass key ledger --out l1 --name log.example.org 2>/dev/null
vpass issue -q --sample 3000 --seed 2 --at $at >many
(cat many; jq -c 'if .id[-1:] < "M" then .payload.nam.fnt = "OTHER" else . end' many) >twice
for jobs in 1 2 4; do
    vpass key ledger --out l$jobs --name log.example.org 2>/dev/null || true
    vpass sign -q -j $jobs --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l$jobs --operator kim twice --unique | jq -c '[.line, .error.code, .id]' >answers-$jobs
done
cmp answers-1 answers-2; cmp answers-1 answers-4
jq -r '.[1] // "signed"' answers-1 | sort | uniq -c | awk '{ print $2, ($1 == 3000 ? "all" : $1 > 500 ? "many" : $1) }'
echo "# an id in two formats is one person; without an id nothing is known"
vpass key new --test --out k --at 2021-12-01 --issuer-url did:web:pass.example --issuer-url https://pass.example 2>/dev/null
vpass issue -q --sample 30 --seed 3 --records --at $at | jq -c 'select(.type == "vaccination")' | head -2 >records
for format in hcert nzcp; do vpass issue -q --at $at --format $format records | exits vpass sign -q --key k/dsc.key --cert k/dsc.pem --at $at --ledger l5 --operator kim -o $format; done
echo "# going on where a run was cut short: what was never released is signed again"
head -100 passes >cut
vpass key ledger --out l6 --name log.example.org 2>/dev/null
exits vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l6 --operator kim payloads -o whole
exits vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l6 --operator kim --resume payloads -o cut
shown <cut
echo "# another key signs anew what an old one signed"
vpass key dsc --csca keys/kr/csca.pem --csca-key keys/kr/csca.key --test --at $at --out second 2>/dev/null
head -5 payloads | vpass sign -q --key second/dsc.key --cert second/dsc.pem --at $at --ledger l --operator kim | shown
head -5 payloads >five; exits vpass sign -q --key second/dsc.key --cert second/dsc.pem --at $at --ledger l --operator kim five -o out; shown <out

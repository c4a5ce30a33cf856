# By pass, by index, by id, by option; twice is harmless, and what is unknown is an answer.
revoke() { vpass revoke --ledger l --operator lee --at 2021-12-15T09:00:00+09:00 "$@"; }
result() { jq -c '.revoked | [.result, .passes, .since, .detail]'; }
vpass key ledger --out l --name log.example.org 2>/dev/null
vpass issue -q --sample 20 --seed 1 --at $at |
    vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator kim -o passes
exec 2>&1
line() { sed -n "$1p" passes; }
exits revoke --reason 'wrong lot' <(line 1; line 2 | jq -c '{kid,index}'; line 3 | jq -c '{index}'; line 4 | jq -c '{id}'; line 5 | jq -r .pass) -o out
result <out
cmp <(jq .revoked.index out) <(head -5 passes | jq .index) && echo "the same slots"
exits revoke -q <(line 1; line 6; line 6) -o out
result <out
exits revoke -q --id "$(line 7 | jq -r .id)" --id none -o out
jq -c '[.id == "none", .revoked.result]' out
exits revoke -q --undo <(line 1; line 8; line 7; line 7) -o out
result <out
sqlite3 -readonly l/register.db "SELECT type, reason, operator, count(*) FROM event JOIN batch USING (batch) GROUP BY 1, 2, 3 ORDER BY 1, 2;
    SELECT count(*), min(since) = max(since) FROM revoked"
sed -n 2p l/public/checkpoint
# An id that was issued twice means both passes only when asked for all.
line 9 | vpass sign --again -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator kim -o again
revoke -q <(line 9 | jq -c "{id}") | result
revoke -q --all <(line 9 | jq -c "{id}") | result
# Bad lines, and passes of others.
printf '%s\n' x '{"id":3}' '{"index":-1}' '{"index":"a"}' '{"index":5,"kid":"none"}' '{"index":5}' '{}' '{"line":1,"error":{"code":"c","message":"m"}}' '{"pass":"HC1:x","revoked":"forged"}' |
    exits revoke -o out
jq -c . out
exits revoke -q data/jp-passes.ndjson -o out
jq -c .revoked out | uniq -c

# The insider with SQL: each edit of the register is found and named, with the row and where it can be known what was
# there before.
exec 2>&1
now="--at 2021-12-14T13:00:00+09:00"
k="--key keys/kr/dsc.key --cert keys/kr/dsc.pem"
change() { sqlite3 ledger/register.db "$@"; }
reconcile() { vpass audit reconcile -q --log ledger --vkey vkey -o findings "$@"; local code=$?; jq -c '[.finding, .severity, .index // .id // .unregistered, (.evidence | del(.id, .slot, .root))]' findings | sed -E 's/"(register|committed)":"[0-9]{1,7}"/"\1":"SLOT"/g; s/URN:UVCI:01:KR:[^"]*/ID/g'; echo "exit $code"; }
edit() {  # edit WHAT SQL
    echo "# $1"
    change "$2"
    [ "$(change .dump | md5sum)" != "$good" ] || echo "nothing was changed"
    reconcile
    rm -rf ledger && cp -r whole ledger
}
vpass key ledger --out ledger --name log.example/passes 2>/dev/null
cp ledger/public/vkey vkey
vpass issue -q --sample 6 --seed 1 --at $at | vpass sign -q $k --at $at --operator kim --ledger ledger -o passes
vpass key new --test --out card --at $at --issuer-url https://pass.example 2>/dev/null
vpass issue -q --sample 30 --seed 3 --records --at $at | jq -c 'select(.type == "vaccination")' | head -1 | vpass issue -q --at $at --format shc |
    vpass sign -q --key card/dsc.key --cert card/dsc.pem --at $at --operator kim --ledger ledger -o card-pass
kid=$(head -1 passes | jq -r .kid)
vpass revoke -q --ledger ledger --operator lee $now --reason 'wrong lot' <(sed -n '2p;3p' passes) -o out
vpass revoke -q --ledger ledger --operator lee $now --reason 'stolen key' --key "$kid" --from 2021-12-01 --to 2021-12-02 -o out
vpass sign -q $k --at $at <(vpass issue -q --sample 1 --seed 9 --at $at) | vpass revoke -q --ledger ledger --operator lee $now -o out
vpass publish -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --key card/dsc.key --cert card/dsc.pem --operator lee $now -o site >/dev/null
cp -r ledger whole
good=$(change .dump | md5sum)
echo "# all is well"
reconcile
edit 'the pass of an event' 'UPDATE event SET pass = 1 WHERE pass = 2'
edit 'the slot of a pass, of a count that was never given away' 'UPDATE pass SET slot = (SELECT slot FROM pass WHERE entry = 3) + 1 WHERE entry = 3'
edit 'the slots of two passes' 'CREATE TEMP TABLE t AS SELECT slot FROM pass WHERE entry = 1; UPDATE pass SET slot = (SELECT slot FROM pass WHERE entry = 4) WHERE entry = 1; UPDATE pass SET slot = (SELECT slot FROM t) WHERE entry = 4'
edit 'one slot for two passes' 'UPDATE pass SET slot = (SELECT slot FROM pass WHERE entry = 4) WHERE entry = 1'
edit 'the rid of a card' "UPDATE pass SET rid = '17' WHERE rid IS NOT NULL"
edit 'an operator' "UPDATE batch SET operator = 'eve' WHERE operator = 'lee' AND batch = 3"
edit 'a time, within the day' 'UPDATE batch SET time = time + 3600 WHERE batch = 1'
edit 'a time and its record' "UPDATE batch SET time = time + 3600, record = replace(record, 'T04:', 'T05:') WHERE operator = 'lee'"
edit 'a time, by days' 'UPDATE batch SET time = time - 86400 WHERE batch = 1'
edit 'a reason' "UPDATE event SET reason = 'error' WHERE pass = 2"
edit 'all reasons of a run' "UPDATE event SET reason = NULL WHERE reason = 'wrong lot'"
edit 'the span of a rule, in its event' 'UPDATE event SET issued_from = issued_from + 1 WHERE issued_from IS NOT NULL'
edit 'the span of a rule, in the table of rules' 'UPDATE rule SET issued_to = issued_to - 1'
edit 'the time of issue' 'UPDATE pass SET issued_at = issued_at - 86400 WHERE entry = 4'
edit 'the expiry' 'UPDATE pass SET expires_at = expires_at + 1 WHERE entry = 4'
edit 'no expiry' 'UPDATE pass SET expires_at = NULL WHERE entry = 4'
edit 'the format' "UPDATE pass SET format = 'nzcp' WHERE entry = 4"
edit 'the id' "UPDATE pass SET id = 'X' WHERE entry = 4"
edit 'the hash of another pass beside an erased salt' 'UPDATE pass SET salt = NULL, hash = (SELECT hash FROM pass WHERE entry = 5) WHERE entry = 4'
edit 'an erased salt beside its hash' 'UPDATE pass SET salt = NULL WHERE entry = 4'
edit 'a salt and its hash, erased as they should be' 'UPDATE pass SET salt = NULL, hash = zeroblob(32), id = NULL, content = NULL WHERE entry = 2'
edit 'a revocation that is forgotten' 'DELETE FROM revoked WHERE pass = 2'
edit 'a revocation that nobody made' 'INSERT INTO revoked VALUES (4, 1639454400)'
edit 'since when it is revoked' 'UPDATE revoked SET since = since + 1 WHERE pass = 2'
edit 'a rule that is forgotten' 'DELETE FROM rule'
edit 'an unregistered pass that is no longer revoked' 'UPDATE unregistered SET revoked_since = NULL'
edit 'the pass that is revoked without being registered' 'UPDATE event SET unregistered = 2 WHERE unregistered = 1'
edit 'a publication' 'UPDATE publication SET manifest = zeroblob(32)'
edit 'the key' "UPDATE signing_key SET public_key = x'00' WHERE key = 1"

echo "# revoke hits nobody else"
change 'UPDATE pass SET slot = (SELECT slot FROM pass WHERE entry = 4), entry = 4 + 100 WHERE entry = 1; UPDATE pass SET entry = 1 WHERE entry = 104'
head -1 passes | exits vpass revoke -q --ledger ledger --operator lee $now | jq -cR 'fromjson? // . | if type == "object" then .error.code else . end'

# The log, the register and the registry against each other. Salts are random, and so is what they are hashed into.
exec 2>&1
sign() { vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --operator kim --ledger ledger "$@"; }
reconcile() { exits vpass audit reconcile --log ledger --vkey "${vkey-vkey}" -o findings "$@"; jq -c 'if .finding == "wrong-root" then del(.evidence.message) else . end' findings; }
change() { sqlite3 ledger/register.db "$@"; }
flip() { printf "\\x$(printf %02x $(($(od -An -tu1 -j"$2" -N1 "$1") ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
fresh() { rm -rf ledger && cp -r good ledger; }
vpass key ledger --out ledger --name log.example/passes 2>messages
cp ledger/public/vkey vkey
vpass issue -q --sample 6 --seed 1 --at $at | tee registry | sign -o passes
sed -n 6p passes | vpass revoke -q --ledger ledger --operator lee --at $at -o revoked
cp -r ledger good

echo "# all is well, without and with a registry; of what is revoked there need be no record"
reconcile
reconcile registry
head -5 registry | reconcile -
(echo id; jq -r .id registry) >registry.csv
reconcile registry.csv
echo "# passes without a record, one of them deleted; records without a pass or an identifier"
sed -n '1,3p;5p' registry >now
reconcile now
reconcile --before registry now
(cat registry; vpass issue -q --sample 1 --seed 2 --at $at; echo '{"type":"test"}'; echo x) | reconcile -
echo "# rows of the register that are gone or changed"
change 'DELETE FROM pass WHERE entry = 1; DELETE FROM event WHERE type = 2'
reconcile; fresh
change "UPDATE pass SET hash = zeroblob(32) WHERE entry = 1; UPDATE pass SET batch = 9 WHERE entry = 2; UPDATE pass SET key = 9 WHERE entry = 3; UPDATE event SET type = 3 WHERE type = 2"
reconcile; fresh
change "UPDATE batch SET operator = 'eve', record = replace(record, 'kim', 'eve')"
reconcile -q; fresh
echo "# a salt that was erased can no longer show what its entry is about"
change 'UPDATE pass SET salt = NULL WHERE entry = 1'
reconcile; fresh
echo "# a log that was changed"
entries=ledger/public/tile/entries/000.p/8 tile=ledger/public/tile/0/000.p/8
flip $entries 30
reconcile; fresh
flip $tile 40
reconcile; fresh
rm $entries
reconcile; fresh
echo "# a log of somebody else"
vkey=data/log/vkey reconcile
echo "# no answer"
exits vpass audit reconcile --log ledger
exits vpass audit reconcile --log missing --vkey vkey
exits vpass audit reconcile --log ledger --vkey vkey missing
echo name >bad.csv
exits vpass audit reconcile --log ledger --vkey vkey bad.csv
echo hello >ledger/register.db
exits vpass audit reconcile --log ledger --vkey vkey 2>&1 | sed "s|$PWD/||"

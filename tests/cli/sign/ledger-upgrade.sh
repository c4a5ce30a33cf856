# A ledger of the first version of its register goes on as it is: readers leave it alone, a writer upgrades it.
exec 2>&1
sql() { sqlite3 -readonly l/register.db "$@"; }
cp -r data/ledger-1 l
(umask 077 && sqlite3 l/register.db <l/register.sql)
sql 'PRAGMA user_version'
echo "# readers"
exits vpass audit operators --log l
exits vpass audit reconcile -q --log l --vkey l/public/vkey
vpass audit prove --log l --vkey l/public/vkey --index 3 -o proof && vpass audit check-proof -q --vkey l/public/vkey proof
sql 'PRAGMA user_version'
echo "# writers"
head -2 l/passes | tail -1 | vpass revoke -q --ledger l --operator lee --at $at | jq -c .revoked.result
vpass issue -q --sample 300 --seed 3 --at $at -o payloads
vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator lee payloads -o passes
vpass publish -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator lee -o site | jq -c .sequence
cat l/passes passes | vpass verify -q --at $at --site site --root keys/kr/dsc.pem --state seen | jq -r .verdict.reason | sort | uniq -c
[ "$(sql 'PRAGMA user_version')" -gt 1 ] && echo "upgraded"
sql 'SELECT count(*), count(DISTINCT slot) FROM pass; SELECT sequence, log_size FROM publication; SELECT count(*) FROM revoked; PRAGMA integrity_check'
cat l/passes passes | jq -r '"\(.id) \(.index)"' | cmp - <(sql -separator ' ' 'SELECT id, slot FROM pass ORDER BY entry') && echo "no pass is lost"
exits vpass audit reconcile -q --log l --vkey l/public/vkey
exits vpass audit log -q l/public --vkey l/public/vkey --earlier data/ledger-1/public/checkpoint
echo "# an upgraded register has the tables of a new one"
vpass key ledger --out new --name log.example/new 2>/dev/null
schema() { sqlite3 -readonly $1 "SELECT m.name, c.cid, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_schema AS m, pragma_table_info(m.name) AS c ORDER BY 1, 2"; }
cmp <(schema l/register.db) <(schema new/register.db) && echo "the same"
echo "# a register of a newer vpass is not touched, nor one that is none"
sqlite3 l/register.db 'PRAGMA user_version = 99'
cp l/register.db before
exits vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator lee payloads 2>&1 | sed 's/versions up to [0-9]*/versions up to …/'
exits vpass audit operators --log l 2>&1 | sed 's/versions up to [0-9]*/versions up to …/'
cmp before l/register.db
sqlite3 l/register.db 'PRAGMA user_version = 1; PRAGMA application_id = 7'
exits vpass revoke -q --ledger l --operator lee --id x

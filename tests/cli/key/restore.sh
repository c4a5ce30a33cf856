# After a loss: what copies of the log, sites and passes can give back, and that nothing is used twice.
exec 2>&1
keys="--key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at"
sign() { vpass issue -q --sample "$1" --seed "$2" --at $at | vpass sign -q $keys --ledger l --operator kim -o "$3"; }
revoke() { vpass revoke -q --ledger l --operator lee --at $at "$@" | jq -r .revoked.result | sort | uniq -c; }
publish() { vpass publish -q $keys --ledger l --operator kim -o site "$@" | jq -c .sequence; }
hide() { sed 's|memory /[0-9A-Za-z./]*|memory …|g; s|site /[0-9A-Za-z./]*/site|site …|g'; }
restore() { exits vpass key ledger --restore --out l --operator lee --at $at "$@" 2>&1 | hide; }
sql() { sqlite3 -readonly l/register.db "$@"; }
back() { rm -rf l && cp -r "$1" l; }
vpass key ledger --out l --name log.example/restored 2>/dev/null
sign 4 1 first
publish
cp -r l monday
sign 5 2 second
head -2 second | revoke
tail -1 first | revoke
publish
sign 3 3 third
cp -r l today && cp -r l/public mirror && cp -r site last
echo "# nothing is missing"
restore
echo "# an old log beside the register: it is written anew, to the byte"
back today && rm -rf l/public && cp -r monday/public l
exits vpass sign -q $keys --ledger l --operator kim </dev/null 2>&1 | hide
restore
cmp l/public/checkpoint mirror/checkpoint && echo "the same checkpoint"
echo "# an old checkpoint beside newer tiles"
back today && cp monday/public/checkpoint l/public
restore
echo "# a salt is erased: only a copy of the log knows the entry"
back today && rm -rf l/public && cp -r monday/public l
sqlite3 l/register.db 'UPDATE pass SET salt = NULL WHERE entry = 8'
restore
restore --log mirror
echo "# an old copy of everything, and no copy of the log: it cannot go on"
back monday
restore --site site --root keys/kr/dsc.pem
restore --site site
echo "# with one: what the site revoked stays revoked, and known passes are entered again"
back monday
restore --log mirror --site site --root keys/kr/dsc.pem --passes second
sql 'SELECT entry, first, record FROM gap; SELECT count(*) FROM lost_slot'
revoke second
vpass revoke -q --ledger l --operator lee --at $at third | jq -c '[.revoked.result, .revoked.registered]'
sign 500 4 fourth
publish
cat first second third fourth | vpass verify -q --at $at --site site --root keys/kr/dsc.pem --state seen | jq -r .verdict.reason | sort | uniq -c
cat first second third fourth | jq -r .index | sort | uniq -d | wc -l
exits vpass audit log -q --vkey mirror/vkey --earlier mirror/checkpoint l
echo "# without the passes their slots stay revoked, and nobody else gets them"
back monday && forget
mv site later
restore --log today --site last --root keys/kr/dsc.pem
publish
cat second third | vpass verify -q --at $at --site site --root keys/kr/dsc.pem --state seen2 | jq -r .verdict.reason | sort | uniq -c
echo "# two lives of one ledger"
back monday && forget
rm -r site
sign 1 5 other
restore --log mirror
echo "# usage"
restore --name log.example/other
exits vpass key ledger --out m --log mirror --name log.example/other
printf '%s\n' "not a pass" >bad
back monday && forget
restore --log mirror --passes bad

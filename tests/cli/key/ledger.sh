# A ledger ahead of its first pass; secrets are for their owner alone.
exec 2>&1
umask 000
exits vpass key ledger --out a/l --name log.example.org/passes
(cd a/l && find . -type f | sort | xargs stat -c '%a %n')
jq -c . a/l/ledger.json
sed -n 1,2p a/l/public/checkpoint
cut -d+ -f1 a/l/public/vkey
exits vpass key ledger --out a/l --name log.example.org/other
exits vpass key ledger --out s --name log.example.org --status-uri https://lists.example.org
jq -c . s/ledger.json
mkdir other
touch other/holiday.jpg
exits vpass key ledger --out other --name log.example.org
ls other
exits vpass key ledger --out new --name 'with space'
exits vpass key ledger --out new
exits vpass key ledger --name log.example.org
[ ! -e new ] && echo "nothing was made"

# A disk that fills up, and a place that cannot be written to: no answer, nothing lost, and the next run works.
sign() { vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator kim --again "$@"; }
sql() { sqlite3 -readonly l/register.db "$@"; }
vpass key ledger --out l --name log.example.org 2>/dev/null
vpass issue -q --sample 8000 --seed 1 --at $at -o payloads
full() { (trap '' XFSZ; ulimit -f 600; exits "$@" 2>errors); sed 's/: [^:]*$//' errors; }  # no file above 600 KB
full sign payloads -o /dev/null
head -20 payloads | sign -o more
size=$(sed -n 2p l/public/checkpoint)
[ "$(sql 'SELECT max(entry) + 1 FROM pass')" = $size ] && echo "register and log agree"
exec 2>&1
exits vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger /proc/ledger payloads

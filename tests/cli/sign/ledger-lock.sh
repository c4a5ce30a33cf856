# One writer at a time: the second waits, or fails at once.
exec 2>&1
sign() { vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger l --operator kim --again "$@"; }
vpass key ledger --out l --name log.example.org 2>/dev/null
mkfifo slow
sign -q slow -o first &
exec 9>slow
head -1 data/payloads.ndjson >&9
until [ -s first ]; do sleep 0.05; done  # from a pipe that trickles, each is answered at once
exits sign --no-wait data/payloads.ndjson
sign data/payloads.ndjson -o second 9>&- 2>said &
until grep -s waiting said; do sleep 0.05; done
[ ! -e second ] && echo "waits"
exec 9>&-
wait
tail -n +2 said
wc -l first second | sed 's/^ *//'
sqlite3 -readonly l/register.db 'SELECT batch, count(*) FROM pass GROUP BY batch'
# A full disk and a folder that cannot be written to: no answer, and nothing lost.
[ -w /dev/full ] && exits sign -q data/payloads.ndjson -o /dev/full
sign -q data/payloads.ndjson -o third && sqlite3 -readonly l/register.db 'SELECT count(DISTINCT entry), count(DISTINCT slot) FROM pass'

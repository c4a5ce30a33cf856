# From a ledger to a site, and on as the ledger goes on. Sizes of signatures vary, so bytes are left out.
exec 2>&1
site() { vpass publish --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --root-key root.key -o site "$@" 2>&1 |
    sed 's/,"bytes":[0-9]*//; s/, [0-9]* bytes$//'; }
claims() { cut -d. -f2 site/manifest | tr _- /+ | awk '{ while (length % 4) $0 = $0 "="; print }' | base64 -d; }
vpass key ledger --out ledger --name log.example/passes 2>messages
vpass key root --out .
vpass sign -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o passes
echo "# the first"
site --at $at
claims | jq -c '[.iss, .sequence, .iat, .exp], .lists[], .files[].path' | sed 's/"sha256":"[0-9a-f]*"/"sha256":…/'
(cd site && find . -type f | sort)
echo "# nothing has changed"
site --at $at -q
site --at $at
echo "# a pass is revoked"
head -2 passes | vpass revoke -q --ledger ledger --at $at >revoked
site --at $at -q
(cd site/status/* && ls)
echo "# that is taken back: the next delta from number 1 changes nothing"
vpass revoke -q --undo --ledger ledger --at $at <revoked >restored
site --at $at -q --deltas 2
(cd site/status/* && ls)
echo "# half of its validity is over"
site --at 2021-12-18T00:10:00+09:00 -q
site --at 2021-12-18T00:10:01+09:00 -q
site --at 2021-12-18T00:10:01+09:00 -q --refresh --deltas 0 --valid-for 1d
(cd site/status/* && ls)
sqlite3 -readonly ledger/register.db 'SELECT sequence, time, log_size, length(manifest) FROM publication;
    SELECT operator = (SELECT operator FROM batch LIMIT 1), json_extract(record, "$.command") FROM batch WHERE batch IN
    (SELECT batch FROM event WHERE type = 5)'

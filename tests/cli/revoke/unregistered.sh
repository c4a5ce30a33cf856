# Passes that a key of the ledger signed and the register does not know: never revoked by the slot they bear.
exec 2>&1
k="--key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at"
revoke() { exits vpass revoke -q --ledger l --operator lee --at $at "$@"; }
vpass key ledger --out l --name log.example.org 2>/dev/null
vpass key ledger --out elsewhere --name log.example.org 2>/dev/null
vpass issue -q --sample 3 --seed 1 --at $at -o payloads
vpass sign -q $k --ledger l --operator kim payloads -o honest
vpass sign -q $k --ledger elsewhere --operator eve payloads -o forged  # the same ids
vpass sign -q $k payloads -o plain
revoke <(head -1 forged; head -1 forged; head -1 plain) -o out
jq -c .revoked out
head -2 forged >two
head -1 plain >>two
vpass revoke -q --ledger l --operator lee --at $at two | jq -c '.revoked | [.result, .registered, .passes]'
sqlite3 -readonly l/register.db "SELECT id IS NOT NULL, country, rid, length(signature_hash), length(uci_hash), length(country_uci_hash), revoked_since FROM unregistered;
    SELECT count(*) FROM revoked; SELECT type, count(*) FROM event GROUP BY 1"
vpass revoke -q --ledger l --operator lee --at $at --undo two | jq -c '.revoked.result'
sqlite3 -readonly l/register.db "SELECT revoked_since FROM unregistered"
# A signature that is not ours, though it says so.
jq -c '.pass |= .[:-9] + "AAAAAAAAA"' honest | vpass revoke -q --ledger l --operator lee --at $at | jq -c .revoked.result | uniq -c
vpass key new --test --out k2 --at $at 2>/dev/null
vpass sign -q --key k2/dsc.key --cert k2/dsc.pem --at $at payloads | vpass revoke -q --ledger l --operator lee --at $at | jq -c .revoked | uniq -c

# A key, or what it signed within a time.
exec 2>&1
revoke() { exits vpass revoke -q --ledger l --operator lee --at 2021-12-15T09:00:00+09:00 "$@"; }
vpass key ledger --out l --name log.example.org 2>/dev/null
for hour in 10 11 12; do
    vpass issue -q --sample $hour --seed $hour --at 2021-12-14T$hour:30:00+09:00 |
        vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at 2021-12-14T$hour:30:00+09:00 --ledger l --operator kim -o $hour
done
kid=$(head -1 10 | jq -r .kid)
revoke --key "$kid" --from 2021-12-14T11:00:00+09:00 --to 2021-12-14T12:30:00+09:00
vpass revoke -q --ledger l --operator lee --at $at --key "$kid" --from 2021-12-14T11:00:00+09:00 --to 2021-12-14T12:30:00+09:00 | jq -c '.revoked | [.result, .passes, .since]'
vpass revoke -q --ledger l --operator lee --at $at --key "$kid" --from 2021-12-14T11:30:00+09:00 | jq -c '.revoked | [.result, .passes]'
vpass revoke -q --ledger l --operator lee --at $at --key "$kid" | jq -c '.revoked | [.result, .passes]'
sqlite3 -readonly l/register.db 'SELECT issued_from, issued_to FROM rule ORDER BY entry'
vpass revoke -q --ledger l --operator lee --at $at --key "$kid" --undo | jq -c '.revoked | [.result, .passes]'
vpass revoke -q --ledger l --operator lee --at $at --key "$kid" --undo | jq -c '.revoked | [.result, .passes]'
sqlite3 -readonly l/register.db 'SELECT issued_from, issued_to FROM rule ORDER BY entry'
revoke --key none
revoke --key "$kid" --from 2021-12-15 --to 2021-12-14
revoke --key "$kid" --from lunch
revoke --from 2021-12-15
revoke --key "$kid" --id x
revoke --id x 10
exits vpass revoke --ledger none --id x
exits vpass revoke --id x

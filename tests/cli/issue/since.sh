# Every night: only what is new or changed, what vanished, and what a change has made wrong.
exec 2>&1
header=type,record_id,passport_surname,birth_date,vaccine,dose,doses,vaccinated_on
cat >monday.csv <<END
$header
vaccination,R-1,HONG,1970-01-02,화이자,1,2,2021-06-10
vaccination,R-2,KIM,1985-06-30,모더나,2,2,2021-07-10
vaccination,R-3,LEE,1990-01-01,얀센,1,1,2021-07-11
vaccination,R-4,PARK,1991-01-01,얀센,1,1,2021-07-12
END
sed '/R-4/d; s/KIM/GIM/; s/HONG,1970-01-02,화이자,1,2,2021-06-10/HONG,1970-01-02,화이자,2,2,2021-07-20/' monday.csv >tuesday.csv
echo 'vaccination,R-5,SEO,1992-01-01,화이자,2,2,2021-08-01' >>tuesday.csv
night() { vpass issue --at $at "$@"; }
sign() { vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger ledger --operator kim; }
revoke() { vpass revoke -q --at $at --ledger ledger --operator kim "$@"; }
tell() { jq -c '[.record_id, .payload.nam.fnt, .payload.v[0].dn]'; }
night -q monday.csv >monday.ndjson
sign <monday.ndjson >passes.ndjson

echo "== since a file of issue"
night tuesday.csv --since monday.ndjson --outdated outdated --vanished vanished >tuesday.ndjson
tell <tuesday.ndjson
jq -c 'keys_unsorted' outdated vanished
echo "== since a file of sign"
night -q tuesday.csv --since passes.ndjson --outdated outdated --vanished vanished | tell
jq -c '[.record_id, .index != null, .kid != null, .pass != null]' outdated vanished
echo "== since two files, in any number of threads"
for jobs in 1 3; do
    night -q -j $jobs tuesday.csv --since monday.ndjson --since tuesday.ndjson --summary counts >again
    wc -c <again
    cat counts
done
echo "== since the ledger; a second time there is nothing to do"
night tuesday.csv --since ledger --outdated outdated --vanished vanished >tuesday.ndjson
revoke outdated | jq -c '[.record_id, .revoked.result]'
sign <tuesday.ndjson | jq -c .record_id
night tuesday.csv --since ledger --outdated outdated --vanished vanished
wc -c <outdated
jq -c .record_id vanished
echo "== what was revoked is not made again; what its key lost is"
echo R-3 | revoke | jq -c .revoked.result
night -q tuesday.csv --since ledger | tell
revoke --key "$(jq -r .kid <passes.ndjson | head -1)" | jq -c .revoked.result
night tuesday.csv --since ledger 2>&1 >/dev/null | grep records
revoke --undo --key "$(jq -r .kid <passes.ndjson | head -1)" | jq -c .revoked.result
echo "== expiry near"
vpass issue -q --at 2022-06-05T00:00:00Z tuesday.csv --since ledger --renew 5d | tell
vpass issue --at 2022-06-05T00:00:00Z tuesday.csv --since ledger 2>&1 >/dev/null | grep records
echo "== by id instead, and a registry that is read only in part"
sed 's/record_id/id/; s/R-/R/' monday.csv >ids.csv
night -q ids.csv >ids.ndjson
sed 's/R3,LEE/R3,LIM/; s/1991-01-01/1991-13-01/' ids.csv | night --since ids.ndjson --vanished vanished | jq -c '.id // .error.code'
sed '2s/^.*$/x/' ids.csv | night --since ids.ndjson --vanished vanished | jq -c '.id // .error.code'
echo "== what two records contradict is not outdated"
(cat ids.csv; sed -n '$s/PARK/BAK/p' ids.csv) | night --since ids.ndjson --outdated outdated | jq -c .payload.nam.fnt
wc -c <outdated
echo "== what cannot be compared"
sed 's/record_id/lot/' monday.csv | night -q --since monday.ndjson | jq -c .error.message
exits night -q tuesday.csv --since tuesday.csv
exits night -q tuesday.csv --since none
exits night -q tuesday.csv --since .
exits night -q tuesday.csv --since ledger --since monday.ndjson
exits night -q tuesday.csv --outdated x
exits night -q tuesday.csv --since ledger --check --outdated x
exits night -q tuesday.csv --since ledger --renew soon
exits night -q tuesday.csv --since <(cat monday.ndjson) 2>&1 | sed 's/fd.*is/fd… is/'
night -q tuesday.csv --since ledger --check | jq -c 'select(.finding)'

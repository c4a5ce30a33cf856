#!/bin/bash
# Frauds planted among normal records: audit must find each, and nothing before they are planted.
# usage: tests/faults/planted.sh PATH_TO_VPASS [NORMAL_RECORDS]    1,000 by default; 1,000,000 takes a while
set -euo pipefail
bin=$(cd "$(dirname "$1")" && pwd)
export PATH=$bin:$PATH
records=${2:-1000}
grep -q -e --ledger <<<"$(vpass sign --help)" || { echo "SKIPPED: this vpass signs into no ledger"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_STATE_HOME=$scratch/state
cd "$scratch"

failed=0
finds() {  # finds WHAT COMMAND...: the findings are exactly WHAT, and the exit status says so
    local want=$1 status=0 found
    shift
    "$@" -q -o findings || status=$?
    found=$(jq -r .finding findings | sort | uniq -c | awk '{print $1, $2}' | paste -sd' ')
    if [ "$found" = "$want" ] && [ "$status" = "$([ -z "$want" ] && echo 0 || echo 1)" ]; then
        echo "ok: $2 $3: ${want:-nothing}"
    else
        echo "FAILED: ${*:1:3} found '$found', status $status, not '$want'"
        failed=$((failed + 1))
    fi
}
issue() {  # issue COUNT SEED OPERATOR TIME: records into registry.ndjson, passes into passes.ndjson
    vpass issue -q --sample "$1" --seed "$2" --at 2022-03-01 | tee -a registry.ndjson |
        vpass sign -q --key keys/dsc.key --cert keys/dsc.pem --ledger ledger --operator "$3" --at "$4" >>passes.ndjson
}
passes() { finds "$1" vpass audit passes --trust keys/dsc.pem --log ledger --vkey vkey "$2"; }
reconcile() { finds "$1" vpass audit reconcile --log ledger --vkey vkey --before registry.ndjson "$2"; }
operators() { finds "$1" vpass audit operators --log ledger --zone +09:00 --staff staff; }
trust() { finds "$1" vpass audit trust --at 2022-03-01 "${@:2}"; }
publish() { vpass publish -q --ledger "$1" --key keys/dsc.key --cert keys/dsc.pem -o "$2" --at "$3" --refresh >/dev/null; }
duplicates() { finds "$1" vpass audit duplicates "$2"; }
revocations() { finds "$1" vpass audit revocations --ledger ledger --root keys/dsc.pem "${@:2}"; }

vpass key new --at 2021-01-01 --out keys 2>/dev/null
vpass key new --at 2021-01-01 --test --out test-keys 2>/dev/null
printf 'kim\nlee\npark\n' >staff
# Ten days at work of two operators; the third has a quiet account.
for day in 06 07 08 09 10 13 14 15 16 17; do
    issue $((records / 20)) "1$day" kim "2021-12-${day}T10:00:00+09:00"
    issue $((records / 20)) "2$day" lee "2021-12-${day}T14:00:00+09:00"
done
issue 5 3 park 2021-12-06T11:00:00+09:00
cp ledger/public/vkey vkey
cp ledger/public/checkpoint kept

finds "" vpass audit log ledger --vkey vkey
passes "" passes.ndjson
reconcile "" registry.ndjson
operators ""
trust "" keys/csca.pem keys/dsc.pem
# Each pass at one door, all in one hour.
vpass verify -q --trust keys/dsc.pem --at 2022-02-21T12:00:00+09:00 passes.ndjson |
    jq -c '{verdict, time: "2022-02-21T12:\(input_line_number % 60 + 100 | tostring[1:]):00+09:00", venue: "door-\(input_line_number % 997)"}' >checks.ndjson
duplicates "" checks.ndjson

# A pass of the real key that no register knows; a record that is gone; a demo key.
vpass issue -q --sample 1 --seed 4 --at 2022-03-01 |
    vpass sign -q --key keys/dsc.key --cert keys/dsc.pem --at 2021-12-17T10:00:00+09:00 >forged.ndjson
sed "$((records / 2))r forged.ndjson" passes.ndjson >seen.ndjson
passes "1 unlogged" seen.ndjson
sed "$((records / 3))d" registry.ndjson >now.ndjson
reconcile "1 deleted-record" now.ndjson
trust "1 test-key" keys/csca.pem keys/dsc.pem test-keys/csca.pem
# One picture of a pass at 30 doors.
sed -n "$((records / 2))p" checks.ndjson | jq -c '. as $check | range(30) | $check + {venue: "shared-\(.)"}' >shared.ndjson
sed "$((records / 4))r shared.ndjson" checks.ndjson >checked.ndjson
duplicates "1 shared-pass" checked.ndjson
# A burst of the account that was quiet, while the authority was not.
issue 5 6 kim 2022-01-10T10:00:00+09:00
issue 5 7 kim 2022-02-01T10:00:00+09:00
issue 150 5 park 2022-02-20T10:30:00+09:00
operators "1 dormant-burst"
finds "" vpass audit log ledger --vkey vkey --earlier kept
# A revocation that a later site forgets: published from a copy of the ledger that is older than the revocation.
publish ledger site1 2022-03-01T09:00:00+09:00
cp -r ledger old
head -1 passes.ndjson | vpass revoke -q --ledger ledger --at 2022-03-01T10:00:00+09:00 >/dev/null
publish ledger site2 2022-03-01T11:00:00+09:00
rm -r "$XDG_STATE_HOME"  # as another user, who has not seen the ledger since
publish old site3 2022-03-01T12:00:00+09:00
publish old site3 2022-03-01T13:00:00+09:00
revocations "" site1 site2
revocations "1 rolled-back" site1 site2 site3
# The log of an hour ago, shown again.
cp ledger/public/checkpoint newer
cp kept ledger/public/checkpoint
finds "1 rewritten" vpass audit log ledger --vkey vkey --earlier newer

echo "$failed failed"
[ "$failed" = 0 ]

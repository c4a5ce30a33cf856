#!/bin/bash
# Walks through a year: every few days passes are issued, some revoked, some of that taken back, and the site is
# published. A verifier that has only a copy of the site, kept up to date by deltas, must agree with the register, as
# sqlite3 reads it, about every pass; and one that is offered the site before the newest must refuse it.
# usage: tests/faults/publish_year.sh PATH_TO_VPASS     (YEAR_STEP: days between two publications, 14 by default)
set -euo pipefail
export PATH=$(cd "$(dirname "$1")" && pwd):$PATH LC_ALL=C.UTF-8 TZ=Asia/Seoul
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_STATE_HOME=$scratch/state
cd "$scratch"
step=${YEAR_STEP:-14}
fail() { echo "FAILED on day $day: $*" >&2; exit 1; }
verify() { vpass verify -q --root root.pem --state "$1.json" --at "$at" "${@:2}"; }
claims() { cut -d. -f2 "$1/manifest" | tr _- /+ | awk '{ while (length % 4) $0 = $0 "="; print }' | base64 -d; }

vpass key new --test --at 2021-01-01 --out . 2>/dev/null
vpass key root --out . 2>/dev/null
: >passes.ndjson
published=0 agreed=0 refused=0
for ((day = 1; day <= 365; day += step)); do
    at=$(date -u -d "2021-03-01 +$day days" +%Y-%m-%dT%H:%M:%SZ)
    vpass issue -q --sample 20 --seed "$day" |
        vpass sign -q --ledger ledger --key dsc.key --cert dsc.pem --valid-for 2y --at "$at" >>passes.ndjson
    shuf -n 3 --random-source=<(yes "$day") passes.ndjson | vpass revoke -q --ledger ledger --at "$at" >/dev/null
    shuf -n 1 --random-source=<(yes "$day") passes.ndjson |
        vpass revoke -q --undo --ledger ledger --at "$at" >/dev/null
    ! [ -d site ] || { rm -rf before && cp -r site before; }
    vpass publish -q --ledger ledger --key dsc.key --cert dsc.pem --root-key root.key --valid-for 60d -o site --at "$at" >/dev/null
    published=$((published + 1))

    # The copy misses every fourth publication.
    if ! [ -d copy ]; then
        cp -r site copy && have=1
    elif ((published % 4)); then
        cp site/manifest site/trust.jwks site/checkpoint copy/
        (cd site && cp status/*/"delta-$have-$published.cwt" "$(echo ../copy/status/*)")
        have=$published
    fi
    if [ "$have" = "$published" ]; then
        verify copy --site copy --require-status passes.ndjson -o verdicts.ndjson || [ $? = 1 ] || fail "the copy is refused"
        jq -r '[.id, .verdict.reason] | join(" ")' verdicts.ndjson | sort >seen
        sqlite3 -readonly -separator ' ' ledger/register.db "SELECT id, CASE WHEN revoked.pass IS NULL THEN 'ok' ELSE 'revoked' END
            FROM pass LEFT JOIN revoked ON revoked.pass = entry" | sort >known
        diff known seen >&2 || fail "the verifier and the register differ"
        agreed=$((agreed + $(wc -l <seen)))
    fi
    verify whole --site site passes.ndjson -o /dev/null || [ $? = 1 ] || fail "the site is refused"
    if [ -d before ]; then
        code=0
        verify whole --site before passes.ndjson -o /dev/null 2>message || code=$?
        [ $code = 2 ] && grep -q 'was seen before' message || fail "the site before the newest is not refused: $code"
        refused=$((refused + 1))
    fi
done
[ "$(claims site | jq .sequence)" = "$published" ] || fail "publications are not numbered in order"
[ "$(ls copy/status/*/compact-*)" = "$(echo copy/status/*/compact-1.cwt)" ] || fail "the copy got a whole list"
echo "$published publications, $agreed verdicts as the register has it, $refused old sites refused"

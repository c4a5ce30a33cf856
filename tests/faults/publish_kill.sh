#!/bin/bash
# Kills `publish` at random moments. Afterwards the site is the old one or the new one, and the ledger goes on: the next
# run publishes under a number that was never shown before.
# usage: tests/faults/publish_kill.sh PATH_TO_VPASS     (VPASS_KILL_ROUNDS: how often, 10 by default; SEED)
set -euo pipefail
export PATH=$(cd "$(dirname "$1")" && pwd):$PATH LC_ALL=C.UTF-8
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_STATE_HOME=$scratch/state
cd "$scratch"
RANDOM=${SEED:-1}
kills=${VPASS_KILL_ROUNDS:-10} at=2021-12-14T12:10:00+09:00
publish() { exec vpass publish -q --ledger ledger --key dsc.key --cert dsc.pem --root-key root.key -o site --refresh --at $at; }
number() { cut -d. -f2 site/manifest | tr _- /+ | awk '{ while (length % 4) $0 = $0 "="; print }' | base64 -d | jq .sequence; }
good() { vpass verify -q --site site --root root.pem --state seen.json --require-status --at $at passes.ndjson -o /dev/null || [ $? = 1 ]; }

vpass key new --test --at 2021-01-01 --out . 2>/dev/null
vpass key root --out . 2>/dev/null
vpass issue -q --sample 50 --seed 1 | vpass sign -q --ledger ledger --key dsc.key --cert dsc.pem --at $at >passes.ndjson
start=$(date +%s%N)
(publish) >/dev/null
whole=$((($(date +%s%N) - start) / 1000))  # microseconds
before=$(number) old=0 new=0
for ((i = 1; i <= kills; i++)); do
    (publish) >/dev/null 2>&1 &
    sleep "$(awk -v whole=$whole -v part=$RANDOM 'BEGIN { print whole * 1.5 * part / 32768 / 1e6 }')"
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    now=$(number)
    good || { echo "FAILED: after kill $i the site is refused" >&2; exit 1; }
    if [ "$now" = "$before" ]; then old=$((old + 1)); else new=$((new + 1)); fi
    [ "$now" -ge "$before" ] || { echo "FAILED: after kill $i number $now follows $before" >&2; exit 1; }
    sed -n "${i}p" passes.ndjson | vpass revoke -q --ledger ledger --at $at >/dev/null
    (publish) >/dev/null || { echo "FAILED: after kill $i the next run fails" >&2; exit 1; }
    good || { echo "FAILED: after kill $i the next site is refused" >&2; exit 1; }
    before=$(number)
    [ "$before" -gt "$now" ] || { echo "FAILED: number $before is given again" >&2; exit 1; }
done
[ -z "$(find . -name '.site*')" ] || { echo "FAILED: something is left: $(find . -name '.site*')" >&2; exit 1; }
[ "$(sqlite3 -readonly ledger/register.db 'SELECT count(*) FROM publication WHERE log_size >= (SELECT max(entry) FROM event)')" = 1 ]
echo "$kills kills: $old left the old site, $new the new one"

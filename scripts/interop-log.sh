#!/bin/sh
# Lets another implementation judge our logs: builds logs of many sizes with the unit tests' hidden case, and a
# reader written in Go on golang.org/x/mod that checks signatures, witnesses, proofs and every entry.
#
#   scripts/interop-log.sh PEER_SOURCE_FOLDER [UNIT_TESTS [SIZE...]]
#
# Needs golang-go and golang-golang-x-mod-dev; GOPATH may name another place with golang.org/x/mod.
set -eu

[ $# -ge 1 ] || { echo "usage: interop-log.sh PEER_SOURCE_FOLDER [UNIT_TESTS [SIZE...]]" >&2; exit 2; }
peer_source=$1
unit_tests=${2:-build/tests/unit_tests}
[ $# -le 2 ] && sizes="1 255 256 257 65536 70000" || { shift 2; sizes="$*"; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
GO111MODULE=off GOPATH=${GOPATH:-/usr/share/gocode} GOPROXY=off GOCACHE="$scratch/cache" \
    go build -o "$scratch/log-peer" "$peer_source/main.go"

# The empty log is read, but has nothing to prove.
VPASS_LOG_FOLDER=$scratch VPASS_LOG_SIZES="0 $sizes" "$unit_tests" '[.log-interop]'

failed=0
expect() {  # STATUS LOG ARGUMENT...
    want=$1 log=$2
    shift 2
    status=0
    "$scratch/log-peer" -dir "$log" -origin log.example/test \
        -vkey "$(cat "$log/vkey"),$(cat "$log/witness.vkey")" "$@" > "$scratch/out" 2>&1 || status=$?
    [ "$status" = "$want" ] && return
    echo "FAILED: the peer answered $status, not $want, on $log $*"
    cat "$scratch/out"
    failed=1
}

for size in 0 $sizes; do
    log=$scratch/$size
    expect 0 "$log" -quorum 2 -full
    expect 0 "$log" -old "$log/checkpoint.old"
    [ "$size" -ge 1 ] || continue
    # The peer itself must be able to say no.
    bundle=$log/tile/entries/000
    [ -f "$bundle" ] || bundle=$bundle.p/$size
    printf 'X' | dd of="$bundle" bs=1 seek=20 conv=notrunc 2> /dev/null
    expect 1 "$log" -full
done
[ "$failed" -ne 0 ] || echo "the peer accepts logs of 0 $sizes, and none of them with a changed entry"
exit "$failed"

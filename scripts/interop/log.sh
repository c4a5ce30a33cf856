#!/bin/bash
# Lets another implementation judge our logs: a reader written in Go on golang.org/x/mod that checks signatures,
# witnesses, proofs and every entry. Logs of many sizes come from the unit tests' hidden cases. Both the peer and
# `vpass audit log` must accept each log, and refuse the same ones after somebody changed them.
#
#   scripts/interop/log.sh PEER_SOURCE_FOLDER BUILD_FOLDER [SIZE...]
#
# Needs golang-go and golang-golang-x-mod-dev; GOPATH may name another place with golang.org/x/mod.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '6s/^# *//p' "$0" >&2; exit 2; }
peer_source=$1 build=$(realpath "$2")
shift 2
sizes=${*:-0 1 255 256 257 65536 70000 1000000}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'echo "ended at line $LINENO"' ERR
set -E  # a check that cannot even be made says where, too
GO111MODULE=off GOPATH=${GOPATH:-/usr/share/gocode} GOPROXY=off GOCACHE="$scratch/cache" \
    go build -o "$scratch/log-peer" "$peer_source/main.go"

tried=0 failed=0
judge() {  # judge STATUS COMMAND...
    local want=$1 status=0
    shift
    "$@" >"$scratch/out" 2>&1 || status=$?
    tried=$((tried + 1))
    [ "$status" = "$want" ] && return
    echo "FAILED: it answered $status, not $want: $*"
    cat "$scratch/out"
    failed=$((failed + 1))
}
peer() {  # peer STATUS LOG ARGUMENT...
    local want=$1 log=$2
    shift 2
    judge "$want" "$scratch/log-peer" -dir "$log" -origin log.example/test \
        -vkey "$(cat "$log/vkey"),$(cat "$log/witness.vkey")" "$@"
}
vpass() {  # vpass STATUS LOG ARGUMENT...
    local want=$1 log=$2
    shift 2
    judge "$want" "$build/vpass" audit log -q "$log" --vkey "$log/vkey" --witness "$log/witness.vkey" "$@"
}

# Logs of each size.
VPASS_LOG_FOLDER=$scratch VPASS_LOG_SIZES=$sizes "$build/tests/unit_tests" 'log interop: writes logs*' >"$scratch/out"
grep 'entries: written' "$scratch/out"
for size in $sizes; do
    log=$scratch/$size
    peer 0 "$log" -quorum 2 -full
    peer 0 "$log" -old "$log/checkpoint.old"
    vpass 0 "$log" --quorum 1 --earlier "$log/checkpoint.old"
done
echo "accepted: logs of $sizes entries"

# A witness of ours: the peer counts its cosignature.
"$build/vpass" key new --witness --name witness.example/ours --out "$scratch/witness" 2>"$scratch/out"
for size in $sizes; do
    log=$scratch/$size
    judge 0 "$build/vpass" audit witness -q --key "$scratch/witness/witness.key" --state "$scratch/witness/$size" \
        --vkey "$log/vkey" "$log"
    judge 0 "$scratch/log-peer" -dir "$log" -origin log.example/test -quorum 2 \
        -vkey "$(cat "$log/vkey"),$(cat "$scratch/witness/witness.vkey")"
    vpass 0 "$log" --witness "$scratch/witness/witness.vkey" --quorum 2
done
echo "cosigned: by the other witness and by ours"

# Every two checkpoints of one log that grows.
steps="0 1 2 255 256 257 511 512 65535 65536 65537 70000"
VPASS_LOG_FOLDER=$scratch/growing VPASS_LOG_SIZES=$steps "$build/tests/unit_tests" 'log interop: grows a log*' >"$scratch/out"
log=$scratch/growing
for new in $steps; do
    for old in $steps; do
        [ "$old" -le "$new" ] || continue
        [ "$new" = 0 ] || peer 0 "$log" -checkpoint "$log/checkpoint.$new" -old "$log/checkpoint.$old"
    done
done
mkdir "$log/kept"
mv "$log"/checkpoint.* "$log/kept"
vpass 0 "$log" --earlier "$log/kept"
echo "consistent: every two checkpoints of a log at $steps"

# The same logs after somebody changed them.
entry_bytes=46  # with the length before it
key() {         # key SEED: that of test_signer()
    (printf '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20'
        printf %s "$1" | openssl dgst -sha256 -binary) | openssl pkey -inform der
}
sign_head() {  # sign_head SIZE ROOT SEED: a checkpoint, under the name and id of the log's key
    printf 'log.example/test\n%s\n%s\n' "$1" "$2" >"$scratch/text"
    openssl pkeyutl -sign -rawin -inkey <(key "$3") -in "$scratch/text" -out "$scratch/signature"
    cat "$scratch/text"
    printf '\n— log.example/test %s\n' "$( (printf '\x5e\x80\x9c\x42'; cat "$scratch/signature") | base64 -w0)"
}
flip() {  # flip FILE OFFSET
    printf "\\x$(printf %02x $(($(od -An -tu1 -j"$2" -N1 "$1") ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
whole() {  # the file of a tile or bundle, full or not
    local file=$log/$1
    [ -f "$file" ] || file=$file.p/$size
    echo "$file"
}
tamper() {  # tamper HOW: changes $log
    local bundle
    bundle=$(whole tile/entries/000)
    case $1 in
        tile) flip "$(whole tile/0/000)" 5 ;;
        entry) flip "$bundle" 20 ;;
        order)
            dd if="$bundle" bs=$entry_bytes count=1 skip=1 status=none >"$scratch/swapped"
            dd if="$bundle" bs=$entry_bytes count=1 status=none >>"$scratch/swapped"
            dd if="$scratch/swapped" of="$bundle" conv=notrunc status=none ;;
        shrunk) cp "$log/checkpoint.old" "$log/checkpoint" ;;
        stranger) sign_head "$size" "$(sed -n 3p "$log/checkpoint")" 'a thief' >"$log/checkpoint.new"
            mv "$log/checkpoint.new" "$log/checkpoint" ;;
        root) sign_head "$size" "$(sed -n 3p "$log/checkpoint.old")" 'test log' >"$log/checkpoint.new"
            mv "$log/checkpoint.new" "$log/checkpoint" ;;
    esac
}
for size in 255 257 70000; do
    for how in tile entry order shrunk stranger root; do
        rm -rf "$scratch/tampered"
        cp -r "$scratch/$size" "$scratch/tampered"
        log=$scratch/tampered
        cp "$log/checkpoint" "$log/checkpoint.kept"
        tamper $how
        if [ $how = shrunk ]; then
            peer 1 "$log" -old "$log/checkpoint.kept"
        else
            peer 1 "$log" -full
        fi
        vpass 1 "$log" --earlier "$log/checkpoint.kept"
    done
done
echo "refused by both: a flipped byte of a tile, a changed entry, reordered entries, a shrunk tree, a checkpoint of"
echo "a stranger, a checkpoint that the log signed over other entries"

echo "$tried judgements, $failed failed"
[ "$failed" = 0 ]

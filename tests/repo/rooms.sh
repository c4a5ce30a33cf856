#!/bin/bash
# No #include of lib/ climbs: a room uses itself and the rooms that lib/ROOMS gives it, a sub-room is included from its own
# room and from api alone, each library has one room that names its headers, and no folder's own files exceed 2,500 lines.
# usage: tests/repo/rooms.sh [LIB]     LIB: the folder to judge; this project's own by default
set -euo pipefail
cd "${1:-$(dirname "$0")/../../lib}"

failed=0
complain() { echo "$1" >&2; failed=1; }

declare -A uses
while read -r room others; do uses[$room]=" $room $others "; done < <(grep -v '^#' ROOMS)

# Each line is FILE:NUMBER:#include "ROOM/…/HEADER".
while IFS= read -r line; do
    room=${line%%/*} header=${line##*#include \"} header=${header%\"*}
    other=${header%%/*} folder=${header%/*}
    if [ "$folder" = "$header" ] || [[ "${uses[$room]-}" != *" $other "* ]]; then
        complain "$line: $room may use$(sed 's/ $//' <<<"${uses[$room]- no room, it is not in lib/ROOMS }")"
    elif [ "$other" != "$room" ] && [ "$folder" != "$other" ] && [ "$room" != api ]; then
        complain "$line: only $other may use $folder"
    fi
done < <(grep -rnE --include='*.[ch]pp' --include='*.inc' '^#include "' ./* | sed 's|^\./||')

# The interface: its headers need nothing but each other and the standard library, and no room below api uses them.
while IFS= read -r line; do
    complain "$line: a header of the interface includes <vpass/…> and the standard library"
done < <(grep -nE '^ *# *include' include/vpass/*.hpp | grep -vE ':#include <(vpass/)?[a-z_]+(\.hpp)?>$' || true)
while IFS= read -r line; do
    case $line in
        include/* | api/* | base/error.hpp:*'<vpass/export.hpp>') ;;
        *) complain "$line: only api uses the headers of the interface" ;;
    esac
done < <(grep -rnE --include='*.[ch]pp' '^ *# *include [<"]([./]*include/)?vpass/' ./* | sed 's|^\./||')

# A library's headers are named in one room.
only() {  # only ROOMS HEADERS…
    local rooms=$1 line
    shift
    while IFS= read -r line; do
        [[ " $rooms " == *" ${line%%/*} "* ]] || complain "$line: only $rooms may use it"
    done < <(grep -rnE --include='*.[ch]pp' "^#include <($(IFS='|'; echo "$*"))" ./* | sed 's|^\./||')
}
only "crypto keys" openssl/
only "keys" libp11 p11-kit
only "ledger" sqlite3
only "base" unicode/
only "data passes" libdeflate
only "passes" png turbojpeg ZXing

for folder in $(find . -mindepth 1 -type d | sed 's|^\./||'); do
    lines=$(find "$folder" -maxdepth 1 -type f -name '*.[ch]pp' -exec cat {} + | wc -l)
    [ "$lines" -le 2500 ] || complain "$folder has $lines lines in its own files; 2,500 is the most"
done
exit $failed

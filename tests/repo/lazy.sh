#!/bin/bash
# Libraries that are loaded by the first call: the program and the library announce them in ELF notes, `vpass --version` and
# the Debian package name each, nothing is defined under their names, and one that cannot be loaded ends the command with 2.
# usage: tests/repo/lazy.sh BUILD_FOLDER
set -euo pipefail
build=$(realpath "$1") repo=$(realpath "$(dirname "$0")/../..")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
failed=0
complain() { echo "FAILED: $1"; failed=1; }

# The notes are of the right owner and type, and JSON; the names in them are those that the tables load.
objcopy -O binary --only-section=.note.dlopen "$build/vpass" notes
python3 - notes >announced <<'END'
import json, struct, sys
data = open(sys.argv[1], "rb").read()
while data:
    owner, size, kind = struct.unpack("<III", data[:12])
    assert (owner, kind, data[12:16]) == (4, 0x407C0C0A, b"FDO\0"), data[:16]
    text = data[16:16 + size]
    assert text[-1:] == b"\0"
    for entry in json.loads(text[:-1]):
        assert entry["feature"] and entry["description"]
        assert entry["priority"] in ("required", "recommended", "suggested")
        print(*entry["soname"], sep="\n")
    data = data[16 + (size + 3) // 4 * 4:]
END
sort announced | uniq >names
cmp -s <(sort announced) names || complain "a library is announced twice"
[[ $(readelf -nW "$build/vpass") == *0x407c0c0a* ]] || complain "readelf does not see the notes"
loaded=$(grep -hoE '^ *VPASS_LAZY_LIBRARY\((\w+)' -r "$repo/lib" --include='lazy_*.cpp' | wc -l)
[ "$(wc -l <names)" = "$loaded" ] || complain "$loaded libraries have tables, and the program announces $(wc -l <names)"

declare -A title=([sqlite3]=SQLite [p11]=libp11 [p11-kit]=p11-kit [icuuc]=ICU [icui18n]=ICU [ZXing]=ZXing-cpp
    [png16]=libpng [turbojpeg]=libjpeg-turbo [webp]=libwebp [tiff]=libtiff [gif]=giflib [heif]=libheif [poppler-cpp]=Poppler)
"$build/vpass" --version >version
while read -r name; do
    short=${name#lib} short=${short%%.so*}
    grep -q "[ ,]${title[$short]-none} [0-9]" version || complain "vpass --version does not name $name"
done <names
needed=$(sed -nE 's/.*CPACK_DEBIAN_PACKAGE_(DEPENDS|RECOMMENDS|SUGGESTS) "(.*)"\).*/\2/p' "$repo/scripts/install.cmake" | paste -sd, | sed 's/,\([^ ]\)/, \1/g')
for package in $(sed -n 's/.*VPASS_LAZY_LIBRARY([^"]*"[^"]*", "\([a-z0-9-]*\)".*/\1/p' "$repo"/lib/*/lazy_*.cpp "$repo"/lib/*/*/lazy_*.cpp); do
    [[ ", $needed," == *", $package,"* ]] || complain "the Debian package does not name $package"
done

# What the library defines for others to link with is its own. (Templates and inline functions of C++ are weak symbols.)
nm -g --defined-only "$build/libvpass.a" 2>/dev/null | grep -E ' [TDBR] ' | grep -v 5vpass | head -5 >foreign || true
[ ! -s foreign ] || complain "the library defines symbols that are not its own: $(cat foreign)"

# A library that is there but cannot be loaded: exit 2, its package is named, no record is blamed.
"$build/vpass" key new --at 2021-12-14T12:10:00+09:00 --out keys 2>/dev/null
"$build/vpass" issue -q --at 2021-12-14T12:10:00+09:00 --sample 2 --seed 1 -o payloads
"$build/vpass" sign -q --at 2021-12-14T12:10:00+09:00 --key keys/dsc.key --cert keys/dsc.pem payloads -o passes
"$build/vpass" qr -q --dir codes passes -o drawn >/dev/null 2>&1 || complain "no QR codes"
without() {  # without LIBRARY COMMAND…
    local library=$1 code=0
    shift
    rm -rf broken && mkdir broken && echo none >"broken/$library"
    LD_LIBRARY_PATH=broken "$build/vpass" "$@" >out 2>err </dev/null || code=$?
    [ "$code" = 2 ] || complain "vpass $* without $library ends with $code, not 2: $(head -3 err)"
    grep -q "$library" err || complain "vpass $* without $library does not name it: $(head -3 err)"
    ! grep -q '"error"' out || complain "vpass $* without $library blames a record: $(head -1 out)"
}
echo '{"type":"recovery","id":"1","surname":"Brontë","forename":"Zoe\u0308","birth_date":"1963-04-14","positive_on":"2021-10-01","valid_from":"2021-10-12","valid_until":"2022-03-01"}' >accents
without "$(grep i18n names)" qr -q passes -o all.pdf
without libpng16.so.16 qr --read codes/*.png
without libZXing.so.2 qr --read codes/*.png
without libsqlite3.so.0 sign -q --ledger ledger --operator kim --key keys/dsc.key --cert keys/dsc.pem payloads
without libp11.so.3 sign -q --key 'pkcs11:token=none' --cert keys/dsc.pem payloads
without libp11-kit.so.0 sign -q --key 'pkcs11:token=none' --cert keys/dsc.pem payloads
without "$(grep icuuc names)" issue -q --at 2021-12-14T12:10:00+09:00 accents
exit $failed

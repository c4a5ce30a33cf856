#!/bin/bash
# What `make install` installs works where it is put: the program, its completions and manual, and the library. The
# programs of vpass-library(3), which are those of tests/install, are built against it with CMake and with pkg-config, with
# the static and the shared library, and give the right answers. usage: tests/repo/install.sh BUILD_FOLDER
set -euo pipefail
build=$(realpath "$1") tests=$(realpath "$(dirname "$0")/..")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
fail() { echo "FAILED: $1"; exit 1; }

"$tests/../scripts/library-page" --check || fail "vpass-library(3) shows other programs than tests/install has"
DESTDIR=$scratch/root cmake --install "$build" --prefix /opt/vpass >log
prefix=$scratch/root/opt/vpass
for file in bin/vpass bin/vpass-slurm share/man/man1/vpass-sign.1 share/man/man3/vpass-library.3 share/man/man5/vpass-records.5 share/vpass/schemas/record.json \
    share/bash-completion/completions/vpass share/zsh/vendor-completions/_vpass share/fish/vendor_completions.d/vpass.fish \
    include/vpass/vpass.hpp include/vpass/error.hpp share/doc/vpass/CHANGELOG.md; do
    [ -s "$prefix/$file" ] && [ ! -L "$prefix/$file" ] || fail "$file is not installed"
done
"$prefix/bin/vpass" --version | grep '^with OpenSSL 3' >/dev/null || fail "the version names no libraries"

# The bill of materials names whatever the version names.
"$prefix/bin/vpass" --version | sed -n 's/^with //p' | sed 's/, /\n/g' | sort >named
jq -r '.packages[] | select(.name != "vpass" and .name != "libstdc++") | .name + " " + .versionInfo' "$prefix/share/doc/vpass/vpass.spdx.json" |
    sort | diff named - || fail "the bill of materials"
[ "$(jq '.relationships | length == ([.[].spdxElementId, .[].relatedSpdxElement] | unique | length) - 1' "$prefix/share/doc/vpass/vpass.spdx.json")" = true ] ||
    fail "the bill of materials does not relate each part to vpass"

# Nothing but the interface is installed, and each of its headers stands by itself.
(cd "$tests/../lib/include" && ls vpass/*) >wanted
(cd "$prefix/include" && find . -type f | sed 's|^\./||' | sort) | diff - wanted || fail "the headers that are installed"
! grep -rnE 'openssl|sqlite|nlohmann|p11|EVP_' "$prefix/include" || fail "a header names another library"
flags="-O0 $(sed -n 's/^VPASS_SANITIZE:STRING=\(..*\)/-fsanitize=\1/p' "$build/CMakeCache.txt" | sed 's/address/address,undefined/')"
while read -r header; do
    c++ -std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Werror -fsyntax-only -I "$prefix/include" -x c++ - <<<"#include <$header>" ||
        fail "$header does not stand by itself"
done <wanted

# The answers by the program, to compare with.
export VPASS=$prefix/bin/vpass
at=2021-12-14T12:10:00+09:00
"$VPASS" key new --at $at --out keys 2>/dev/null
"$VPASS" issue -q --at $at --sample 3 --seed 1 | "$VPASS" sign -q --at $at --key keys/dsc.key --cert keys/dsc.pem -o passes
sed 's/.*"pass":"\([^"]*\)".*/\1/' passes >texts
sed -i '2s/.$//' texts
printf 'ok\nmalformed\nok\n' >expected

# run NAME DOOR ISSUER VERIFY: an authority's day with these programs, in a folder of its own.
run() {
    mkdir "$1"
    (
        cd "$1"
        "$4" ../keys/dsc.pem $at <../texts | cmp - ../expected || fail "$1: the answers of verify"
        "$3" $at >passes || fail "$1: the issuer"
        [ "$(wc -l <passes)" = 3 ] || fail "$1: the issuer did not issue three passes"
        cp keys/dsc.pem root.pem
        { cat passes; echo "HC1:NONE"; } | "$2" $at >answers || fail "$1: the door"
        sed -n '1,2p' answers | grep -vE '^(yes|no: )' && fail "$1: the door does not decide"
        sed -n 3p answers | grep -q '^no: revoked' || fail "$1: the door lets a revoked pass in: $(cat answers)"
        sed -n 4p answers | grep -q '^no: malformed' || fail "$1: the door lets a text in that is not a pass"
        # The program agrees with the library about what the library has made.
        "$VPASS" verify -q --at $at --site site --root root.pem --state state.json --policy site:kr.json --venue restaurant passes -o verdicts || true
        sed 's/.*"decision":{"result":"admit".*/yes/; s/.*"decision":{"result":"refuse".*/no/; s/.*"reason":"revoked".*/no/' verdicts >program
        sed -n '1,3p' answers | sed 's/^no:.*/no/' | cmp - program || fail "$1: the program decides otherwise"
        "$VPASS" audit log -q --vkey ledger/public/vkey ledger -o /dev/null || fail "$1: the log of the library's ledger"
    ) || exit 1
}

cmake -S "$tests/install" -B cmake -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_FLAGS="$flags" >log 2>&1 || { cat log; fail "find_package(vpass)"; }
cmake --build cmake >log 2>&1 || { cat log; fail "the programs do not build with CMake"; }
bin=$scratch/cmake
run cmake-static "$bin/door" "$bin/issuer" "$bin/verify"
run cmake-shared "$bin/door-shared" "$bin/issuer-shared" "$bin/verify-shared"
! ldd "$bin/door" | grep libvpass || fail "the static program loads the shared library"
ldd "$bin/door-shared" | grep 'libvpass\.so' >/dev/null || fail "the shared program does not load the shared library"

pc=$(find "$prefix" -name vpass.pc) lib=$(dirname "$(find "$prefix" -name libvpass.a)")
export PKG_CONFIG_PATH=$(dirname "$pc") LD_LIBRARY_PATH=$lib
! pkg-config --print-requires vpass | grep . || fail "users of the shared library need other packages"
for program in door issuer verify; do
    c++ -std=c++20 $flags "$tests/install/$program.cpp" -o "$program-pc" $(pkg-config --cflags --libs vpass) ||
        fail "$program does not build with pkg-config"
    c++ -std=c++20 $flags "$tests/install/$program.cpp" -o "$program-pc-static" \
        $(pkg-config --static --cflags --libs vpass | sed 's/-lvpass/-l:libvpass.a/') ||
        fail "$program does not build with pkg-config --static"
done
run pc-shared "$PWD/door-pc" "$PWD/issuer-pc" "$PWD/verify-pc"
run pc-static "$PWD/door-pc-static" "$PWD/issuer-pc-static" "$PWD/verify-pc-static"

# The shared library exports the interface and nothing else, each name with the version.
nm -DC --defined-only "$lib/libvpass.so" | sed 's/^[0-9a-f]* //' >exported
grep -q '^T vpass::v0::Verifier::verify(.*@@VPASS_0.1$' exported || fail "the interface is not exported with its version"
! grep -vE '^([TWVBDR] ((typeinfo|typeinfo name|vtable) for )?vpass::|A VPASS_0\.1)' exported || fail "the shared library exports other names"
! grep -vE 'vpass::(v0::|Error|code_name|class_of)|^A ' exported || fail "the shared library exports its own classes"

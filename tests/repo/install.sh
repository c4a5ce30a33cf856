#!/bin/bash
# What `make install` installs works where it is put: the program, its completions and manual, and the library, against
# which the example in tests/install is built with CMake and with pkg-config. usage: tests/repo/install.sh BUILD_FOLDER
set -euo pipefail
build=$(realpath "$1") tests=$(realpath "$(dirname "$0")/..")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
fail() { echo "FAILED: $1"; exit 1; }

DESTDIR=$scratch/root cmake --install "$build" --prefix /opt/vpass >log
prefix=$scratch/root/opt/vpass
for file in bin/vpass bin/vpass-slurm share/man/man1/vpass-sign.1 share/man/man5/vpass-records.5 \
    share/bash-completion/completions/vpass share/zsh/vendor-completions/_vpass share/fish/vendor_completions.d/vpass.fish \
    include/vpass/passes/verify.hpp share/doc/vpass/CHANGELOG.md; do
    [ -s "$prefix/$file" ] || fail "$file is not installed"
done
"$prefix/bin/vpass" --version | grep '^with OpenSSL 3' >/dev/null || fail "the version names no libraries"

export VPASS=$prefix/bin/vpass
at=2021-12-14T12:10:00+09:00
"$VPASS" key new --at $at --out keys 2>/dev/null
"$VPASS" issue -q --at $at --sample 3 --seed 1 | "$VPASS" sign -q --at $at --key keys/dsc.key --cert keys/dsc.pem -o passes
sed 's/.*"pass":"\([^"]*\)".*/\1/' passes >texts
sed -i '2s/.$//' texts
printf 'ok\nmalformed\nok\n' >expected
flags="-O0 $(sed -n 's/^VPASS_SANITIZE:STRING=\(..*\)/-fsanitize=\1/p' "$build/CMakeCache.txt" | sed 's/address/address,undefined/')"
cmake -S "$tests/install" -B example -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_FLAGS="$flags" >log 2>&1 || { cat log; fail "find_package(vpass)"; }
cmake --build example >log 2>&1 || { cat log; fail "the example does not build with CMake"; }
example/example keys/dsc.pem $at <texts | cmp - expected || fail "the example's answers"

pc=$(find "$prefix" -name vpass.pc)
export PKG_CONFIG_PATH=$(dirname "$pc")
c++ -std=c++20 $flags "$tests/install/example.cpp" -o one $(pkg-config --cflags --libs vpass) || fail "the example does not build with pkg-config"
./one keys/dsc.pem $at <texts | cmp - expected || fail "the answers of the example built with pkg-config"

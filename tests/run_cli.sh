#!/bin/bash
# Runs tests/cli/<command>/<case>.sh, each in a scratch folder of its own with links to tests/data and tests/keys,
# and compares standard output, standard error and exit code byte for byte with <case>.stdout, <case>.stderr
# (absent: nothing) and <case>.exit (absent: 0).
# usage: tests/run_cli.sh [--golden] PATH_TO_VPASS [COMMAND | COMMAND/CASE]...
# VPASS_TEST_SECONDS: what a case may take (120).
#     --golden  rewrites those files instead: read the diff before you commit it
set -euo pipefail

golden=
if [ "${1:-}" = --golden ]; then golden=yes; shift; fi
[ $# -gt 0 ] || { sed -n '5,7s/^# //p' "$0" >&2; exit 2; }
bin=$(cd "$(dirname "$1")" && pwd)
shift
tests=$(cd "$(dirname "$0")" && pwd)
cd "$tests/cli"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The zone is Korea's and the user's language unset, so that no test passes only in UTC or in English.
export PATH=$bin:$PATH LC_ALL=C.UTF-8 TZ=Asia/Seoul BASH_ENV=$tests/helpers.sh
export XDG_STATE_HOME=$scratch/state  # of each case alone
umask 022

run() {  # run CASE: leaves $scratch/{stdout,stderr,exit}
    rm -rf "$scratch/work" "$scratch/state"
    mkdir "$scratch/work"
    ln -s "$tests/data" "$tests/keys" "$scratch/work/"
    local code=0
    (cd "$scratch/work" && timeout "${VPASS_TEST_SECONDS:-120}" bash -u -o pipefail "$tests/cli/$1.sh") \
        </dev/null >"$scratch/stdout" 2>"$scratch/stderr" || code=$?
    echo "$code" >"$scratch/exit"
}

expected() {  # expected CASE KIND
    if [ -e "$1.$2" ]; then cat "$1.$2"; elif [ "$2" = exit ]; then echo 0; fi
}

shopt -s nullglob
cases=()
for name in "${@:-*}"; do cases+=($name/*.sh); [ ! -e "$name.sh" ] || cases+=("$name.sh"); done
[ ${#cases[@]} -gt 0 ] || { echo "run_cli.sh: no such test: $*" >&2; exit 2; }

failed=0
for name in "${cases[@]%.sh}"; do
    run "$name"
    for kind in stdout stderr exit; do
        if [ "$golden" ]; then
            rm -f "$name.$kind"
            cmp -s <(expected "$name" "$kind") "$scratch/$kind" || cp "$scratch/$kind" "$name.$kind"
        elif ! diff -au --label "expected $kind" --label "actual $kind" <(expected "$name" "$kind") "$scratch/$kind"; then
            echo "FAILED: $name: $kind" >&2
            failed=$((failed + 1))
        fi
    done
done
echo "${#cases[@]} cases, $failed differences"
[ "$failed" = 0 ]

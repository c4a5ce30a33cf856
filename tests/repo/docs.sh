#!/bin/bash
# Nothing that a user can type or meet goes without a page and a test: for each command in `vpass --help` a manual page
# that names every long option of it and of its subcommands, and a folder of cases; every finding in
# vpass-findings(5) and every registry field and reason in vpass-records(5); and no page that mandoc warns of.
# What the prose names exists, and the tables fit 80 columns.
# usage: tests/repo/docs.sh PATH_TO_VPASS
set -euo pipefail
vpass=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/../.."

failed=0
complain() { echo "$1" >&2; failed=1; }
# A page's words, with those of the pages that go on where it ends: vpass-audit(1), vpass-audit-checks(1).
words() { mandoc -Tascii -Owidth=500 "$1" $(compgen -G "${1%.1}-*.1") | sed 's/.\x08//g' | tr -cs 'a-z0-9_-' '\n' | sort -u; }
demand() {  # demand PAGE: every word of standard input
    local missing
    missing=$(grep -vxFf <(words "$1")) || return 0
    complain "$1 does not mention: $(echo $missing)"
}
options() { grep -o -e '--[a-z][a-z-]*' <<<"$1" || true; }
# Those that every command takes stand in vpass(1) alone.
of_all='--json-errors --quiet'
demand man/vpass.1 < <(tr ' ' '\n' <<<"$of_all")
own_options() { options "$1" | grep -vxF -f <(tr ' ' '\n' <<<"$of_all") || true; }
subcommands() { sed -n '/^Subcommands:/,/^$/{ s/^  \([a-z][a-z-]*\).*/\1/p }' <<<"$1"; }

for command in $("$vpass" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    page=man/vpass-$command.1
    compgen -G "tests/cli/$command/*.sh" >/dev/null || complain "tests/cli/$command has no case"
    [ -e "$page" ] || { complain "$page is missing"; continue; }
    help=$("$vpass" "$command" --help)
    demand "$page" < <({
        own_options "$help"
        for sub in $(subcommands "$help"); do own_options "$("$vpass" "$command" "$sub" --help)"; done
    } | sort -u)
    grep -q "Xr vpass-$command 1" man/vpass.1 || complain "man/vpass.1 does not mention $command"
done
# Not through a pipe: what a subshell complains of would not count.
records=man/vpass-records.5
demand man/vpass-findings.5 < <(grep -ohP 'FindingKind k\w+\{\s*"\K[a-z0-9-]+' <(cat lib/formats/findings.hpp lib/passes/link/link.hpp | tr '\n' ' '))
demand man/vpass-audit.1 < <(grep -oP 'FindingCode k\w+\{\s*"\K[a-z0-9-]+' <(tr '\n' ' ' < <(cat lib/audit/*finding_codes.hpp)))
demand $records < <(grep -oP '^    \{"\K\w+(?=", &Registration::)' lib/formats/registration.cpp)
demand $records < <(grep -oP 'kReasonNames\[\] = \{\K[^}]*' <(tr '\n' ' ' <lib/passes/verify.cpp) | grep -o '[a-z-]\+' |
    grep -vx unchecked)

# What the prose names exists: each subcommand, and each long option of ours.
known=$(mktemp)
trap 'rm -f "$known"' EXIT
declare -A subcommands_of
options "$("$vpass" --help)" >"$known"
"$vpass" --version >/dev/null && echo --version >>"$known"
subcommands_of[completions]=" bash zsh fish "
for command in $("$vpass" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    help=$("$vpass" "$command" --help)
    options "$help" >>"$known"
    subcommands_of[$command]=" $(subcommands "$help" | tr '\n' ' ') "
    for sub in ${subcommands_of[$command]}; do options "$("$vpass" "$command" "$sub" --help)" >>"$known"; done
done
# prose FILE: a page or a README as text without its examples.
prose() {
    case $1 in
        *.md) sed '/^```/,/^```/d; /^    /d' "$1" ;;
        *) sed '/^\.Bd/,/^\.Ed/d' "$1" | mandoc -mdoc -Tascii -Owidth=500 | sed 's/.\x08//g' ;;
    esac
}
for file in *.md man/*.[1357]; do
    text=$(prose "$file")
    while read -r command sub; do
        names=${subcommands_of[$command]-}
        [ -z "${names// /}" ] || [[ "$names" == *" $sub "* ]] || complain "$file names $command $sub, which does not exist"
    done < <(grep -oP "(?<=[\`'])(vpass )?[a-z]+ [a-z][a-z-]*(?=[\`' ])" <<<"$text" | sed 's/^vpass //' | sort -u)
    # The changelog also names what is gone, and vpass-slurm passes options on to Slurm.
    case $file in CHANGELOG.md | man/vpass-slurm.1) continue ;; esac
    while read -r option; do
        grep -qxF -e "$option" "$known" || complain "$file names $option, which no command takes"
    done < <(grep -oP "(?<=[\`' (])--[a-z][a-z-]+" <<<"$text" | sort -u)
done

# Helps fit a terminal as well: those of all commands and subcommands.
wide() { LC_ALL=C.UTF-8 grep -E '^.{81,}' <<<"$2" && complain "the help of '$1' is wider than 80 columns"; return 0; }
wide "" "$("$vpass" --help)"
for command in "${!subcommands_of[@]}"; do
    wide "$command" "$("$vpass" help "$command")"
    for sub in ${subcommands_of[$command]}; do wide "$command $sub" "$("$vpass" help "$command" "$sub")"; done
done

scripts/readme-figures --check || failed=1

# The tables of a page fit a terminal. Examples, which are indented further, may be longer.
for page in man/*.[1357]; do
    wide=$(mandoc -Tutf8 -Owidth=80 "$page" | sed 's/.\x08//g' | LC_ALL=C.UTF-8 grep -E '^ {0,8}[^ ].{72,}' |
        LC_ALL=C.UTF-8 grep -E '^.{81,}') && complain "$page is wider than 80 columns: $wide"
done
for page in man/*.[1357]; do mandoc -Tlint -Wwarning "$page" || failed=1; done
exit $failed

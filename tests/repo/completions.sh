#!/bin/bash
# The shells complete what the commands take. usage: tests/repo/completions.sh PATH_TO_VPASS
set -euo pipefail
vpass=$(realpath "$1")
failed=0
complete_line() {  # complete_line WORD...: what bash offers for the last word
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _vpass 2>/dev/null
    printf '%s\n' "${COMPREPLY[@]}"
}
demand() {  # demand WANTED WORD...
    local wanted=$1
    shift
    grep -qx -e "$wanted" <<<"$(complete_line "$@")" || { echo "'$*' does not offer $wanted"; failed=1; }
}
compopt() { :; }  # is for real completions only
source <("$vpass" completions bash)
fish=$("$vpass" completions fish) zsh=$("$vpass" completions zsh)
for command in $("$vpass" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    demand "$command" vpass "${command:0:2}"
    for option in $("$vpass" "$command" --help | grep -o '^  [^ ].*' | grep -o -e '--[a-z][a-z-]*' | sort -u); do
        demand "$option" vpass "$command" --
        grep -q -e "from $command'.* -l ${option#--} " <<<"$fish" || { echo "fish: $command $option"; failed=1; }
        grep -q -e "^ *'$command') .*'$option:" <<<"$zsh" || { echo "zsh: $command $option"; failed=1; }
    done
done
demand new vpass key n
demand verify vpass help ver
demand new vpass help key n
demand zsh vpass completions z
# Values of options that take one out of a list, and no files beside them.
demand pdf vpass qr --format p
demand tampered vpass sign --key x --fault t
demand rsa vpass key new --algorithm ''
demand restaurant-cafe vpass verify --venue rest
demand ko vpass policy list --lang = k
grep -q -e "-l fault -r -f -a 'none expired " <<<"$fish" || { echo "fish: values of --fault"; failed=1; }
grep -q -e "'sign --fault') values=(none expired " <<<"$zsh" || { echo "zsh: values of --fault"; failed=1; }
demand --csca-valid-for vpass key new --out x --csca-v
demand --output vpass verify --trust file --out
cd "$(dirname "$0")"
demand "${0##*/}" vpass verify "${0##*/}"
code=0
"$vpass" completions csh 2>/dev/null || code=$?
[ "$code" = 2 ] || failed=1
for shell in zsh fish; do
    command -v $shell >/dev/null || continue
    "$vpass" completions $shell | $shell -n || failed=1
done
exit $failed

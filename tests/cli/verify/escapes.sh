# Nothing that a file says reaches a terminal as an escape: neither C0, DEL nor C1, from a record, a name or a rule set.
controls=$(printf '[\001-\010\013-\037\177]')'\|'$(printf '\302[\200-\237]')
on_terminal() { python3 data/../terminal.py -- "$@" 2>&1 | LC_ALL=C tr -d '\r' | LC_ALL=C grep -c "$controls"; }
escape=$(printf '\033]0;owned\007\302\233\177')
jq -cn --arg e "$escape" '{pass: ("HC1:" + $e), note: $e}' >records
echo "verdicts on a terminal: $(on_terminal vpass verify --trust keys/kr/dsc.pem --at $at records) lines with controls"
echo "layers on a terminal: $(on_terminal vpass inspect records) lines with controls"
name=$(printf 'a\033[31mb\302\233')
echo "a missing file's name: $(on_terminal vpass verify --trust "$name" --at $at records) lines with controls"
vpass policy show kr | sed 's/"desc":"/&\\u001b[31m\\u009b/g' >rules.json
echo "a rule's words: $(on_terminal vpass policy explain --policy rules.json) lines with controls"
echo "into a pipe, records go as they came"
vpass verify -q --trust keys/kr/dsc.pem --at $at records | jq -r '.note == $e' --arg e "$escape"

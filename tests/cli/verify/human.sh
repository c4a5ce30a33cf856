# Verdicts in words: one line a pass, in both languages, with a policy and without, and nothing of the holder.
ln -s keys/kr signer
sign() { vpass sign -q --key signer/dsc.key --cert signer/dsc.pem --at 2021-12-14T09:00:00+09:00; }
person='"payload":{"ver":"1.3.0","nam":{"fn":"홍","gn":"길동","fnt":"HONG","gnt":"GILDONG"},"dob":"1980-01-01"'
dose() { echo "{$person,\"v\":[{\"tg\":\"840539006\",\"vp\":\"1119349007\",\"mp\":\"EU/1/20/1528\",\"ma\":\"ORG-100030215\",\"dn\":$1,\"sd\":2,\"dt\":\"$2\",\"co\":\"KR\",\"is\":\"KDCA\",\"ci\":\"URN:UVCI:01:KR:$3\"}]}}"; }
{
    dose 2 2021-07-10 A
    dose 1 2021-12-01 B
} | sign >two.ndjson
{
    cat two.ndjson
    head -1 two.ndjson | jq -r .pass | sed 's/.$/+/'
    echo hello
    echo '{"line":9,"error":{"code":"no-pass","message":"x"}}'
    echo '{'
    echo '{"pass":7}'
} >passes.txt
lunch=2022-01-04T12:10:00+09:00
exits vpass verify --human -q --trust signer/dsc.pem --at $lunch passes.txt
echo "== korean"
exits vpass verify --human -q --lang ko --trust signer/dsc.pem --at $lunch passes.txt
echo "== by a policy"
policy=(--policy kr --venue restaurant)
exits vpass verify --human -q --trust signer/dsc.pem "${policy[@]}" --at $lunch passes.txt
exits vpass verify --human -q --lang ko --trust signer/dsc.pem "${policy[@]}" --at $lunch two.ndjson
echo "== too late, and too early"
exits vpass verify --human -q --trust signer/dsc.pem --at 2023-01-01 two.ndjson
exits vpass verify --human -q --lang ko --trust signer/dsc.pem --at 2021-12-13 two.ndjson
echo "== the language of the user"
exits env LC_ALL=ko_KR.UTF-8 vpass verify --human -q --at $lunch two.ndjson
exits env LC_ALL= LANG=kok_IN.UTF-8 vpass verify --human -q --at $lunch two.ndjson
echo "== the summary and the exit code are those of records"
exits vpass verify --human --trust signer/dsc.pem "${policy[@]}" --at $lunch passes.txt 2>&1 >/dev/null
echo "== colours: on a terminal alone, and unless NO_COLOR"
args=(verify --human -q --trust signer/dsc.pem "${policy[@]}" --at $lunch two.ndjson)
on_terminal() { python3 data/../terminal.py -- "$@" | tr '\033' '^'; }
unset NO_COLOR
export TERM=xterm
on_terminal vpass "${args[@]}"
NO_COLOR=1 on_terminal vpass "${args[@]}"
TERM=dumb on_terminal vpass "${args[@]}"
on_terminal vpass "${args[@]}" -o file
grep -c $'\033' file
echo "== a rule's text is one line, and commands no terminal"
vpass policy show kr | jq -c '(.Rules[] | select(.Identifier == "VR-KR-0001") | .Description[].desc) = "no\nVALID \u001b[32m"' >mine.json
exits vpass verify --human -q --trust signer/dsc.pem --policy mine.json --venue cafe --at $lunch two.ndjson | cat -v
echo "== what has no effect"
exits vpass verify --human --show-links two.ndjson
exits vpass verify --lang ko two.ndjson

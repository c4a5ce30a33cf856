# Links are secrets: what they are written into is for its owner alone, also where a file was open before; the files that
# they lead to are for everybody.
exec 2>&1
vpass issue -q --at $at --sample 3 --seed 1 | vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem -o passes
link() { vpass link -q --at $at --base https://a.example/p --out site --secret secret "$@"; }
link passes -o links --csv table
touch open && chmod 644 open
link passes -o open
stat -c '%a %n' links table open secret
find site -type f -printf '%m\n' | sort -u
link passes | head -1 | jq -r 'has("link")'
exits link passes -o /dev/full

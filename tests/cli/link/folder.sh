# The folder follows the input: what changes is written anew, what is left alone stays, what is gone can be removed.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
exec 2>&1
link() { exits vpass link --base https://a.example --out site --secret secret --summary summary "$@"; }
state() { (cd site && find . -type f | sort | xargs sha256sum); }
link data/passes.ndjson -o links
state >before
echo "== a successor with the same id"
# The second pass bears the id of the first.
jq -c '.id = "URN:UVCI:01:KR:8D1C41796A476B4F085754B045FC6CFF#1"' <(sed -n 2p data/passes.ndjson) >successor
link --dry-run successor -o out
state | cmp before - && echo "nothing was written"
link successor -o out
cmp <(jq .link out) <(head -1 links | jq .link) || echo "another expiry, another link"
state | diff before - | grep -c '^>'
echo "== gone from the input"
head -4 data/passes.ndjson >fewer
echo kept >site/index.html
mkdir site/more && echo kept >site/more/other
mkdir site/.drafts-killed && echo x >site/.drafts-killed/1
link --dry-run --prune fewer -o out
link --prune <(cat fewer; echo HC1:bad) -o out
link --prune fewer -o out
find site -type f -name '???????????????????????????????????????????' | wc -l
ls -A site | grep -v '^..$'
ls site/more
vpass link --open -q --at $at --files site out | jq -r .pass | diff - <(jq -r .pass fewer) && echo "four left"
echo "== a file that was damaged is mended"
file=$(find site -name '???????????????????????????????????????????' | sort | head -1)
echo x >>"$file"
link -q fewer -o out
jq -c .counts summary
echo "== where no folder can be"
exits vpass link --base https://a.example --out /dev/null/x --secret secret fewer

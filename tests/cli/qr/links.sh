# Links drawn in the place of passes, and letters with them.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
exec 2>&1
vpass link -q --base https://a.example/p --out site --secret secret --viewer https://v.example/ data/passes.ndjson -o links
exits vpass qr -q --link --dir pictures links -o drawn
jq -r .picture drawn | head -2
vpass qr -q --read pictures | jq -r .pass | sort | diff - <(jq -r .link links | sort) && echo the same links
vpass qr -q --read pictures | vpass link -q --open --at $at --files site | vpass verify -q --at $at --trust keys/kr/dsc.pem | jq -r .verdict.result | sort | uniq -c
head -1 links | jq -r .link | exits vpass qr -q --link -o bare.svg
echo "== letters"
pages() { grep -ac '/Type/Page/' "$1"; }
for sheet in A4 card 2x4 3x8; do
    exits vpass qr -q --link --sheet $sheet links -o $sheet.pdf
    pages $sheet.pdf
done
head -1 links | jq -r .link | exits vpass qr -q --link --zone Asia/Seoul -o nobody.pdf
pages nobody.pdf
echo "== no link"
{ head -1 data/passes.ndjson; echo '{"link":"shlink:/x"}'; echo '{"link":7}'; } >bad
exits vpass qr --link bad -o bad.pdf

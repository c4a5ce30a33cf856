# Links and files that are not what they seem: each is answered by a code, and nothing of them is given out.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
head -1 data/passes.ndjson | vpass link -q --base https://a.example --out site --secret secret -o link
file=$(find site -type f)
cp "$file" whole
exec 2>&1
payload=$(jq -r '.link | sub("shlink:/"; "") | gsub("-"; "+") | gsub("_"; "/") | @base64d' link)
made() { printf 'shlink:/'; jq -cj "$1" <<<"$payload" | base64 -w0 | tr '+/' '-_' | tr -d '='; echo; }
vpass link --open -q --at $at --files site <(made .) | jq -r '[.content_type, .bytes, .pass != null] | join(" ")'
echo "== links"
{ made '.v = 2'; made 'del(.url)'; made 'del(.key)'; made '.key = "AQEB"'; made '.exp = 1639450000'; made '.url = "https://a.example/x"'
    made '.url = "https://a.example/x" | .flag = "P"'; made '.url = "https://a.example/../link"'; echo shlink:/eyJ1; echo HC1:6BF; echo; echo '{"id":1}'
    echo '{"line":3,"error":{"code":"bad-csv","message":"x"}}'; made '.key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"'; } >links
exits vpass link --open --at $at --files site links -o out
cat out
echo "== slips"
vpass link --open -q --at $at --files site <(made '.exp *= 1000 | .url |= sub("https"; "http") | .flag = "UP" | .label = "x" * 81') | jq -c .warnings
echo "== files"
header=$(cut -d. -f1 whole) nonce=$(cut -d. -f3 whole) text=$(cut -d. -f4 whole) tag=$(cut -d. -f5 whole)
try() { printf %s "$1" >"$file"; vpass link --open --at $at --files site link 2>&1 >out; jq -c '.error.code // .bytes' out; }
encode() { printf %s "$1" | base64 -w0 | tr '+/' '-_' | tr -d '='; }
try "$(cat whole)
"
try "$header..$nonce.A${text:1}.$tag"
try "$header..$nonce.$text.A${tag:1}"
try "$header..$nonce.$text.${tag:0:16}"
try "$header..A${nonce:1}.$text.$tag"
try "$header.AA.$nonce.$text.$tag"
try "$header.$nonce.$text.$tag"
try "$(encode '{"alg":"dir","enc":"A256GCM","cty":"application/fhir+json"}')..$nonce.$text.$tag"
try "$(encode '{"alg":"dir","enc":"A128GCM"}')..$nonce.$text.$tag"
try "$(encode '{"alg":"dir","enc":"A256GCM","crit":["b64"],"b64":false}')..$nonce.$text.$tag"
try '{"ciphertext":"AA"}'
try '{"verifiableCredential":[]}'
try 'eyJhbGciOiJFUzI1NiJ9.e30.AA'
try ''
echo "== usage"
exits vpass link --open link
exits vpass link --open --files none link

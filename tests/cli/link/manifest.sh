# Links to a list of files: several kinds of content behind one link.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
exec 2>&1
vpass issue -q --at $at --format shc --sample 1 --seed 3 |
    vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem --issuer https://a.example -o card
{
    head -2 data/passes.ndjson | jq -c '{person: 1, pass}'
    jq -c '{person: 1, pass}' card
    echo '{"person":1,"fhir":{"resourceType":"Patient","active":true}}'
} >records
link() { exits vpass link --base https://a.example --out site --secret secret --by person "$@"; }
link records
link --manifest --flag L --expires 2099-01-01T00:00:00Z records -o links
head -1 links | jq -r '.link | sub("shlink:/"; "") | gsub("-"; "+") | gsub("_"; "/") | @base64d | fromjson | del(.key)' | jq -c .
jq -c '.files[] | [.contentType, (.embedded | length), .lastUpdated == null, .status]' "$(find site -type f)"
vpass link --open -q --at $at --files site <(head -1 links | jq -r .link) -o opened
jq -c 'del(.pass, .sha256)' opened
vpass link --open -q --at $at --files site --contents contents <(head -1 links | jq -r .link) -o opened
jq -r .content opened | sort -u | wc -l
stat -c %a contents contents/* | uniq
(cd contents && for file in *; do [ "$(sha256sum <"$file" | cut -c -64).json" = "$file" ] || echo "$file"; done)
grep -h Patient contents/* | sed 's/ *$//'
vpass verify -q --at $at --trust keys/kr/dsc.pem opened | jq -r '.verdict.result // .error.code'
echo "== one of them is altered, one is fetched apart, the list is none"
file=$(find site -type f)
cp "$file" whole
jq -c '.files[0].embedded |= (.[:-1] + "A" | .[:-2] + "AA")' whole >"$file"
vpass link --open -q --at $at --files site <(head -1 links | jq -r .link) | jq -c '.error // .content_type'
jq -j '.files[0].embedded' whole >site/first
jq -c '.files |= [.[0] | del(.embedded) | .location = "https://a.example/first"]' whole >"$file"
vpass link --open -q --at $at --files site <(head -1 links | jq -r .link) | jq -c '.error // .content_type'
for text in '{}' '{"files":{}}' '{"files":[{}]}' '{"files":[{"status":"no-longer-valid"}]}' '{"files":[]'; do
    echo "$text" >"$file"
    vpass link --open -q --at $at --files site <(head -1 links | jq -r .link) | jq -c .error
done

# Passes become files and links, the same in every run and at every number of threads; the links give them back.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
link() { vpass link --base https://passes.example/p --secret secret "$@"; }
link --out site --label 예방접종증명서 data/passes.ndjson -o links 2>&1
head -1 links | jq -c '[.id, .link]'
head -1 links | jq -r '.link | sub("shlink:/"; "") | gsub("-"; "+") | gsub("_"; "/") | @base64d'
find site -type f -printf '%m %s\n' | sort | uniq -c
find site -name '.*'
head -c 95 "site/$(head -1 links | jq -r '.link | sub("shlink:/"; "") | gsub("-"; "+") | gsub("_"; "/") | @base64d | fromjson.url | ltrimstr("https://passes.example/p/")')"; echo
for jobs in 1 4; do
    find site -type f -printf '%p %T@ %i\n' | sort >before
    link -j $jobs --out site --label 예방접종증명서 data/passes.ndjson -o again 2>&1
    cmp links again && find site -type f -printf '%p %T@ %i\n' | sort | cmp before - && echo untouched
    link -q -j $jobs --out site-$jobs data/passes.ndjson -o again && diff -r site site-$jobs && echo the same files
done
echo "== and back"
vpass link --open --at $at --files site --base https://passes.example/p links -o opened 2>&1
diff <(jq -r .pass data/passes.ndjson) <(jq -r .pass opened) && echo the same passes
head -1 opened | jq -c 'del(.payload, .pass)'
vpass verify -q --at $at --trust keys/kr/dsc.pem opened | jq -r .verdict.result | sort | uniq -c
echo "== by the bare link, behind a viewer, and where the folder lies deeper"
mkdir -p mirror/passes.example
cp -r site mirror/passes.example/p
link -q --out site --viewer https://viewer.example/show --label 예방접종증명서 data/passes.ndjson | jq -r .link >bare
head -1 bare | cut -c -40
vpass link --open -q --at $at --files mirror bare | diff <(jq -r .pass data/passes.ndjson) <(jq -r .pass) && echo the same passes

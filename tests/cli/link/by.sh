# One file for all passes of a person; and what cannot be one file.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
exec 2>&1
link() { exits vpass link --base https://a.example --out site --secret secret --by person "$@"; }
n=0
while read -r line; do jq -c --arg p "p$((n++ / 3))" '{person: $p, pass}' <<<"$line"; done <data/passes.ndjson >records
link records -o links
jq -r '[.person, .link] | join(" ")' links | sort | uniq -c | cut -c -20
vpass link --open -q --at $at --files site <(jq -r .link links | uniq) | jq -r .pass | diff - <(jq -r .pass records) && echo the same passes
cp -r site before
link -q -j 3 <(cat records) -o again && cmp links again && diff -r before site && echo the same files
echo "== apart, without a person, not a pass"
link <(head -1 records; sed -n '4p' records; sed -n '2p' records; echo '{"pass":"HC1:x"}'; head -1 data/passes.txt; echo '{"person":"p9","pass":"HC1:x"}') -o out
jq -c '.error // (.link | length > 0)' out
echo "== larger than a batch"
for person in 0 1; do for i in $(seq 20); do jq -c --arg p $person '.person = $p' records; done; done >many
exits vpass link -j 3 --base https://a.example --out many-site --secret secret --by person many -o out
jq -r .link out | sort -u | wc -l
vpass link --open -q --at $at --files many-site <(head -1 out | jq -r .link) | jq -r .pass | sort | uniq -c | cut -c -11 | uniq -c

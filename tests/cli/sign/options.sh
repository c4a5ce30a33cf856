# Options that sign shares with every filter, and those that are refused.
exec 2>&1
key="--key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at"
exits vpass sign $key -j 16 --summary counts.json -i data/payloads.ndjson --output out && cat counts.json
for jobs in 1 2 16; do vpass sign -q $key -j $jobs data/payloads.ndjson | jq -c 'del(.pass)' | cmp - <(jq -c 'del(.pass)' out) && echo same; done
vpass issue -q --sample 2000 --seed 1 | vpass sign -q $key | head -1 | jq -r .format
jq -c 'del(.format)' data/payloads.ndjson | vpass sign -q $key --format hcert | jq -r .kid | uniq -c
exits vpass sign $key --format none data/payloads.ndjson
exits vpass sign $key --vaild-for 1d
cp data/payloads.ndjson in
exits vpass sign $key in -o in
exits vpass sign $key in -o /dev/full
exits vpass sign $key <&-
vpass sign --help

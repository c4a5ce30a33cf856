# Parts, however the checks were split, add up to the report of the whole, to the byte; at every number of threads.
python3 "$(realpath data)/../faults/simulate-13-december" . --people 6000
vpass audit report -q central.ndjson -o whole.json
for jobs in 1 2 5; do vpass audit report -q -j $jobs central.ndjson | cmp - whole.json; done
split -n r/7 central.ndjson part.
for part in part.*; do vpass audit report -q -i $part -o $part.json; done
vpass audit report --merge part.*.json | cmp - whole.json
vpass audit report --merge part.ag.json part.aa.json -o some.json
vpass audit report -q --merge some.json part.a[b-e].json --input part.af | cmp - whole.json
shuf --random-source=<(yes) central.ndjson | vpass audit report -q | cmp - whole.json
cut -c1-300 whole.json

# A policy that is asked about a time outside of its dates: one warning a run, from whatever command.
ln -s keys/kr signer
vpass issue -q --sample 300 --seed 1 --at 2021-12-14 |
    vpass sign -q --key signer/dsc.key --cert signer/dsc.pem --at 2022-02-20T09:00:00+09:00 -o passes.ndjson
verify() { exits vpass verify -q --trust signer/dsc.pem --policy kr --venue cafe "$@" passes.ndjson 2>&1 >/dev/null | grep -c warning; }
verify --at 2022-02-28T23:59:59+09:00
verify --at 2022-03-01T00:00:00+09:00
verify --at 2021-10-31T23:59:59+09:00
verify --at issued
head -1 passes.ndjson | vpass verify -q --trust signer/dsc.pem --policy kr --venue cafe --at 2022-03-01T00:00:00+09:00 -o out.ndjson
echo '{}' | vpass policy explain --policy kr --venue cafe --at 2026-01-01 -
echo '{}' | vpass policy table --policy kr --venue cafe --from 2021-10-30 --to 2021-10-31
echo '{}' | vpass policy table --policy kr --venue cafe --from 2021-10-31 --to 2021-11-01
echo '{"time":"2022-03-01T00:00:00+09:00","venue_type":"cafe","by":"user"}' | vpass audit fines -q
echo "== rules without an end are never outside"
vpass policy show kr | jq -c '.Venues[0].Periods[0].To = "9999-12-31T00:00:00Z" | .Rules[0].ValidTo = "9999-12-31T00:00:00Z"' >open.json
exits vpass verify -q --trust signer/dsc.pem --policy open.json --venue cafe --at 2022-04-01 passes.ndjson 2>&1 >/dev/null | grep -c warning

# A door and its type are two members, in records and in tables; one file serves outages, fines and the report.
checks() {
    for minute in $(seq 10 40); do
        for door in 1 2 3 4 5; do
            answer=valid
            [ "$minute" -lt 30 ] || [ "$minute" -ge 36 ] || answer=timeout
            echo "2021-12-20T12:$minute:00+09:00,door-$door,cafe,$answer,pass-$((door == 5 ? minute : 1))"
        done
    done
}
{ echo time,venue,venue_type,answer,id; checks; } >checks.csv
{ echo 일시,업소,업종,결과,식별자; checks; } >korean.csv
checks | sed -E 's/(.*),(.*),(.*),(.*),(.*)/{"time":"\1","venue":"\2","venue_type":"\3","answer":"\4","id":"\5"}/' >checks.ndjson
printf 'time,venue,venue_type,by\n2021-12-20T12:33:00+09:00,door-1,restaurant,operator\n2021-12-20T13:33:00+09:00,door-1,restaurant,user\n' >violations.csv
for input in checks.ndjson checks.csv korean.csv; do
    vpass audit outages -q --venues $input --violations violations.csv -o outages-$input
    vpass audit duplicates -q --key <(echo 0123456789abcdef) --venues 4 $input -o duplicates-$input
    vpass audit report -q $input -o report-$input
done
for command in outages report; do
    cmp $command-checks.ndjson $command-checks.csv
    cmp $command-checks.ndjson $command-korean.csv
done
jq -c '.finding // .fine.result, .venue, .venue_type' outages-checks.ndjson
jq -c '[.finding, .evidence.venues, .evidence.checks]' duplicates-*
jq -c '.by | .venue.keys[0], .venue_type.keys' report-checks.ndjson
echo "== fines of the same violations"
vpass audit fines -q --outages outages-checks.ndjson violations.csv
vpass audit fines -q --format csv violations.csv
echo "== as they were written before: the type in venue"
printf '위반일시,시설,위반자\n2021-12-20T12:33:00+09:00,restaurant,user\n' | vpass audit fines -q
echo '{"time":"2021-12-20T12:33:00+09:00","venue":"cafe","by":"user"}' | vpass audit fines -q
echo '{"time":"2021-12-20T12:33:00+09:00","venue":"door-1","by":"user"}' | exits vpass audit fines -q
echo '{"time":"2021-12-20T12:33:00+09:00","venue":"cafe","venue_type":7,"by":"user"}' | exits vpass audit fines -q
echo '{"time":"2021-12-20T12:33:00+09:00","by":"user"}' | exits vpass audit fines -q
echo "== parts of before, which do not count types"
jq -c 'del(.by.venue_type)' report-checks.ndjson >old.json
vpass audit report --merge old.json | jq -c .by.venue_type
vpass audit report --merge old.json report-checks.csv | jq -c .by.venue_type.keys
jq -c 'del(.by.venue)' report-checks.ndjson >bad.json
exits vpass audit report --merge bad.json
echo "== tests of a policy"
printf '%s\n' '{"at":"2021-12-20T12:00:00+09:00","venue_type":"cafe","expected":"refuse"}' '{"at":"2021-12-20T12:00:00+09:00","venue":"museum","venue_type":"cafe","facts":{"party":1},"expected":"admit"}' |
    vpass policy test --policy kr

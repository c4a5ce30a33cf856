# Checks, violations, publications and outages as tables; findings as a table.
exec 2>&1
{
    echo '일시;업소;응답'
    for minute in $(seq 10 40); do
        for door in a b c; do
            answer=valid
            [ "$minute" -lt 30 ] || [ "$minute" -ge 36 ] || answer=timeout
            echo "2021-12-13T12:$minute:00+09:00;$door;$answer"
        done
    done
} >checks.csv
printf 'time,venue,n\n2021-12-13T12:33:00+09:00,a,1\n2021-12-13T12:15:00+09:00,a,2\nlunch,a,3\n' >violations.csv
exits vpass audit outages checks.csv --violations violations.csv
iconv -t CP949 checks.csv >cp949.csv
vpass audit outages -q cp949.csv -o outages.ndjson
vpass audit outages -q --format csv cp949.csv -o outages.csv
cat outages.csv
printf 'time\n2021-12-13T12:00:00+09:00\n' >publications.csv
vpass audit outages -q checks.csv --publications publications.csv --max-age 15m | jq -c '[.finding, .evidence.from]'
echo "== fines"
printf '위반일시,시설,위반자,위반차수\n2021-12-20T12:33:00+09:00,restaurant,operator,2\n2021-12-13T12:33:00+09:00,restaurant,user,1\n' >fines.csv
printf 'from;to\n2021-12-20T12:30:00+09:00;2021-12-20T12:36:00+09:00\n' >windows.csv
exits vpass audit fines fines.csv --outages outages.csv --outages windows.csv
vpass audit fines -q --format csv fines.csv --outages windows.csv
echo "== what is not a table of these"
printf 'from;too\n2021-12-20T12:30:00+09:00;2021-12-20T12:36:00+09:00\n' >windows.csv
exits vpass audit fines -q fines.csv --outages windows.csv
printf 'from;to\n2021-12-20T12:30:00+09:00\n' >windows.csv
exits vpass audit fines -q fines.csv --outages windows.csv
printf 'from;to\nnoon;2021-12-20T12:36:00+09:00\n' >windows.csv
exits vpass audit fines -q fines.csv --outages windows.csv
printf 'time,venues,answer\n' | exits vpass audit outages -q
printf 'when,door\n' | exits vpass audit outages -q --columns when=tim
echo "== a finding may hold what a spreadsheet would run"
printf 'time,venue,answer\n' >evil.csv
for minute in 10 11 12 13 14; do for n in 1 2 3; do echo "2021-12-13T12:$minute:00+09:00,=1+1,timeout"; done; done >>evil.csv
vpass audit outages -q --venues --format csv evil.csv

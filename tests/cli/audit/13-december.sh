# The day on which every check asked a central server; then the same day with offline checks.
python3 "$(realpath data)/../faults/simulate-13-december" . --people 20000
code=0
vpass audit outages central.ndjson --violations violations.ndjson -o outages.ndjson || code=$?
echo "exit $code"
jq -c 'select(.finding)' outages.ndjson
jq -c 'select(.fine) | [.who, .fine.result, .fine.reason]' outages.ndjson | sort | uniq -c
jq -c 'select(.fine.result == "waived")' outages.ndjson | head -2
echo "offline:"
exits vpass audit outages offline.ndjson --violations violations.ndjson -o answers.ndjson
jq -c .fine.result answers.ndjson | sort | uniq -c
vpass audit report --slot 30 --outages outages.ndjson central.ndjson --html page.html -o report.json
jq -c '.total, .by.reason, .outages, .by.time.keys[8]' report.json
grep -o '11:40–13:00' page.html

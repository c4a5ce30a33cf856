# Rule tests as TAP and as the XML of JUnit.
cat >tests.ndjson <<'T'
{"name":"nobody","at":"2021-12-14T12:10:00+09:00","venue_type":"restaurant","expected":"refuse"}
{"name":"everybody","at":"2021-12-14T12:10:00+09:00","venue_type":"restaurant","expected":"admit"}
T
vpass policy test -q --policy kr --tap --junit report.xml tests.ndjson || echo "exit $?"
xmllint --format report.xml
prove -Q --exec 'vpass policy test -q --policy kr --tap' tests.ndjson | grep -e Failed -e Result
vpass policy test -q --policy kr --junit report.xml tests.ndjson
vpass policy test -q --policy kr --tap /dev/null

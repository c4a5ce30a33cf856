# The page: cards of admissions, rules and types in words, a row without a rule, its languages, a table for the chart.
cat >checks.ndjson <<'.'
{"time":"2021-12-20T12:00:00+09:00","venue_type":"cafe","verdict":{"result":"valid","reason":"ok"},"decision":{"result":"admit","ground":"all-rules-hold"}}
{"time":"2021-12-20T12:01:00+09:00","venue_type":"cafe","verdict":{"result":"valid","reason":"ok"},"decision":{"result":"admit","ground":"no-pass-asked"}}
{"time":"2021-12-20T12:02:00+09:00","venue_type":"club <3","verdict":{"result":"valid","reason":"ok"},"decision":{"result":"refuse","rule":"VR-KR-0001"}}
{"time":"2021-12-20T13:03:00+09:00","verdict":{"result":"valid","reason":"ok"},"decision":{"result":"refuse","ground":"other-format"}}
{"time":"2021-12-20T13:04:00+09:00","verdict":{"result":"valid","reason":"ok"},"decision":{"result":"admit"}}
{"time":"2021-12-20T13:05:00+09:00","verdict":{"result":"invalid","reason":"expired"}}
{"time":"2021-12-20T13:06:00+09:00","answer":"timeout"}
.
text() { sed 's/<[^>]*>/ /g; s/ \+/ /g' "$1"; }
vpass audit report -q checks.ndjson --html page.html | jq -c '.by.rule.keys[]'
grep -A7 'class="tiles' page.html | text - | grep .
echo "== rules"
sed -n '/data-by="rule"/,/<\/table>/p' page.html | sed 's/<svg.*<\/svg>//' | text - | grep .
echo "== types"
sed -n '/data-by="venue_type"/,/<\/table>/p' page.html | sed 's/<svg.*<\/svg>//' | text - | grep .
echo "== the figures of the chart"
sed -n '/<details>/,/<\/details>/p' page.html | text - | grep .
echo "== one language"
vpass audit report -q checks.ndjson --html en.html --lang en -o en.json
sed 's/<style>.*//; /^[:@.a-z*]/d' en.html | grep -cP '\p{Hangul}'
vpass audit report -q checks.ndjson --html ko.html --lang ko -o ko.json
grep -o '<html lang="ko">' ko.html
sed '1,/<body>/d' ko.html | sed 's/<[^>]*>/ /g' | grep -oE '[a-z]{3,}' | sort -u | tr '\n' ' '
cmp en.json ko.json
echo "== rules of another policy; without decisions there are no such cards"
vpass audit report -q checks.ndjson --html eu.html --lang en --policy data/policy/eu-rule.json -o eu.json
sed -n '/data-by="rule"/,/<\/table>/p' eu.html | text - | grep VR-KR
grep -v decision checks.ndjson | vpass audit report -q --html none.html --lang en -o none.json
grep -c 'admitted' none.html
echo "== parts add up to the same page"
head -3 checks.ndjson | vpass audit report -q -o a.json
tail -n +4 checks.ndjson | vpass audit report -q -o b.json
vpass audit report --merge b.json a.json --html merged.html -o merged.json
cmp page.html merged.html && echo same
echo "== what has no effect"
exits vpass audit report --lang ko checks.ndjson
exits vpass audit report --policy kr checks.ndjson
exits vpass audit report --lang fr --html x.html checks.ndjson

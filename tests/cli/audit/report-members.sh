# What is counted by what, and lines that hold no check.
cat >checks.ndjson <<'.'
{"time":"2021-12-13T12:00:00+09:00","venue":"v1","operator":"app","verdict":{"result":"valid","reason":"ok","format":"hcert","issuer":"KR"},"claims":{"v":[{"mp":"EU/1/20/1528"}]},"decision":{"result":"refuse","rule":"VR-KR-0001"}}
{"at":"2021-12-13T14:59:59Z","verdict":{"result":"invalid","reason":"untrusted","issuer":"<b>X</b>"}}
{"time":"2021-12-13T15:00:00Z","answer":"timeout","lot":"L1"}
{"line":4,"error":{"code":"no-pass","message":"the record has no `pass`"}}

{"time":"noon","answer":"valid"}
{"time":"2021-12-13T12:00:00+09:00"}
[]
.
exits vpass audit report checks.ndjson --html page.html -o report.json
jq -c '{total,undated,bad_lines,first,last,warnings}' report.json
jq -c '.by | to_entries[] | [.key, (.value.keys[] | [.key, .valid, .invalid, .failed])]' report.json
grep -c '<b>X' page.html
grep -o '&lt;b&gt;X&lt;/b&gt;' page.html
vpass audit report -q --zone Z --slot 30 checks.ndjson -o utc.json || jq -c '.by.time.keys[].key, .by.day.keys[].key' utc.json

# A policy in words, and decisions, in both languages.
vpass policy explain --policy data/policy/eu-rule.json
vpass policy explain --policy kr | head -24
vpass policy explain --policy kr --lang ko | grep -A6 TR-KR
cat >people.ndjson <<END
{"name":"dose 2","payload":{"dob":"1980-01-01","v":[{"mp":"EU/1/20/1528","sd":2,"dn":2,"dt":"2021-07-10"}]}}
{"payload":{"dob":"2005-03-01"}}
{"claims":{"r":[{"fr":"2021-12-20"}]},"payload":{}}
{"facts":{"party":1}}
END
for lang in en ko; do vpass policy explain --policy kr --venue cafe --lang $lang --at 2022-01-07T12:00:00+09:00 people.ndjson; done
vpass policy explain --policy kr --venue academy --at 2022-01-18T12:00:00+09:00 people.ndjson
exits vpass policy explain --policy kr people.ndjson
exits vpass policy explain --policy kr --venue cafe --fact Party=1 people.ndjson

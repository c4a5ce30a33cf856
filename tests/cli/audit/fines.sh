# Violations by the rules of their day: grace, outages, offences, regions, and lines that are none.
cat >outages.ndjson <<END
{"finding":"checks-failed","severity":"error","evidence":{"kind":"checks-failed","from":"2021-12-13T02:40:00Z","to":"2021-12-13T04:00:00Z","minutes":80,"checks":10,"failed":9}}
{"finding":"venue-hit","severity":"error","evidence":{"venue":"x"}}
{"from":"2021-12-14T02:40:00Z","to":"2021-12-14T04:00:00Z"}
END
cat >violations.ndjson <<END
{"time":"2021-12-05T23:59:59+09:00","venue":"cafe","by":"user"}
{"time":"2021-12-12T23:59:59+09:00","venue":"cafe","by":"user"}
{"time":"2021-12-13T00:00:00+09:00","venue":"cafe","by":"user","offence":3,"fine":{"result":"waived"}}
{"time":"2021-12-13T11:39:59+09:00","venue":"restaurant","by":"operator"}
{"time":"2021-12-13T11:40:00+09:00","venue":"restaurant","by":"operator"}
{"time":"2021-12-14T12:59:59+09:00","venue":"restaurant","by":"operator","offence":2}
{"time":"2021-12-14T13:00:00+09:00","venue":"restaurant","by":"operator","offence":2}
{"time":"2021-12-20T13:00:00+09:00","venue":"pc-room","by":"operator","offence":3}
{"time":"2021-12-20T13:00:00+09:00","venue":"pc-room","by":"operator","offence":4}
{"time":"2022-01-09T23:59:59+09:00","venue":"karaoke","by":"user","rule":"VR-KR-0001"}
{"time":"2022-01-10T00:00:00+09:00","venue":"karaoke","by":"user","rule":"VR-KR-0001"}
{"time":"2022-01-16T23:59:59+09:00","venue":"large-store","by":"user"}
{"time":"2022-01-17T00:00:00+09:00","venue":"large-store","by":"user"}
{"time":"2022-01-17T00:00:00+09:00","venue":"large-store","by":"user","region":"seoul"}
{"time":"2022-03-01T00:00:00+09:00","venue":"karaoke","by":"operator"}
END
vpass audit fines --outages outages.ndjson violations.ndjson | jq -c .fine
(tail -1 violations.ndjson; echo '{"time":"noon","venue":"cafe","by":"user"}'; echo '{"time":"2021-12-20T13:00:00Z","venue":"zoo","by":"user"}'; echo x) |
    exits vpass audit fines
exits vpass audit fines --policy data/policy/eu-rule.json violations.ndjson

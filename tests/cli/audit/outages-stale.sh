# Lists that were not published for longer than they hold; a door with a trouble of its own; venues by name.
for minute in $(seq 10 59); do
    for door in a b c d; do
        answer=valid
        [ $door != d ] || answer=error
        [ "$minute" -lt 30 ] || [ "$minute" -ge 34 ] || answer=timeout
        echo "{\"time\":\"2021-12-13T12:$minute:00+09:00\",\"venue\":\"$door\",\"answer\":\"$answer\"}"
    done
done >checks.ndjson
echo '{"time":"2021-12-13T12:20:00+09:00"}' >publications.ndjson
cat >violations.ndjson <<'.'
{"n":1,"time":"2021-12-13T12:15:00+09:00","venue":"a","fine":"forged"}
{"n":2,"time":"2021-12-13T12:25:00+09:00","venue":"a"}
{"n":3,"time":"2021-12-13T12:25:00+09:00","venue":"d"}
{"n":4,"time":"2021-12-13T12:33:59+09:00","venue":"b"}
{"n":5,"time":"2021-12-13T12:55:00+09:00","venue":"b"}
{"n":6,"venue":"b"}
.
exits vpass audit outages checks.ndjson --publications publications.ndjson --max-age 30m --violations violations.ndjson --venues

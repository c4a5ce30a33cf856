# A pass that is handed round, among honest ones; the same run twice gives the same hashes under one key.
echo '0123456789abcdef0123456789abcdef' >key
for i in $(seq 400); do
    minute=$((10 + i / 10))
    echo "{\"time\":\"2021-12-13T12:$minute:00+09:00\",\"venue\":\"v$((i % 7))\",\"verdict\":{\"result\":\"valid\",\"reason\":\"ok\",\"id\":\"id-$((i % 200))\"}}"
    [ $((i % 20)) != 0 ] || echo "{\"time\":\"2021-12-13T12:$minute:30+09:00\",\"venue\":\"w$i\",\"verdict\":{\"result\":\"valid\",\"reason\":\"ok\",\"id\":\"shared\"}}"
done >checks.ndjson
exits vpass audit duplicates --key key checks.ndjson
exits vpass audit duplicates --key key -q -j 1 checks.ndjson
exits vpass audit duplicates --key key --within 10m checks.ndjson
grep -v shared checks.ndjson >honest.ndjson
exits vpass audit duplicates honest.ndjson

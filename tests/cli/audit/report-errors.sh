# Options and parts that cannot be used: no answer, and no output.
echo '{"answer":"valid"}' >checks.ndjson
exits vpass audit report --zone Seoul checks.ndjson
exits vpass audit report --slot 7 checks.ndjson
exits vpass audit report -i missing.ndjson
vpass audit report -q checks.ndjson -o part.json
sed 's/+09:00/+00:00/' part.json >other.json
exits vpass audit report --merge part.json other.json
sed 's/"valid":1/"valid":-1/' part.json >other.json
exits vpass audit report --merge part.json other.json
exits vpass audit report --merge checks.ndjson
echo '{"from":"2021-12-13T12:00:00Z","to":"2021-12-13T11:00:00Z"}' >outages.ndjson
exits vpass audit report --outages outages.ndjson checks.ndjson
exits vpass audit outages --gap soon checks.ndjson
exits vpass audit outages --violations missing.ndjson checks.ndjson
exits vpass audit duplicates --key checks.ndjson --within 1s checks.ndjson
exits vpass audit duplicates --key other.json --venues 1 checks.ndjson

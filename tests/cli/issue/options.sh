# Options that issue shares with every filter, and those that are refused.
exec 2>&1
exits vpass issue --at $at -j 2 --no-progress --summary counts.json -i data/registry.csv --output out && cat counts.json
cmp out data/payloads.ndjson && echo "the same bytes"
exits vpass issue --format shc5 data/registry.csv
exits vpass issue --value-sets missing data/registry.csv
mkdir sets && echo '{"valueSetId":"sct-vaccines-covid-19","valueSetValues":{}}' >sets/a.json
exits vpass issue --at $at --value-sets sets data/registry.csv -o out
exits vpass issue --isuer X
cp data/registry.csv in
exits vpass issue in -o in
exits vpass issue --at $at in -o /dev/full
exits vpass issue <&-
vpass issue --help

# CSV and JSON Lines of the same register give the same payloads; other columns are carried through as text.
vpass issue --at $at data/registry.csv | tee csv
vpass issue -q --at $at data/registry.ndjson | jq -c '{id, payload, notes}' | diff - <(jq -c '{id, payload, notes}' csv) && echo same
jq -c .ward csv
vpass issue -q --at $at data/registry.ndjson | jq -c .ward

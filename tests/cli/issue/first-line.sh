# A part of a larger input, whose lines are numbered, and get their identifiers, as there.
exec 2>&1
issue() { vpass issue -q --at $at --seed 7 "$@"; }
sed 's/"id":"[^"]*",\?//' data/registry.ndjson | sed '3s/.*/no record/' >registry
issue registry -o whole || echo "exit $?"
{ head -2 registry | issue; tail -n +3 registry | issue --jsonl --first-line 3; } >parts
cmp parts whole && grep -n '"error"' whole
{ head -2 data/registry.csv; echo short; tail -1 data/registry.csv; } >registry.csv
issue registry.csv -o whole || echo "exit $?"
{ head -2 registry.csv | issue; { sed -n '1p;3,4p' registry.csv; } | issue --first-line 3; } >parts
cmp parts whole && cat whole
exits vpass issue --first-line 0

# Options that inspect shares with every filter, and those that are refused.
exec 2>&1
exits vpass inspect --at $at -j 2 --no-progress --summary counts.json -i data/passes.ndjson --output out && cat counts.json
vpass inspect --at $at data/passes.ndjson -q | cmp - out && echo "the same bytes"
exits vpass inspect --at $at --trust missing data/passes.txt
exits vpass inspect --at $at --value-sets missing data/passes.txt
exits vpass inspect --at never data/passes.txt
exits vpass inspect --at $at --strict data/passes.txt
cp data/passes.txt in
exits vpass inspect --at $at in -o in
exits vpass inspect --at $at in -o /dev/full
exits vpass inspect --at $at <&-
vpass inspect --help

# Usage errors: exit code 2, what is wrong, and what was meant.
exec 2>&1
exits vpass
exits vpass verfy
exits vpass ''
exits vpass frobnicate
exits vpass verify --trsut keys
exits vpass verify --nothing-like-it
exits vpass verify -z
exits vpass verify missing data/passes.txt
exits vpass verify -i missing -i data/passes.txt
exits vpass verify --trust
exits vpass verify -j 0
exits vpass verify -j many
exits vpass verify --jobs=257
vpass --help >/dev/full
echo "exit $?"

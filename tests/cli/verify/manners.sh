# Help, version, several inputs, and what was meant by a word that is none.
exec 2>&1
vpass help verify | diff - <(vpass verify --help) && echo same
vpass help key new | diff - <(vpass key new --help) && echo same
vpass help trust merge | head -2
exits vpass help verfy
exits vpass help key nwe
exits vpass help verify more
exits vpass version more
vpass version | diff - <(vpass --version) && vpass -V | diff - <(vpass version) && echo same
for word in ver ins p lgo -verify; do exits vpass "$word"; done
exits vpass verify --tru keys
exits vpass verify --lgo keys
exits vpass audit rec
exits vpass qr --format pngg
exits vpass qr --sheet CARDS
exits vpass completions
# The messages of commands that are not filters.
vpass key new --test --at $at --out k -q && vpass policy check kr -q && vpass trust list -q k/csca.pem >/dev/null

echo "# several inputs"
head -2 data/passes.ndjson >one
echo '{"no":"pass"}' >two
: >none
sed -n 3p data/passes.ndjson | tr -d '\n' >three
vpass verify --trust keys/kr/dsc.pem one two none three two --at $at | jq -c '.line // .verdict.result'
vpass verify -q --trust keys/kr/dsc.pem -i one - -i three --at $at <two | diff - <(cat one two three | vpass verify -q --trust keys/kr/dsc.pem --at $at); echo "differs: ${PIPESTATUS[1]}"
vpass verify --trust keys/kr/dsc.pem one two --first-line 11 --at $at | jq -c '.line // empty'
exits vpass verify --trust keys/kr/dsc.pem one missing
exits vpass verify --trust keys/kr/dsc.pem one .
exits vpass verify --trust keys/kr/dsc.pem - -
cp one same; exits vpass verify --trust keys/kr/dsc.pem two same -o same
vpass verify -q --trust keys/kr/dsc.pem one two --at $at --summary /dev/stdout >both; tail -1 both
vpass verify -q --trust keys/kr/dsc.pem one two --at $at --summary /dev/stdout | wc -l

echo "# errors as JSON"
exits vpass verify --json-errors --trust missing one
exits vpass verify --tursts x --json-errors
exits vpass verfy --json-errors
exits vpass qr --json-errors --format pngg

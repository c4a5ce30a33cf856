# A site in place of trust files and lists: what makes it good enough.
exec 2>&1
vpass key root --out . 2>messages
site() { vpass publish -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --root-key root.key -o site --at $at "$@" >/dev/null; }
check() { vpass verify -q --site site --root root.pem --at "${when:-$at}" passes "$@" | jq -r .verdict.reason | sort | uniq -c; }
vpass sign -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o passes
site
check --state seen --require-status
cp -r site yesterday
head -1 passes | vpass revoke -q --ledger ledger --at $at >revoked
site
check --state seen
echo "# yesterday's"
exits vpass verify --site yesterday --root root.pem --state seen --at $at passes
exits vpass verify --site yesterday --root root.pem --state fresh --min-sequence 2 --at $at passes
exits vpass verify -q --site yesterday --root root.pem --state fresh --at $at passes -o out
XDG_STATE_HOME=$PWD/state check
XDG_STATE_HOME=$PWD/state exits vpass verify --site yesterday --root root.pem --at $at passes
HOME=$PWD/home XDG_STATE_HOME= check >out
XDG_STATE_HOME= HOME=$PWD/home exits vpass verify --site yesterday --root root.pem --at $at passes
find state home -type f | sort
jq -c '.sites[] | [.sequence, (.root | length), (.manifest | length)]' seen
echo "# a memory that is none"
echo '{}' >broken
exits vpass verify --site site --root root.pem --state broken --at $at passes
exits vpass verify --site site --root root.pem --state /dev/null/seen --at $at passes
XDG_STATE_HOME=/dev/null vpass verify -q --site site --root root.pem --at $at passes -o out
echo "# stale"
when=2021-12-21T12:09:59+09:00 check --state seen --require-status
when=2021-12-21T12:10:00+09:00 check --state seen
when=2021-12-21T12:10:00+09:00 check --state seen --require-status
echo "# another root key, none, and somebody's certificate"
exits vpass verify --site site --root keys/kr/dsc.pem --state seen --at $at passes
exits vpass verify --site site --state seen --at $at passes
exits vpass verify --root root.pem --at $at passes
exits vpass verify --site site --root missing.pem --state seen --at $at passes
exits vpass verify -q --site site --root keys/kr/dsc.pem --root root.pem --state seen --at $at passes -o out

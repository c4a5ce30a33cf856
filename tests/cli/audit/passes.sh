# Passes with a good signature that the log does not hold, found by a register or by the proofs that they bring along.
exec 2>&1
key="--key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at"
sign() { vpass sign -q $key --operator kim "$@"; }
audit() { exits vpass audit passes --trust keys/kr/dsc.pem --vkey vkey "$@"; }
vpass key ledger --out ledger --name log.example/passes 2>messages
cp ledger/public/vkey vkey
vpass issue -q --sample 8 --seed 1 --at $at -o payloads
head -4 payloads | sign --ledger ledger -o passes
cp -r ledger fork  # from here on, two logs of one key
sed -n 5,6p payloads | sign --ledger ledger -o more
forget
sed -n 7p payloads | sign --ledger fork -o hidden
sed -n 8p payloads | vpass sign -q $key -o unlogged

echo "# all is well: by the register, as bare text, by proofs alone"
cat passes more | audit --log ledger
jq -r .pass passes more | audit --log ledger
prove() { vpass audit prove -q --vkey vkey --log "$1" <"$2"; }
prove ledger passes >proved
audit proved
cp -r ledger/public copy
audit --log copy proved
echo "# not in the log; without a proof; with that of another pass"
(cat passes; cat unlogged) | audit --log ledger
audit --log copy passes -o findings
jq -c '[.line, .evidence.message]' findings
jq -c --slurpfile other proved '.proof = $other[0].proof' unlogged | audit
echo "# logged, but in a log that others are not shown"
prove fork hidden >proved-elsewhere
audit proved-elsewhere
audit --log ledger proved-elsewhere
echo "# passes that nobody need have logged are warnings"
jq -c 'select(.want.reason | IN("bad-signature", "untrusted", "malformed", "unsupported"))' data/faults.ndjson | head -4 >faults
audit --log ledger faults -o warnings
jq -c '[.finding, .severity, .line, .evidence.reason]' warnings
echo "# one that is no longer valid, or is against its schema, must have been logged all the same"
jq -c 'select(.want.reason | IN("expired", "not-yet-valid", "schema"))' data/faults.ndjson | head -3 | audit --log ledger -o findings
jq -c '[.finding, .line]' findings
echo "# lines that are none, and no answer at all"
(head -1 passes; echo '{') | audit --log ledger
exits vpass audit passes --trust keys/kr/dsc.pem passes
exits vpass audit passes --vkey vkey --log ledger passes
audit --log missing passes
exits vpass audit passes --trust keys/kr/dsc.pem --vkey missing passes
exits vpass audit passes --trust passes --vkey vkey --log ledger passes

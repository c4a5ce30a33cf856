# Witnesses: what continues is cosigned, a rollback and forks are refused, and two of them refuse a ledger that was
# restored from yesterday and went another way. Roots are random.
exec 2>&1
plain() { sed -E 's/\+[0-9a-f]{8}\+[AB][A-Za-z0-9+\/]{43}/+ID+KEY/; s/[A-Za-z0-9+\/]{43}=/ROOT/g'; }
sign() { vpass issue -q --sample "$1" --seed "$2" --at $at | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --operator kim --ledger ledger -o passes; }
witness() { exits vpass audit witness --at $at --key w$1/witness.key --state w$1/seen "${@:2}" >out 2>&1; plain <out | jq -cR 'fromjson? // . | if type == "object" then [.finding, .evidence.size, .evidence.seen.size] else . end' -r; }
log() { exits vpass audit log --vkey vkey --witness w1/witness.vkey --witness w2/witness.vkey "${@-ledger}"; }

echo "# a witness's key"
for w in 1 2 3; do vpass key new --witness --name witness.example/w$w --out w$w >/dev/null 2>&1; done
stat -c '%n %a' w1/*
plain <w1/witness.vkey
exits vpass key new --witness --out w1
vpass key new --witness --out made-up 2>/dev/null
plain <made-up/witness.vkey | sed -E 's/[0-9a-f]{16}/RANDOM/'
exits vpass key new --witness --out w4 --name 'two words'
exits vpass key new --name w --out w4

vpass key ledger --out ledger --name log.example/passes 2>/dev/null
cp ledger/public/vkey vkey
sign 3 1
echo "# the first time, by the key that is named or by the one beside the log"
witness 1 --vkey vkey ledger
witness 2 ledger
stat -c %a w1/seen
log ledger --quorum 2
echo "# again: one cosignature a witness"
witness 1 ledger
grep -c '^— witness' ledger/public/checkpoint
cp -r ledger yesterday
echo "# what continues, as a note and from a copy that cannot be written to"
sign 300 2
cp -r ledger/public stick
chmod -R a-w stick
witness 1 -o note stick
cmp stick/checkpoint ledger/public/checkpoint && diff <(head -5 note) stick/checkpoint && tail -1 note | cut -d' ' -f1,2
chmod -R u+w stick
witness 2 stick
echo "# brought home"
exits vpass audit witness --add note --add stick/checkpoint --witness w1/witness.vkey --witness w2/witness.vkey ledger
log ledger --quorum 2
exits vpass audit witness --add yesterday/public/checkpoint --witness w1/witness.vkey ledger | plain
exits vpass audit witness --add note ledger
echo "# published with the cosignatures, and again once there are more of them"
publish() { vpass publish -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --operator kim -o site | jq -c '[.sequence, .published]'; }
publish
grep -c '^—' site/checkpoint
witness 1 ledger; witness 2 ledger; witness 3 ledger
publish; publish

echo "# a rollback"
mv ledger today
witness 1 today; witness 2 today
cp -r yesterday ledger; forget
witness 1 ledger
echo "# the restored ledger goes another way: shorter, as long as the other, and longer"
sign 300 3
witness 1 ledger
sign 2 4
witness 2 ledger
for log in today ledger; do sed -n 2p $log/public/checkpoint; done
sign 5 5
witness 1 ledger; witness 2 ledger
echo "# a witness that saw neither is not a quorum"
vpass key new --witness --name witness.example/w4 --out w4 2>/dev/null
witness 4 --vkey vkey ledger
log ledger --witness w4/witness.vkey --quorum 2
log today --quorum 2
echo "# nor are one key with two names, or the log itself"
cut -d+ -f3 w4/witness.vkey >key
log ledger --witness w4/witness.vkey --witness w4/witness.vkey --quorum 2
echo "# damage is not a fork"
rm -r ledger; cp -r today ledger; forget
sign 2 6
find ledger/public/tile/0 -type f -path '*.p*' -exec sh -c 'printf xxxxxxxx | dd of="$1" bs=1 seek=5 conv=notrunc status=none' - {} \;
witness 1 ledger
echo "# a log of somebody else, and no log"
witness 1 --vkey data/log/vkey ledger
echo hello >ledger/public/checkpoint
witness 1 ledger
witness 1 missing
echo "# the key and the memory"
cp -r today/public log
exits vpass audit witness --key today/log.key --state seen log
exits vpass audit witness --key w1/witness.key log
exits vpass audit witness --key w1/witness.vkey --state seen log
exits vpass audit witness --key w3/witness.key --state w3/none --vkey vkey -q log
for bad in '' '{}' '{"logs":[1]}' "$(sed 's/\\n30[0-9]/\\n4/' w1/seen)" "$(sed 's/"at":"[^"]*"/"at":"x"/' w1/seen)"; do
    echo "$bad" >bad
    exits vpass audit witness --key w1/witness.key --state bad log | head -1
done

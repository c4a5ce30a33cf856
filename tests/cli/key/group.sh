# A ledger is its owner's alone, or with --group its group's too: nobody else can hold its lock or read its register.
exec 2>&1
modes() { stat -c '%a %n' "$1" "$1"/lock "$1"/register.db "$1"/log.key "$1"/public; }
umask 022
sign() { vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --operator kim "$@"; }
vpass issue -q --sample 2 --seed 1 --at $at -o payloads
vpass key ledger -q --out own --name log.example.org/own 2>/dev/null || vpass key ledger --out own --name log.example.org/own 2>/dev/null
vpass key ledger --group --out group --name log.example.org/group 2>/dev/null
for ledger in own group; do
    sign --ledger $ledger payloads -o passes
    modes $ledger
done
echo "# a lock of an earlier version is tightened by the next who takes it"
chmod 666 own/lock
sign --ledger own --again payloads -o passes
stat -c '%a %n' own/lock

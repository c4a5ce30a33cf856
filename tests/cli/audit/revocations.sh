# Kept publications against the register: what is revoked is named from the next one on, in every form, and never forgotten.
exec 2>&1
vpass key new --test --at 2021-01-01 --issuer-url https://pass.example/kr --out k 2>messages
vpass key root --out root 2>messages
keys="--key k/dsc.key --cert k/dsc.pem"
clock() { echo "2021-12-${1%T*}T${1#*T}:00+09:00"; }  # clock 13T09:00
sign() { vpass issue -q --sample "$1" --seed "$2" --at "$(clock 13T08:00)" --format "$3" | vpass sign -q $keys --at "$(clock 13T08:00)" "${@:4}"; }
revoke() { vpass revoke -q --ledger l --at "$(clock "$1")" "${@:2}" | jq -c .revoked.result; }
site() { vpass publish -q --ledger "$1" $keys --root-key root/root.key --at "$(clock "$3")" --refresh -o "$2" >messages; }
audit() {
    rm -f findings
    exits vpass audit revocations -o findings --ledger l --root root/root.pem "$@" 2>&1 | sed "$no_kids" | sort  # the order is that of slots
    [ ! -e findings ] || sed "$no_kids" findings | jq -c '[.finding, .severity, .id, .evidence.site, .evidence.sequence, .evidence.revoked_at, .evidence.seconds]' | sort
}

sign 20 1 hcert --ledger l -o passes
sign 5 2 shc --ledger l -o cards
sign 2 3 hcert -o unregistered
no_kids=$(jq -r .kid passes cards | sort -u | while read -r kid; do
    echo "s|$kid|KID|; s|$(tr +/ -_ <<<"${kid%=}")|KID|"
done)
echo "# three publications; between them passes are revoked and restored, a card, an unregistered pass, the passes of a span of time"
sed -n 1p passes | revoke 13T09:00
sed -n 2p cards | revoke 13T09:00
site l s1 13T10:00
cp -r l before
sed -n 1p passes | revoke 14T09:00 --undo
sed -n 2p passes | revoke 14T09:30
sed -n 1p unregistered | revoke 14T09:45
revoke 14T09:45 --key "$(head -1 cards | jq -r .kid)" --to 2021-01-01T00:00:00Z
site l s2 14T10:00
sed -n 1p passes | revoke 15T09:00
sed -n 1p unregistered | revoke 15T09:00 --undo
site l s3 15T10:00
audit --summary summary s1 s2 s3
cat summary
echo "# whatever is left out, and the newest alone: when it was published first is not known then"
audit s1 s3
audit s3
audit s3 s3
echo "# an old site, offered as the newest"
audit s1 s2 s3 s1
echo "# sites from the ledger as it was: signed by all the right keys, and without what was revoked since"
forget
site before f2 14T12:00
site before f3 15T12:00
audit s1 f2 f3
audit s1 s2 f3
echo "# in the second in which a pass was restored either answer is good"
site before f4 14T09:00
audit f4
echo "# three days to the next publication"
forget
sed -n 3p passes | revoke 16T10:00
site l s4 19T10:00
audit s3 s4
audit --within 3d s3 s4
echo "# what is not a site of this key, or kept by deltas"
exits vpass audit revocations --ledger missing --root root/root.pem s1
vpass key root --out other 2>messages
audit --root other/root.pem s1
exits vpass audit revocations --ledger l --root other/root.pem s1
audit --within soon s1
cp -r s4 copy
rm copy/status/*/list.*
audit copy
cp -r s2 copy2
cp s3/{manifest,trust.jwks,checkpoint} copy2
for path in $(cd s3 && ls -d status/*/delta-2-3.cwt status/rules/* .well-known/*.json .well-known/crl/*); do cp s3/$path copy2/$path; done
rm -f copy2/status/eu/*
vpass verify -q --site copy2 --root root/root.pem --state seen --at "$(clock 15T11:00)" passes | jq -r .verdict.reason | uniq -c
audit copy2

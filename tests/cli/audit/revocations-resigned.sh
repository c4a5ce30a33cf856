# The root key signs a manifest over lists that are not what the ledger would publish.
exec 2>&1
vpass key new --test --at 2021-01-01 --issuer-url https://pass.example/kr --out k 2>messages
vpass key root --out root 2>messages
keys="--key k/dsc.key --cert k/dsc.pem"
for format in hcert shc; do
    vpass issue -q --sample 5 --seed ${#format} --at $at --format $format |
        vpass sign -q $keys --at $at --ledger l -o $format
done
vpass issue -q --sample 1 --seed 2 --at $at | vpass sign -q $keys --at $at -o unregistered
site() { vpass publish -q --ledger l $keys --root-key root/root.key --at "$2" --valid-for 90d -o "$1" >messages; }
site s1 2021-12-14T13:00:00+09:00
cat <(sed -n 1p hcert) <(sed -n 1p shc) unregistered | vpass revoke -q --ledger l --at 2021-12-14T13:30:00+09:00 | jq -c .revoked.result
site s2 2021-12-14T14:00:00+09:00

kid=$(head -1 shc | jq -r .kid)
base64url() { basenc --base64url -w0 | tr -d =; }
resign() {  # resign SITE LISTS_OF [FILE]: the manifest of SITE, for the files that lie there now and the lists of another site
    local path claims
    claims() { cut -d. -f2 "$1/manifest" | awk '{ while (length % 4) $0 = $0 "="; print }' | basenc --base64url -d; }
    claims "$1" | jq -c --argjson more "${3:-null}" '.files[], ($more // empty)' | while read -r file; do
        path=$1/$(jq -r .path <<<"$file")
        [ ! -e "$path" ] || jq -c --arg sha256 "$(sha256sum <"$path" | cut -d' ' -f1)" --argjson size "$(stat -c %s "$path")" \
            '.sha256 = $sha256 | .size = $size' <<<"$file"
    done >files
    claims "$1" | jq -c --argjson lists "$(claims "$2" | jq -c .lists)" --slurpfile files files '.lists = $lists | .files = $files' >claims
    printf '%s.%s' "$(cut -d. -f1 "$1/manifest")" "$(jq -cj . claims | base64url)" >input
    openssl dgst -sha256 -sign root/root.key input | openssl asn1parse -inform DER |
        awk -F: '/INTEGER/ { printf "%64s", $NF }' | tr ' ' 0 | basenc --base16 -d | base64url >signature
    printf '%s.%s' "$(cat input)" "$(cat signature)" >"$1/manifest"
}
audit() {
    exits vpass audit revocations -q -o findings --ledger l --root root/root.pem "$@"
    sed -E 's/status\/[A-Za-z0-9_-]{11,}\//status\/KID\//g; s/crl\/[^"]*json/crl\/KID.json/; s/eu\/KR-[^"]*-1.json/eu\/KR-1.json/; s/"'"$kid"'"/"KID"/' findings |
        jq -c '[.finding, .id, .evidence.site, .evidence.message, .evidence.slots] | map(values)' | sort
}
folders=$(cd s2/status && ls -d ./*/ | grep -vx ./eu/)

echo "# signed anew, and nothing else"
cp -r s2 same && resign same s2
audit s1 s2 same
audit s1 same
echo "# the lists of the earlier publication"
cp -r s2 old
for folder in $folders; do
    rm old/status/$folder*
    cp s1/status/$folder* old/status/$folder
    mv old/status/$folder/compact-{1,2}.cwt
done
resign old s1
vpass verify -q --at $at --site old --root root/root.pem --state seen hcert | jq -r .verdict.reason | uniq -c
audit s1 s2 old
audit s1 old
echo "# one form of a list"
for form in list.jwt list.cwt; do
    cp -r s2 form-$form
    for folder in $folders; do cp s1/status/$folder$form form-$form/status/$folder; done
    resign form-$form s2
    audit s1 form-$form
done
echo "# a form that is missing, and one that is none"
cp -r s2 form-none
for folder in $folders; do rm form-none/status/$folder/list.jwt; echo x >form-none/status/$folder/list.cwt; done
resign form-none s2
audit form-none
echo "# the card list"
cp -r s2 cards
for list in cards/.well-known/crl/*; do cp "s1/${list#cards/}" "$list"; done
resign cards s2
audit s1 cards
echo "# the batches of hashes: one kind, all of them, one too many"
cp -r s2 kind && rm kind/status/eu/*-uci-1.json && resign kind s2
audit s1 kind
cp -r s2 none && rm -r none/status/eu && resign none s2
audit s1 none
audit s2 none
cp -r s2 more
for list in more/status/eu/*; do jq -c '.entries += [{hash: "AAAAAAAAAAAAAAAAAAAAAA=="}]' "$list" >list && cp list "$list"; done
resign more s2
audit more
echo "# the rules: one that is gone, and one that nobody made"
vpass revoke -q --ledger l --at 2021-12-14T14:30:00+09:00 --key "$kid" | jq -c .revoked.result
site s3 2021-12-14T15:00:00+09:00
cp -r s3 no-rule && rm -r no-rule/status/rules && resign no-rule s3
audit s3
audit s2 no-rule
audit s3 no-rule
vpass revoke -q --ledger l --at 2021-12-14T15:30:00+09:00 --key "$kid" --undo | jq -c .revoked.result
site s4 2021-12-14T16:00:00+09:00
cp -r s4 rule && cp -r s3/status/rules rule/status
(cd rule && find status/rules -type f | jq -R -c '{path: ., size: 0, sha256: ""}') >extra
resign rule s4 "$(cat extra)"
audit s3 s4
audit s4 rule

# Lists and manifests signed in tokens, by keys that were made there: no key file exists but the log's. The judge is openssl.
exec 2>&1
rm keys  # links to key files
make_token agency
softhsm2-util --init-token --free --label vault --pin 1357 --so-pin 12345678 >token.out
echo 1357 >vault.pin
agency="pkcs11:token=agency?module-path=$softhsm" vault="pkcs11:token=vault?module-path=$softhsm&pin-source=vault.pin"
id() { sed 's/id=[^;]*;/id=…;/'; }
exits vpass key new --at $at --test --token "$agency" --pin-file pin --out public 2>messages
exits vpass key root --token "$vault" --out public 2>&1 | id
exits vpass key root --token "$vault" --out public
exits vpass key root --token "$vault" --out elsewhere
ls -A public
dsc=${agency/\?/;object=dsc?} root=${vault/\?/;object=root?}

vpass issue -q --at $at --sample 20 --seed 1 | vpass sign -q --ledger ledger --key "$dsc" --pin-file pin --cert public/dsc.pem --at $at -o passes
site() { exits vpass publish --ledger ledger --key "$dsc" --cert public/dsc.pem --root-key "$root" -q --at $at "$@"; }
site -o site --pin-file pin >published
head -1 published | jq -c '[.sequence, .published, .files]'
grep -rlZ 'PRIVATE KEY' . | xargs -0r echo "private keys in files:"
openssl x509 -in public/dsc.pem -noout -pubkey >dsc.pub
unpadded() { tr _- /+ | awk '{ while (length % 4) $0 = $0 "="; print }' | base64 -d; }
jws() {  # jws FILE KEY: openssl judges a JWS in compact form
    local rs
    cut -d. -f1,2 "$1" | tr -d '\n' >signed
    rs=$(cut -d. -f3 "$1" | unpadded | od -An -v -tx1 | tr -d ' \n')
    printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "${rs:0:64}" "${rs:64}" >signature.conf
    openssl asn1parse -genconf signature.conf -noout -out signature
    openssl dgst -sha256 -verify "$2" -signature signature signed
}
cose() {
    python3 data/../cose_parts.py one <"$1"
    openssl dgst -sha256 -verify "$2" -signature one.sig one.tbs
}
echo "== the root key signs the manifest, the list key all that has a signature of its own"
jws site/manifest public/root.pem
exits jws site/manifest dsc.pub 2>/dev/null
jws site/status/*/list.jwt dsc.pub
for list in site/status/*/*.cwt; do cose "$list" dsc.pub; done
cut -d. -f2 site/manifest | unpadded | jq -r '.files[] | .sha256 + "  " + .path' | (cd site && sha256sum --check --quiet)
head -1 passes | vpass revoke -q --ledger ledger --at $at >revoked
site -o site --pin-file pin >published
jws site/manifest public/root.pem
cose site/status/*/delta-1-2.cwt dsc.pub
vpass verify --site site --root public/root.pem --state seen --require-status --at $at passes -o verdicts

echo "== a root key of RSA, which OpenSSL pads and the token encrypts"
exits vpass key root --algorithm rsa --token "$agency" --pin-file pin --out rsa 2>&1 | id
root=${agency/\?/;object=root?}
site --pin-file pin -o rsa-site >published
cut -d. -f1,2 rsa-site/manifest | tr -d '\n' >signed
cut -d. -f3 rsa-site/manifest | unpadded >signature
openssl dgst -sha256 -sigopt rsa_padding_mode:pss -verify rsa/root.pem -signature signature signed

echo "== without the PIN, nothing is published"
cp -r site before
site -o site --refresh
site -o site --refresh --pin-file /dev/null
diff -r before site && echo "the site is as it was"

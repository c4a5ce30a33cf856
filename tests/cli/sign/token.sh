# Keys that never leave their token: made there, certified, and used, with no key file anywhere. The judge is openssl.
exec 2>&1
rm keys  # links to key files
make_token agency
module="module-path=$softhsm"
id() { sed 's/id=[^;]*;/id=…;/; s/serial=[^;]*;/serial=…;/'; }
exits vpass key new --at $at --test --token "pkcs11:token=agency?$module" --pin-file pin --out keys.d 2>&1 | id
ls keys.d
openssl verify -attime 1639451400 -CAfile keys.d/csca.pem keys.d/dsc.pem
dsc="pkcs11:token=agency;object=dsc?$module"
vpass issue -q --at $at --sample 200 --seed 1 -o payloads
exits vpass sign --at $at --key "$dsc" --pin-file pin --cert keys.d/dsc.pem -j 4 payloads -o passes
vpass verify -q --at $at --trust keys.d/dsc.pem passes | jq -r .verdict.reason | sort | uniq -c
openssl x509 -in keys.d/dsc.pem -noout -pubkey >public.pem
jq -r .pass passes | sed -n '1p;77p;200p' | while read -r pass; do
    python3 data/../cose_parts.py one <<<"$pass"
    openssl dgst -sha256 -verify public.pem -signature one.sig one.tbs
done
grep -rlZ 'PRIVATE KEY' . | xargs -0r echo "private keys in files:"

echo "== further certificates and a request"
exits vpass key dsc --at $at --csca keys.d/csca.pem --csca-key "pkcs11:token=agency;object=csca?$module" --pin-file pin --out second
openssl verify -attime 1639451400 -CAfile keys.d/csca.pem second/dsc.pem
exits vpass key new --at $at --csca-key "pkcs11:token=agency;object=csca?$module" --key "$dsc" --pin-file pin --out again
openssl verify -attime 1639451400 -CAfile again/csca.pem again/dsc.pem
cmp <(openssl x509 -in again/dsc.pem -noout -pubkey) public.pem && echo "the same key"
exits vpass key csr --key "$dsc" --pin-file pin | openssl req -noout -verify -subject
make_token other
exits vpass key new --at $at --algorithm rsa --token "pkcs11:token=other?$module" --pin-file pin --out rsa 2>&1 | id
exits vpass sign --at $at --key "pkcs11:token=other;object=dsc?$module" --pin-file pin --cert rsa/dsc.pem payloads -o passes
vpass verify --at $at --trust rsa/dsc.pem passes -o verdicts

echo "== nothing in a token is replaced"
exits vpass key new --at $at --token "pkcs11:token=agency?$module" --pin-file pin --out keys.d
exits vpass key new --at $at --token "pkcs11:token=agency?$module" --pin-file pin --out new --force
exits vpass key new --at $at --token "pkcs11:token=agency?$module" --pin-file pin --out new --organization "$(printf 'A%.0s' {1..65})"
[ ! -e new ] && echo "nothing was made"

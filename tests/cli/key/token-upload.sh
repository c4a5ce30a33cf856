# A participant's keys in a token: none is written, and the token signs certificates and uploads.
exec 2>&1
make_token agency
token="pkcs11:token=agency?module-path=$softhsm"
exits vpass key new --profile gdhcn --at $at --country KR --token "$token" --pin-file pin --out d 2>&1 | sed 's/pkcs11:[^ ]*object=/…object=/; s/?.*//'
find d -type f | sort
exits vpass trust check --profile gdhcn --at $at d
exits vpass key upload --at $at --key "pkcs11:token=agency;object=up?module-path=$softhsm" --pin-file pin --cert d/UP/UP.pem \
    --format der d/DSC/DSC.pem -o dsc.signed.der
openssl cms -verify -inform DER -CAfile d/UP/UP.pem -attime 1639451400 -purpose any -binary -in dsc.signed.der -out content
cmp content <(openssl x509 -in d/DSC/DSC.pem -outform DER) && echo "the same certificate"

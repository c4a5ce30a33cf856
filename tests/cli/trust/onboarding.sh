# Files as they join a country to WHO's network, signed with openssl: what the anchor signed is valid, and nothing else.
openssl ecparam -name prime256v1 -genkey -noout -out ta.key
openssl req -x509 -new -key ta.key -subj "/C=CH/O=Test/CN=TA" -days 3000 -out ta.pem 2>/dev/null
sign() { openssl cms -sign -binary -nodetach -signer "${2:-ta.pem}" -inkey "${3:-ta.key}" -outform DER -in "$1"; }
openssl x509 -in keys/kr/csca.pem -outform DER -out sca.der
sign sca.der >sca_signed.der
wrap() {  # wrap COUNTRY THUMBPRINT CERTIFICATE
    jq -n --arg s "$(base64 -w0 sca_signed.der)" --arg r "$(base64 -w0 "$3")" --arg t "$2" --arg c "$1" \
        '{trustAnchorSignature: $s, certificateRawData: $r, certificateThumbprint: $t, country: $c}'
}
thumbprint=$(sha256sum sca.der | cut -d' ' -f1)
wrap KR "$thumbprint" sca.der >sca.json
onboarding() { exits vpass trust onboarding --anchor ta.pem "$@" 2>&1 | jq -cR 'fromjson? // . |
    if type == "object" then [.file, .result, .country, .ca, .detail] else . end'; }
echo "# valid"
onboarding sca_signed.der sca.json
echo "# not what was signed"
wrap JP "$thumbprint" sca.der >country.json
wrap KR "${thumbprint//0/1}" sca.der >thumbprint.json
openssl x509 -in keys/jp/csca.pem -outform DER -out other.der
wrap JP "$(sha256sum other.der | cut -d' ' -f1)" other.der >certificate.json
onboarding country.json thumbprint.json certificate.json
echo "# not signed by the anchor"
openssl ecparam -name prime256v1 -genkey -noout -out other.key
openssl req -x509 -new -key other.key -subj "/C=CH/O=Test/CN=TA" -days 3000 -out other.pem 2>/dev/null
sign sca.der other.pem other.key >self-made.der
head -c -10 sca_signed.der >cut.der
{ cat sca_signed.der; echo; } >longer.der
echo '{}' >empty.json
onboarding self-made.der cut.der longer.der sca.der empty.json | sed 's/\(hold: \)[^"]*/\1…/'
exits vpass trust onboarding sca.json 2>&1

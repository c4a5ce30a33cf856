# A certificate as a participant hands it in: openssl and vpass agree about each form, and about what is wrong.
exec 2>&1
at=2021-12-14T12:10:00+09:00 seconds=1639451400
vpass key new --profile gdhcn --at $at --country KR --out d >made 2>&1
up=(--at $at --key d/private/UP.key --cert d/UP/UP.pem)
exits vpass key upload "${up[@]}" d/DSC/DSC.pem -o dsc.signed.txt
exits vpass key upload "${up[@]}" d/SCA/SCA.pem --format der -o sca.signed.der
exits vpass key upload "${up[@]}" d/DSC/DSC.pem --format request --domain DDCC -o dsc.signed.json
vpass key upload "${up[@]}" - <d/DSC/DSC.pem | base64 -d | openssl cms -cmsout -inform DER -print |
    grep -e UTCTIME:Dec -e 'contentType:' -e 'algorithm: sha256' | sort -u
wc -l <dsc.signed.txt
jq -c '[keys, .properties, .domain]' dsc.signed.json
echo "# openssl"
openssl x509 -in d/DSC/DSC.pem -outform DER -out dsc.der
openssl x509 -in d/SCA/SCA.pem -outform DER -out sca.der
verify() { openssl cms -verify -inform DER -CAfile "${2:-d/UP/UP.pem}" -attime $seconds -purpose any -binary -in "$1" -out content 2>&1; }
base64 -d dsc.signed.txt >dsc.signed.der && verify dsc.signed.der && cmp content dsc.der
verify sca.signed.der && cmp content sca.der
jq -r .cms dsc.signed.json | base64 -d >request.der && verify request.der && cmp content dsc.der
echo "# vpass"
onboarding() { exits vpass trust onboarding --at $at --anchor "${anchor:-d/UP/UP.pem}" "$@" 2>&1 | jq -cR 'fromjson? // . |
    if type == "object" then [.file, .result, .country, .ca, .signed_at, .detail] else . end'; }
openssl cms -cmsout -inform DER -outform PEM -in sca.signed.der -out sca.signed.pem
base64 dsc.signed.der >dsc.lines.txt
onboarding dsc.signed.txt sca.signed.der dsc.signed.json sca.signed.pem dsc.lines.txt
anchor=keys/kr/csca.pem onboarding dsc.signed.txt | sed 's/\(hold: \)[^"]*/\1…/'
echo "# altered"
{ cat dsc.signed.txt; echo MIIB; } >longer.txt
tr A-Z a-z <dsc.signed.txt >lower.txt
echo '{"cms":1}' >number.json
jq -c '.trustAnchorSignature = .cms' dsc.signed.json >two.json
{ cat sca.signed.pem; cat sca.signed.pem; } >two.pem
: >empty.txt
onboarding longer.txt lower.txt number.json two.json two.pem empty.txt d/UP/UP.pem |
    sed 's/it is neither a CMS, in DER, PEM or base64, nor a JSON with one/it is not a CMS in DER/'  # as long as it happens to be
echo "# a trust anchor"
vpass key new --country CH --at $at --out ta 2>made
exits vpass key upload --at $at --key ta/csca.key --cert ta/csca.pem --format anchor d/SCA/SCA.pem -o TNG_TA.signed.SCA.json
jq -c keys TNG_TA.signed.SCA.json
jq -r .trustAnchorSignature TNG_TA.signed.SCA.json | base64 -d >anchored.der
verify anchored.der ta/csca.pem && cmp content sca.der
anchor=ta/csca.pem onboarding TNG_TA.signed.SCA.json
echo "# RSA"
vpass key new --profile gdhcn --algorithm rsa --at $at --country KR --out rsa >made 2>&1
exits vpass key upload --at $at --key rsa/private/UP.key --cert rsa/UP/UP.pem --format der rsa/DSC/DSC.pem -o rsa.der
verify rsa.der rsa/UP/UP.pem
anchor=rsa/UP/UP.pem onboarding rsa.der
echo "# what a gateway would refuse"
cat d/DSC/DSC.pem d/SCA/SCA.pem >both.pem
vpass key new --country JP --at $at --out jp 2>made
vpass key new --country KR --at $at --out short --valid-for 90d 2>made
exits vpass key upload "${up[@]}" both.pem
exits vpass key upload "${up[@]}" jp/dsc.pem
exits vpass key upload "${up[@]}" d/private/DSC.key
exits vpass key upload --at $at --key d/private/TLS.key --cert d/UP/UP.pem d/DSC/DSC.pem
exits vpass key upload --at 2023-01-01 --key d/private/UP.key --cert d/UP/UP.pem d/DSC/DSC.pem
exits vpass key upload --at 2022-12-01 --key rsa/private/UP.key --cert rsa/UP/UP.pem short/dsc.pem
exits vpass key upload "${up[@]}" missing.pem
exits vpass key upload "${up[@]}" d/DSC/DSC.pem -o /dev/full
exits vpass key upload "${up[@]}" d/DSC/DSC.pem --format pdf
exits vpass key upload d/DSC/DSC.pem

# A certificate request for a CSCA that is elsewhere.
exec 2>&1
exits vpass key csr --key keys/kr/dsc.key --country KR --kinds test --issuer-url https://example.org -o dsc.csr
openssl req -in dsc.csr -noout -verify -subject
openssl req -in dsc.csr -noout -text | grep -A1 -e 'Key Usage' -e 'Alternative'
vpass key csr --key keys/jp/dsc.key --country JP --organization "Digital Agency" --test | openssl req -noout -subject
exits vpass key csr
exits vpass key csr --key missing
exits vpass key csr --key keys/kr/dsc.pem -o new
[ ! -e new ] && echo "nothing was made"

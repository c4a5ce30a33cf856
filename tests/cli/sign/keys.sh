# Keys and certificates that cannot sign: exit code 2 before anything is read or written.
exec 2>&1
sign() { exits vpass sign --at $at -o out data/payloads.ndjson "$@"; [ ! -e out ] || echo "there is an output file"; }
sign
sign --key keys/kr/dsc.key
sign --key missing.key --cert keys/kr/dsc.pem
sign --key keys/kr/dsc.key --cert missing.pem
sign --key keys/kr/dsc.pem --cert keys/kr/dsc.pem
sign --key keys/kr/dsc.key --cert keys/kr/dsc.key
{ cat keys/kr/dsc.pem; head -3 keys/kr/csca.pem; } >damaged.pem
sign --key keys/kr/dsc.key --cert damaged.pem
sign --key keys/kr/dsc.key --cert - <keys/kr/csca.key
sign --key keys/jp/dsc.key --cert keys/kr/dsc.pem
head -3 keys/kr/dsc.key >cut.key
sign --key cut.key --cert keys/kr/dsc.pem
openssl pkcs8 -topk8 -in keys/kr/dsc.key -passout pass:secret -out encrypted.key
sign --key encrypted.key --cert keys/kr/dsc.pem
openssl genpkey -algorithm ed25519 -out ed.key && openssl req -x509 -key ed.key -subj /C=KR/CN=ed -days 1 -out ed.pem
sign --key ed.key --cert ed.pem
openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out bp.key && openssl req -x509 -key bp.key -subj /C=KR/CN=bp -days 1 -out bp.pem
sign --key bp.key --cert bp.pem
openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-384 -out p384.key && openssl req -x509 -key p384.key -subj /C=KR/CN=p384 -days 1 -out p384.pem
sign --key p384.key --cert p384.pem
sign --key . --cert keys/kr/dsc.pem

# RSA keys sign with PS256; the issuer is the certificate's country unless --issuer names another.
vpass sign --key keys/jp/dsc.key --cert keys/jp/dsc.pem --at $at data/payloads.ndjson -o out
vpass inspect -q out | jq -c '[.layers.cose.alg, .layers.cwt.iss]' | uniq -c
vpass verify --at $at --trust keys/jp/dsc.pem out -o /dev/null
head -1 data/payloads.ndjson | vpass sign -q --issuer XX --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at |
    vpass verify -q --at $at --trust keys/kr/dsc.pem | jq -c '[.verdict | .reason, .issuer, .warnings]'

# Every kind of trust file becomes one JWK Set, each key once, bound to its issuer.
exec 2>&1
for file in keys/kr/dsc.pem data/trust/dsc.der data/trust/dsc-list.json data/trust/dsc-list-object.json data/trust/dsc-list-signed.txt; do
    vpass trust make $file 2>/dev/null | jq -c '.keys[]? | [.kid, .iss, .kty, .alg, .crv, (.x5c | length)]'
done
exits vpass trust make keys/kr keys/jp -o never.jwks
exits vpass trust merge keys/kr/csca.pem keys/kr/dsc.pem data/trust -o never.jwks
exits vpass trust merge keys/kr/csca.pem keys/kr/dsc.pem data/trust/dsc.der data/trust/kr.jwks data/trust/dsc-list.json --output all.jwks
jq -c '.keys[] | [.kid, .iss, .use]' all.jwks
[ ! -e never.jwks ] && echo "no file where the run failed"
# The Set is a trust file itself, and stays as it is when it is made anew, also in place.
vpass trust make all.jwks 2>/dev/null | cmp - all.jwks && echo "the same bytes"
vpass trust make all.jwks -o all.jwks && vpass verify --at $at --trust all.jwks data/passes.txt -o /dev/null
exits vpass trust make all.jwks -o /dev/full
exits vpass trust make
exits vpass trust make all.jwks --isuer KR

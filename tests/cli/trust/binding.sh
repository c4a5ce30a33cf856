# --issuer binds keys that name no issuer; --chained keeps what a CA of the set has issued.
exec 2>&1
jq -c '.keys[0] |= del(.iss, .x5c)' data/trust/kr.jwks >unbound.jwks
vpass trust make unbound.jwks 2>/dev/null | jq -c '.keys[] | [.kid, .iss]'
vpass trust make unbound.jwks --issuer KR 2>/dev/null | jq -c '.keys[] | [.kid, .iss]'
vpass trust make data/trust/kr.jwks --issuer XX 2>/dev/null | jq -c '.keys[] | [.kid, .iss]'
exits vpass trust make --chained keys/kr/csca.pem keys/kr/dsc.pem keys/vaccination/dsc.pem keys/jp/dsc.pem -o chained.jwks
jq -c '.keys[] | [.kid, .iss]' chained.jwks
exits vpass trust make --chained keys/kr/csca.pem keys/kr/dsc.pem -o chained.jwks
exits vpass trust make --chained keys/jp/dsc.pem -o none.jwks
echo '{"keys":[]}' >empty.jwks
exits vpass trust make empty.jwks -o none.jwks
[ ! -e none.jwks ] && echo "no file where the run failed"
# A key that names no issuer can sign for any; one that is bound to another cannot.
vpass trust make unbound.jwks --issuer KR -o KR.jwks
vpass trust make unbound.jwks --issuer JP -o JP.jwks
for trust in unbound.jwks KR.jwks JP.jwks; do
    vpass verify -q --at $at --trust $trust data/passes.txt | jq -r .verdict.reason | uniq -c
done

# A record a key.
exec 2>&1
exits vpass trust list keys/kr/csca.pem keys/kr/dsc.pem keys/vaccination/dsc.pem keys/jp/dsc.pem data/trust/kr.jwks
vpass trust list data/trust/dsc-list.json -o out && jq -c '[.kid, .source]' out
jq -c '.keys[0] |= (del(.iss, .x5c) | .kid = "korea-1")' data/trust/kr.jwks >bare.jwks
vpass trust list bare.jwks
exits vpass trust list missing.pem
exits vpass trust list data/trust/private.jwks
exits vpass trust list keys/kr/dsc.pem -o /dev/full
exits vpass trust list

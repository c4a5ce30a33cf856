# Which keys came, went and changed; the order of files and entries does not count.
vpass trust make keys/kr/csca.pem keys/kr/dsc.pem -o old.jwks 2>/dev/null
vpass trust make keys/jp/dsc.pem keys/kr/dsc.pem -o new.jwks 2>/dev/null
exits vpass trust diff --at 2021-12-14 old.jwks new.jwks 2>&1 | jq -cR 'fromjson? // . |
    if type == "object" then [.change, .participant, (.was // [] | length), (.is // [] | length)] else . end'
echo "# the same"
vpass trust make keys/kr/dsc.pem -o dsc.jwks 2>/dev/null
exits vpass trust diff dsc.jwks keys/kr/dsc.pem 2>&1
exits vpass trust diff old.jwks old.jwks 2>&1
echo "# another issuer"
jq '.keys[] |= (if .use == "sig" then .iss = "US" else . end)' old.jwks >moved.jwks
vpass trust diff old.jwks moved.jwks 2>&1 | jq -cR 'fromjson? // . |
    if type == "object" then [.change, .was[0].issuer, .is[0].issuer] else . end'

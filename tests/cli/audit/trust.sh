# Test, demo and duplicate keys in trust files.
exec 2>&1
audit() { exits vpass audit trust --at $at "$@"; }
vpass key new --at $at --out real 2>/dev/null
audit real/csca.pem real/dsc.pem
audit real/dsc.pem keys/kr/dsc.pem -o findings
jq -c '[.finding, .severity, .evidence.message]' findings
cat >demo.jwks <<'JWKS'
{"keys":[{"kty":"EC","crv":"P-256","kid":"demo-1","iss":"https://issuer.invalid","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
JWKS
audit demo.jwks
vpass trust make real/dsc.pem 2>/dev/null | jq -c '.keys[0] |= (del(.x5c) | .kid = "staging.demo")' >named.jwks
audit named.jwks 2>&1 | jq -Rr '. as $line | try (fromjson | [.finding, .id] | join(" ")) catch $line'
vpass trust make real/dsc.pem 2>/dev/null | jq -c '.keys[0] |= (del(.x5c) | .kid = "again")' >again.jwks
audit -q real/dsc.pem again.jwks 2>&1 | jq -Rr '. as $line | try (fromjson | .finding) catch $line'
audit
audit missing

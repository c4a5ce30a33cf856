# A record a finding: what is wrong with a set of keys.
exec 2>&1
check() { exits vpass trust check --at ${clock:-$at} "$@" 2>&1 | jq -Rr '. as $line | try (fromjson | [.finding, .severity, .evidence, .issuer] | join(" | ")) catch $line'; }
vpass key new --at $at --out real 2>/dev/null
check real/csca.pem real/dsc.pem
check keys/kr/csca.pem keys/kr/dsc.pem                       # test keys
vpass trust check --at 2030-01-01 real/dsc.pem 2>/dev/null | jq -c '[.finding, .severity, .evidence]'   # expired
vpass trust check --at 2020-01-01 real/dsc.pem 2>/dev/null | jq -c '[.finding, .severity, .evidence]'   # not yet valid
vpass key new --at $at --out other 2>/dev/null
check real/csca.pem other/dsc.pem                            # of another CSCA
vpass trust make real/dsc.pem 2>/dev/null | jq -c '.keys[0] |= (del(.x5c) | .iss = "JP")' >shared.jwks
check real/dsc.pem shared.jwks                               # one key, two issuers
vpass trust make real/dsc.pem 2>/dev/null | jq -c '.keys[0] |= (del(.x5c) | .kid = "again")' >again.jwks
check real/dsc.pem again.jwks                                # one key, two kids
vpass trust make real/dsc.pem 2>/dev/null | jq -c '.keys[0] |= del(.x5c, .iss)' >unbound.jwks
check unbound.jwks                                           # no issuer
vpass trust make real/dsc.pem 2>/dev/null | jq -c '.keys[0] |= del(.iss)' >certified.jwks
check certified.jwks                                         # nor here: only iss binds a JWK
check unbound.jwks real/dsc.pem                              # the same, and one that has one
openssl req -x509 -newkey rsa:2048 -noenc -keyout nobody.key -subj /CN=nobody -days 36500 -out nobody.pem 2>/dev/null
clock=2040-01-01 check nobody.pem                           # no country
vpass trust check --at $at keys/kr/dsc.pem -o out
jq -c . out
exits vpass trust check missing.pem
exits vpass trust check --at never keys/kr/dsc.pem

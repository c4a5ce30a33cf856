# Nothing is trusted by default; a key signs only for its own issuer.
exec 2>&1
exits vpass verify -q --at $at data/jp-passes.ndjson -o /dev/null
exits vpass verify --at $at --trust keys/kr/dsc.pem data/jp-passes.ndjson -o /dev/null
vpass trust make keys/kr/dsc.pem | jq -c '.keys[0] |= (.iss = "JP")' >moved.jwks
exits vpass verify --at $at --trust moved.jwks data/passes.txt -o out
jq -c .verdict out | uniq
# A CA certificate stands for itself; passes that carry no certificate of their own need the signer's.
exits vpass verify -q --at $at --trust keys/kr/csca.pem data/passes.txt -o /dev/null

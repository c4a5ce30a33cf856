# An entry that cannot be used is named and counted, and takes nothing from the others.
exec 2>&1
hidden() { sed -E 's/\(kid [^,)]+/(kid …/; s/"kid":"[^"]*"/"kid":"…"/'; }
certificate() {  # certificate NAME OPTIONS...: of a new key, signed by itself
    openssl req -x509 "${@:2}" -noenc -keyout "$1.key" -subj "/C=DE/CN=$1" -days 36500 -out "$1.pem" 2>/dev/null
}
certificate brainpool -newkey ec -pkeyopt ec_paramgen_curve:brainpoolP256r1 -addext basicConstraints=CA:FALSE
certificate short -newkey rsa:1024
{
    cat brainpool.pem
    sed 's/^/> /' keys/kr/dsc.pem
    printf -- '-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n-----BEGIN CERTIFICATE-----\nAAAA\n'
} >mixed.pem
exits vpass trust list mixed.pem -o out 2>&1 | hidden
jq -c '[.issuer, .algorithm]' out
exits vpass trust check --at $at mixed.pem 2>&1 | hidden | jq -Rr '. as $line | try (fromjson | [.finding, .severity, .evidence, .issuer] | join(" | ")) catch $line'
exits vpass verify -q --at $at --trust mixed.pem -o out data/passes.txt 2>&1 | hidden
jq -r .verdict.reason out | uniq -c
jq -c '.keys |= [{kty: "OKP", crv: "Ed25519", x: "AA", kid: "ed", iss: "FR"}] + .' data/trust/kr.jwks >mixed.jwks
exits vpass trust list mixed.jwks -o out
exits vpass trust list brainpool.pem 2>&1 | hidden
echo '{"keys":[{"kty":"OKP","kid":"ed"}]}' >okp.jwks
exits vpass trust list okp.jwks
# RSA below 2048 bits signs nothing, and is shown as what it is.
exits vpass trust check --at 2040-01-01 short.pem 2>&1 | jq -Rr '. as $line | try (fromjson | [.finding, .severity, .evidence] | join(" | ")) catch $line'
exits vpass sign --at $at --key short.key --cert short.pem -o none data/payloads.ndjson
# Types of the gateway: only a DSC signs passes.
jq -c '.[0]' data/trust/dsc-list.json >entry.json
for type in DSC CSCA UPLOAD AUTHENTICATION; do
    jq -c --arg type $type '[(. + {certificateType: $type}), (. + {kid: "AAAAAAAAAAA=", country: "FR"})]' entry.json >list.json
    echo "$type: $(vpass verify -q --at $at --trust list.json data/passes.txt 2>&1 | jq -Rr '. as $line | try (fromjson.verdict.reason) catch $line' | hidden | sort | uniq -c | tr -s ' ' | paste -sd,)"
done

# A list of a trust network made with openssl alone: its proof holds, fails with any change, and grows old.
openssl ecparam -name prime256v1 -genkey -noout -out network.key
url() { base64 -w0 | tr '+/' '-_' | tr -d =; }
point() { openssl pkey -in network.key -pubout -outform DER | tail -c 64; }
id=did:web:net.example.test:v2:trustlist
jq -n --arg x "$(point | head -c 32 | url)" --arg y "$(point | tail -c 32 | url)" \
    '{id: "did:web:net.example.test:DID", verificationMethod: [{publicKeyJwk: {kty: "EC", crv: "P-256", $x, $y}}]}' >network.json
cat >options.nq <<'END'
_:c14n0 <http://purl.org/dc/terms/created> "2026-08-22T17:05:30Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#JsonWebSignature2020> .
_:c14n0 <https://w3id.org/security#nonce> "a\"b" .
_:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .
_:c14n0 <https://w3id.org/security#verificationMethod> <did:web:net.example.test:DID> .
END
cat >document.nq <<END
<$id> <https://w3id.org/security#controller> <$id> .
<$id> <https://w3id.org/security#verificationMethod> <$id:DCC> .
END
header=$(printf '{"b64":false,"crit":["b64"],"alg":"ES256"}' | url)
jws=$header..$({ printf %s. "$header"; openssl dgst -sha256 -binary options.nq; openssl dgst -sha256 -binary document.nq; } |
    openssl dgst -sha256 -sign network.key | url)
jq -n --arg id $id --arg jws "$jws" '{"@context": ["https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/suites/jws-2020/v1", "https://smart.who.int/trust/tng-context/v1.jsonld"],
    $id, controller: $id, verificationMethod: [$id + ":DCC"],
    proof: {type: "JsonWebSignature2020", created: "2026-08-22T17:05:30Z", nonce: "a\"b",
        proofPurpose: "assertionMethod", verificationMethod: "did:web:net.example.test:DID", $jws}}' >list.json

echo "# the proof holds"
exits vpass trust list --at 2026-09-01 --network-key network.json list.json 2>&1
echo "# it is old"
exits vpass trust list --at 2026-09-01 --max-age 7d --network-key network.json list.json 2>&1
echo "# nobody asked for a proof"
exits vpass trust list list.json 2>&1
exits vpass trust list --require-proof list.json 2>&1
echo "# altered"
for change in '.proof.created = "2026-11-22T17:05:30Z"' '.verificationMethod = []' '.proof.jws |= sub("\\.\\."; ".e30.")' \
    'del(.proof)' '.["@context"][2] = "https://example.test/v1"' '.note = "x"' '.verificationMethod = [{}]' \
    '.proof.verificationMethod = "did:web:other.example.test"' '.id = "_:b0"' '.controller = {"en": "did:web:a"}'; do
    jq "$change" list.json >altered.json
    exits vpass trust list --network-key network.json altered.json 2>&1
done
echo "# other files"
exits vpass trust list --require-proof --network-key network.json keys/kr/dsc.pem 2>&1
exits vpass trust list --network-key keys/kr/dsc.pem list.json 2>&1
exits vpass trust list --network-key network.json --max-age soon list.json 2>&1
exits vpass verify --network-key network.json /dev/null 2>&1
echo "# each command that takes such a list: old, and without a proof"
vpass issue -q --sample 1 --seed 1 --at $at | vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem --ledger ledger >pass 2>messages
vpass qr -q pass -o pass.png
for command in "verify -q pass" "inspect -q pass" "qr -q --read pass.png" \
    "publish -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem -o site" "audit passes -q --log ledger --vkey ledger/public/vkey pass"; do
    echo "== $command"
    vpass $command --at 2026-09-01 --trust list.json --network-key network.json --max-age 7d 2>&1 >answer | grep -v entry
    exits vpass $command --trust list.json --require-proof 2>&1 >answer
    tail -1 answer
done
echo "== audit trust"
vpass audit trust -q --at 2026-09-01 --network-key network.json --max-age 7d list.json 2>&1 >answer | grep -v entry
exits vpass audit trust --require-proof list.json 2>&1
exits vpass inspect -q --max-age 7d pass 2>&1 >answer

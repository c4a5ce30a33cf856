# What is wrong with a health card: a change to a good one, and the findings that follow.
exec 2>/dev/null
vpass key new --test --at $at --issuer-url https://pass.example --out k
vpass issue -q --sample 1 --seed 1 --at $at --format shc -o good
sign() { vpass sign -q --key k/dsc.key --cert k/dsc.pem --at $at "$@"; }
bundle=.payload.credentialSubject.fhirBundle
while read -r change; do
    jq -c "$change" good | sign | vpass inspect -q --at $at | jq -c --arg change "$change" '[$change, (.findings[] | .code + " " + .pointer)]'
done <<END
.
.payload.type += ["https://smarthealth.cards#covid-19"]
.payload.type += ["VerifiableCredential"]
.payload.type = []
.payload["@context"] = []
.payload.rid = "not base64url"
.payload.credentialSubject.fhirVersion = "5.0.0"
$bundle.resourceType = "List"
$bundle.type = "batch"
$bundle.entry = []
$bundle.entry[0].fullUrl = "Patient/1"
$bundle.entry[0].resource.birthDate = "7.5.1932"
$bundle.entry[0].resource.id = "1"
$bundle.entry[1].resource.status = "not-done"
$bundle.entry[1].resource.occurrenceDateTime = "2021-03-06T09:00"
$bundle.entry[1].resource.patient.reference = "resource:7"
$bundle.entry[1].resource.vaccineCode.coding[0].display = "x"
del($bundle.entry[1].resource.vaccineCode)
END
# The issuer, the clock, and the text around it.
sign --issuer http://pass.example/ good | vpass inspect -q --at $at | jq -c '[.findings[].code]'
sign good >pass
vpass inspect -q --at 2020-01-01 pass | jq -c '[.findings[].code]'
vpass inspect -q --at 2030-01-01 pass | jq -c '[.findings[].code]'
jq -r '.pass + " "' pass | vpass inspect -q --at $at | jq -c '[.findings[].code]'
jq -c '.pass |= .[:-1]' pass | vpass inspect -q --at $at | jq -c '[.findings[].code]'
# In parts: in any order, each once; and needlessly.
jq -c '.pass[5:] as $d | [$d[:400], $d[400:800], $d[800:]] as $p | def part($i): "shc:/\($i)/3/\($p[$i - 1])";
    {pass: [part(3), part(1), part(2)]}, {pass: [part(1), part(2)]}, {pass: [part(1), part(2), part(2)]}' pass |
    vpass inspect -q --at $at | jq -c '[.findings[].code]'
# A file with one card is read as it is; with several it says what to do.
jq -r '.pass[5:]' pass | fold -w2 | awk '{ printf "%c", $1 + 45 }' >jws
jq -cR '{verifiableCredential: [.]}, {verifiableCredential: [., .]}' jws >cards
vpass verify -q --at $at --trust k/dsc.pem cards | jq -c '[.verdict.reason, .verdict.detail]'

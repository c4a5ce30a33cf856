# Rules are for EU certificates: a valid pass of another format is refused, whatever its content says.
vpass issue -q --sample 1 --seed 1 --format vds-nc | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem \
    --at $at -o pass.ndjson
jq -c '.Logic = true | .CertificateType = "General"' data/policy/eu-rule.json >everybody.json
for policy in kr everybody.json; do
    exits vpass verify --at $at --trust keys/kr/dsc.pem --policy $policy --venue cafe pass.ndjson -o out.ndjson
    jq -c '[.verdict.result, .decision]' out.ndjson
done

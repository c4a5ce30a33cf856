# Every format that can be written: issued, signed, verified and inspected; and every fault that it can have.
exec 2>&1
vpass key new --test --at $at --issuer-url https://pass.example/kr --issuer-url did:web:pass.example --out k 2>/dev/null
k="--key k/dsc.key --cert k/dsc.pem"
for format in hcert shc nzcp vds-nc; do
    echo "== $format"
    vpass issue -q --sample 6 --seed 1 --at $at --format $format | vpass sign -q $k --at $at -o passes
    vpass verify -q --at $at --trust k/dsc.pem passes | jq -c '[.format, .verdict.result, .verdict.issuer, .verdict.type]' | sort | uniq -c
    vpass inspect -q --at $at passes | jq -c .findings | uniq -c
    vpass issue -q --sample 8 --seed 1 --at $at --format $format | vpass sign -q $k --at $at -o faults \
        --fault none,expired,not-yet-valid,tampered,untrusted,malformed,unsupported,schema
    vpass verify -q --at $at --trust k/dsc.pem faults | jq -rc '[.want.reason // .error.code, .verdict.reason // "-"] | join(" ")'
done
# Formats that name a key by itself need no certificate, but an issuer.
alone() { vpass issue -q --sample 1 --seed 1 --at $at --format $1 | vpass sign -q --key k/dsc.key --at $at --format "$@"; }
for arguments in "shc --issuer https://pass.example/kr" "nzcp --issuer did:web:pass.example"; do
    alone $arguments | vpass verify -q --at $at --trust k/dsc.pem | jq -c .verdict.reason
done
alone shc
exits alone hcert
exits alone vds-nc
exits alone shc --issuer https://pass.example/kr --fault expired

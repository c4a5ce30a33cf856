# Revocation lists that say less than they seem to: a word about each, and no answer where an entry cannot be read.
vpass key new --country KR --issuer-url https://kdca.example --test --at 2021-01-01 --out k 2>messages
key="--key k/dsc.key --cert k/dsc.pem"
vpass issue -q --at 2021-12-14 --sample 1 --seed 1 | vpass sign -q $key --at $at -o pass
kid=$(jq -r .kid pass)
check() {
    printf '%s\n' "$1" >list.json
    vpass verify -q --trust k/dsc.pem --at $at --revoked list.json "${@:2}" pass 2>message | jq -r .verdict.reason
    sed "s|$kid|KID|" message
}
batch() { printf '{"country":"KR","expires":"%s","kid":"%s","hashType":"SIGNATURE","entries":[%s]}' "$1" "$kid" "$2"; }
some='{"hash":"AAAAAAAAAAAAAAAAAAAAAA=="}'
echo "# batches"
check "$(batch 2022-01-01T00:00:00Z "$some")" --require-status
check "$(batch 2021-12-01T00:00:00Z "$some")"
check "$(batch 2021-12-01T00:00:00Z "$some")" --require-status
check "$(batch 2022-01-01T00:00:00Z "$some,{\"hash\":\"AAA\"}")"
check "[$(batch 2022-01-01T00:00:00Z "$some"),$(batch 2022-01-01T00:00:00Z "$some,{}")]"
echo "# card lists: of a file, and of a directory"
check '{"kid":"k","method":"rid","rids":["a","b.1x"]}'
check '{"kid":"k","method":"hash-fhir","rids":["a"]}'
check '{"issuerInfo":[{"issuer":{"iss":"https://a.example"},"crls":[{"kid":"k","method":"hash-fhir","rids":["a"]},{"kid":"l","method":"rid","rids":["a"]}]}]}'
check '{"issuerInfo":[{"issuer":{"iss":"https://a.example"},"crls":[{"kid":"l","method":"rid","rids":["a",7]}]}]}'

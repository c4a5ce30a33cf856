# --valid-for and --expires.
sign() { head -1 data/payloads.ndjson | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at "$@"; }
for validity in 90s 15m 48h 30d 1y; do sign --valid-for $validity | vpass inspect -q | jq -r .layers.cwt.exp; done
sign --expires 2022-01-01T00:00:00+09:00 | vpass inspect -q | jq -r .layers.cwt.exp
exec 2>&1
exits sign --valid-for 0d
exits sign --valid-for forever
exits sign --valid-for -1d
exits sign --valid-for 99999999999y
exits sign --expires 2021-12-14T12:10:00+09:00
sign --expires 2022-01-01 | vpass inspect -q | jq -r .layers.cwt.exp
# Outside the validity of the signer's certificate one is warned.
head -1 data/payloads.ndjson | vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at 2024-01-01 -o late
vpass verify -q --trust keys/kr/dsc.pem --at 2024-01-02 late | jq -c .verdict.warnings

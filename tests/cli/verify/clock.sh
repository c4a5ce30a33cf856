# --at: RFC 3339, laxer forms of it, and "issued". The very last second still counts.
exec 2>&1
for clock in 2021-12-14T09:00:00+09:00 2021-12-14T08:59:59+09:00 2022-06-12T00:00:00Z 2022-06-12T00:00:01Z \
    2021-12-14T12:10:00+0900 2021-12-14T12:10:00 2021-12-15 2021-12-14T12:10:00.5Z 2025-01-01 issued; do
    printf '%s: ' $clock
    vpass verify -q --at $clock --trust keys/kr/dsc.pem data/passes.txt | jq -rc '[.verdict.reason, .verdict.detail]' | uniq -c
done
exits vpass verify --at 2021-02-30 data/passes.txt
exits vpass verify --at yesterday data/passes.txt
exits vpass issue --at issued data/registry.csv
# An expired signer's certificate is worth a warning, and with --strict a refusal.
vpass issue -q --sample 1 --seed 1 --at 2022-12-01 |
    vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at 2022-12-01 -o late
exits vpass verify -q --at 2023-02-01 --trust keys/kr/dsc.pem late -o out && jq -c '.verdict.warnings' out
exits vpass verify --strict --at 2023-02-01 --trust keys/kr/dsc.pem late -o out && jq -c '.verdict.detail' out

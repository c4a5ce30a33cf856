# Passes in words: each layer, the content, and each finding, for every format that is signed here.
ln -s keys/kr signer
for format in hcert vds-nc; do
    vpass issue -q --sample 1 --seed 1 --format $format --at 2021-12-14 |
        vpass sign -q --key signer/dsc.key --cert signer/dsc.pem --at 2021-12-14T09:00:00+09:00 -o $format.ndjson
    exits vpass inspect -q --human --at 2021-12-15 $format.ndjson | sed -E 's/key [^ ;,(]+/key …/; s/name [A-Za-z ]+DSC[^,]*/name …/'
done
echo "== findings in words"
jq -c '.payload.v[0].mp = "EU/1/99/9999"' hcert.ndjson | vpass sign -q --key signer/dsc.key --cert signer/dsc.pem \
    --at 2021-12-14T09:00:00+09:00 | exits vpass inspect -q --human --at 2031-01-01 | grep -E 'error|warning'
echo "== no pass"
exits vpass inspect --human <<.
hello
HC1:ABC
{"pass":7}
{"line":9,"error":{"code":"no-pass","message":"x"}}
.

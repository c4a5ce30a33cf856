# What does not fit takes its place in the output as an error; so do lines without a pass.
{
    head -1 data/passes.ndjson
    jq -nc '{id: "long", pass: ("HC1:" + "A" * 2416)}, {id: "too long", pass: ("HC1:" + "A" * 2417)}'
    jq -nc '{pass: ("shc:/" + "1234567890" * 239)}, {pass: ("shc:/" + "1234567890" * 239 + "12")}'
    jq -nc '{id: "two parts", pass: ["shc:/1/2/5676", "shc:/2/2/2909"]}'
    jq -nc '{id: "no pass"}, {line: 7, error: {code: "x", message: "carried"}}'
    echo
} | vpass qr --dir out --summary counts.json | jq -c '[.id, .picture, .error]'
cat counts.json
ls out | wc -l

# A line that cannot be signed gets an error record in its place; earlier error records are carried on.
good=$(head -1 data/payloads.ndjson)
{
    printf '\xef\xbb\xbf%s\r\n\n{"payload":\n{"payload":{},"payload":{}}\nHC1:\n{"id":"x"}\n{"payload":[]}\n' "$good"
    printf '{"payload":{},"format":"nzcp9"}\n{"payload":{},"format":3}\n'
    printf '{"line":9,"error":{"code":"bad-field","message":"from issue"},"x":1}\n'
    head -c 1048577 /dev/zero | tr '\0' A
    printf '\n{"payload":{"x":"%s"}}\n' "$(head -c 70000 /dev/zero | tr '\0' 'x')"
    printf '%s' "$good"
} >in
vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at in -o out
code=$?
jq -c 'del(.payload) | if .pass then .pass |= .[:4] else . end' out
exit $code

# A bad line gets an error record in its place; the rest is issued.
good=$(head -1 data/registry.ndjson)
{
    printf '\xef\xbb\xbf%s\r\n\n{"type":\n{"type":"test","type":"test"}\n[]\n\x80\n' "$good"
    head -c 1048577 /dev/zero | tr '\0' A
    printf '\n{"x":%s}\n%s' "$(head -c 70 /dev/zero | tr '\0' '[')" "$good"
} >in
vpass issue --at $at in -o out
code=$?
jq -c 'del(.payload)' out
for jobs in 1 2 16; do vpass issue -q -j $jobs --at $at in | cmp - out && echo "-j $jobs: same bytes"; done
exit $code

# Bad lines and bad passes: in place, explained as far as they go.
{
    printf '\xef\xbb\xbf%s\r\n\n{"pass":\n\x80\nhello\nHC1:\nHC1:!\n' "$(head -1 data/passes.txt)"
    printf '{"line":9,"error":{"code":"bad-field","message":"from issue"},"x":1}\n{"layers":"forged","findings":[],"x":1}\n'
    printf '{"layers":"forged","findings":[],"pass":["HC1:"],"x":1}'
} >in
vpass inspect --at $at in -o out
code=$?
jq -c 'if .layers.cose then .layers = "…" else . end' out
for jobs in 1 2 16; do vpass inspect --at $at -q -j $jobs in | cmp - out && echo "-j $jobs: same bytes"; done
exit $code

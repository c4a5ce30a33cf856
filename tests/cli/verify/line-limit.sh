# A line of exactly 1 MiB is read; one byte more is an error in its place.
exec 2>&1
for size in 1048576 1048577; do
    { printf '{"x":"'; head -c $((size - 19)) /dev/zero | tr '\0' A; printf '","pass":"a"}\n'; } >in
    wc -c <in
    vpass verify -q in | jq -c '.verdict.reason, .error.code'
done
# 64 KiB of pass text, all chunks together.
for size in 65536 65537; do
    head -c $size /dev/zero | tr '\0' A | vpass verify -q | jq -c .verdict.detail
    head -c $size /dev/zero | tr '\0' A | jq -cR '{pass: [.[:100], .[100:]]}' | vpass verify -q | jq -c .verdict.detail
done

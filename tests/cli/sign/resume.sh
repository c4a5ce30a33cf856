# Going on with an output that was cut short.
exec 2>&1
vpass issue -q --at $at --sample 300 --seed 1 | sed -e '7s/.*/no record/' -e '9s/.*/{"line":3,"error":{"code":"bad-csv","message":"x"}}/' >payloads
sign() { exits vpass sign --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem "$@"; }
same() {  # the file is what one run makes, but for the signatures
    diff <(jq -c 'del(.pass)' whole) <(jq -c 'del(.pass)' "$1") && vpass verify --at $at --trust keys/kr/dsc.pem "$1" -o verdicts
    cmp whole.json summary.json
}
sign payloads -o whole --summary whole.json
echo "== cut off anywhere"
size=$(stat -c %s whole)
for bytes in 0 1 500 $((size / 2)) $((size - 1)) $size; do
    head -c $bytes whole >passes
    sign --resume payloads -o passes --summary summary.json
    same passes
done
echo "== through a pipe, on many threads, and where there is no file"
head -c 40000 whole >passes
cat payloads | sign -q --resume -j 4 -o passes --summary summary.json
same passes
rm passes
sign -q --resume payloads -o passes --summary summary.json
same passes
echo "== what is there is not written again"
cmp passes whole >/dev/null && echo "the signatures should differ"
cp passes before
sign -q --resume payloads -o passes
cmp passes before
echo "== killed"
mkfifo in
vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem -i in -o passes &
exec 8>in
head -50 payloads >&8
until [ "$(wc -l <passes)" = 50 ]; do sleep 0.05; done
{ kill -9 $! && wait $!; } 2>messages
exec 8>&-
printf '{"id":"half' >>passes
sign -q --resume payloads -o passes --summary summary.json
same passes
echo "== another input, or no output of sign: nothing is touched"
try() { cp "$1" before; sign -q --resume "$2" -o "$1"; cmp "$1" before; }
head -100 whole >passes
printf '{"half' >>passes
tail -n +2 payloads >other && try passes other
head -99 payloads >other && try passes other
sed 's/"dob":"[0-9]/"dob":"3/' payloads >other && try passes other
cp payloads other && try other payloads
printf 'root:x:0' >other && try other payloads
printf 'root:x:0\n' >other && try other payloads
sign -q --resume payloads
sign -q --resume payloads -o /dev/null
sign -q --resume payloads -o missing/passes
echo "== two at once"
cp passes before
flock passes vpass sign -q --at $at --resume --key keys/kr/dsc.key --cert keys/kr/dsc.pem payloads -o passes || echo "exit $?"
cmp passes before

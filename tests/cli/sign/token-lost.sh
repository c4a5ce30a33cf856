# An HSM that goes away in the middle of a batch: what is signed is out, the rest is named, and a second run finishes it.
exec 2>&1
make_token agency
import_key dsc keys/kr/dsc.key 01
vpass issue -q --at $at --sample 500 --seed 1 -o payloads
bad='{"payload":1}'
sed -i "100s/.*/$bad/" payloads
failing=$(dirname "$(command -v vpass)")/tests/libfailing_token.so
sign() { exits vpass sign --at $at --key "pkcs11:object=dsc?module-path=$1" --pin-file pin --cert keys/kr/dsc.pem "${@:2}"; }
whole() {  # every line of the file is an answer to the line of that number, and its pass is valid
    vpass verify -q --at $at --trust keys/kr/dsc.pem "$1" | jq -r '.verdict.reason // .error.code' | sort | uniq -c
    paste -d'\n' "$1" <(head -n "$(wc -l <"$1")" payloads) | jq -c 'del(.pass, .kid)' | uniq -c | awk '$1 != 2' | cut -c1-40
}
echo "== one session: the answers end where the device did"
TOKEN_SIGNS=150 sign "$failing" -j 1 payloads -o passes
wc -l <passes
whole passes
sign "$softhsm" -j 1 --resume payloads -o passes
whole passes

echo "== several sessions: those in front of the first gap are out, however many"
TOKEN_SIGNS=250 sign "$failing" -j 4 -q payloads -o passes 2>&1 | sed 's/line [0-9]*/line N/'
[ "$(wc -l <passes)" -le 251 ] && vpass verify -q --at $at --trust keys/kr/dsc.pem passes | jq -r '.verdict.reason // empty' | sort -u
sign "$softhsm" -j 4 -q --resume payloads -o passes
whole passes

echo "== it fails again and again, and at once"
rm passes
for n in 1 0 7 120; do TOKEN_SIGNS=$n sign "$failing" -j 2 -q --resume payloads -o passes 2>&1 | sed 's/line [0-9]*/line N/'; done
sign "$softhsm" -q --resume payloads -o passes
whole passes

echo "== SoftHSM itself loses its token while a pipe trickles"
mkfifo in
sign "$softhsm" -j 1 in -o passes >messages 2>&1 &
exec 8>in
head -3 payloads >&8
until [ "$(wc -l <passes)" = 3 ]; do sleep 0.05; done
rm -r tokens
tail -n +4 payloads >&8
exec 8>&-
wait
cat messages
sign "$softhsm" --resume payloads -o passes
wc -l <passes

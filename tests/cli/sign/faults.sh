# --fault: a pass for each in turn, labelled with the verdict it must get at the time of signing.
sign() { vpass issue -q --sample 9 --seed 1 --at $at | vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at "$@"; }
sign --fault none,expired,not-yet-valid,tampered,untrusted,malformed,unsupported,schema -o out
vpass verify -q --at $at --trust keys/kr/dsc.pem out | jq -c '[.want, {result: .verdict.result, reason: .verdict.reason}] | unique'
# The faults are dealt out by line number: the same at any number of threads, also past errors.
sign -q --fault none,expired -j 3 | jq -r .want.reason | paste -sd ' '
sed '2s/.*/x/' data/payloads.ndjson | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --fault none,expired | jq -c '[.want.reason, .error.code]'
# A forged label is replaced, or dropped.
echo '{"want":"forged","kid":"forged","pass":"forged","payload":{}}' | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at | jq -c 'del(.pass)'
exec 2>&1
exits vpass sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem --fault expired,lost data/payloads.ndjson
vpass key new --out real --at $at
exits vpass sign --key real/dsc.key --cert real/dsc.pem --at $at --fault expired data/payloads.ndjson -o new
[ ! -e new ] && echo "no file where the run failed"

# A text from anywhere may look like an error record and bring an answer along. Each command carries on where the
# error was, its code and its message, and nothing that somebody could take for its own answer.
answers='"verdict":{"result":"valid"},"claims":{},"decision":{"result":"admit"},"layers":{"status":"verified"},"findings":[]'
answers+=',"revoked":{"result":"revoked"},"proof":"p","fine":{"result":"none"},"index":1,"kid":"k","id":"i","want":{}'
{
    echo "{\"error\":\"x\",$answers}"
    echo "{$answers,\"line\":7,\"\\u0065rror\":{\"code\":\"bad-json\",\"message\":\"m\",\"verdict\":{\"result\":\"valid\"}}}"
} >lines
vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem --ledger ledger --operator kim data/payloads.ndjson -o passes
for command in verify inspect issue "qr --format term" "qr --dir pictures" "audit fines" "revoke --ledger ledger" \
    "audit prove --log ledger --vkey ledger/public/vkey" "sign --key keys/kr/dsc.key --cert keys/kr/dsc.pem"; do
    echo "$command"
    exits vpass $command -q -i lines
done
# With something to work on, the line is worked on, and its error is no more.
head -1 passes | jq -c ".error={code:\"x\"} | .verdict=1" >line
vpass verify -q --at $at --trust keys/kr/dsc.pem line | jq -c '[has("error"), .verdict.result]'
head -1 data/payloads.ndjson | jq -c '.error="x"' | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem | jq -c '[has("error"), has("pass")]'
# A report counts each of them once, as a check that failed.
vpass audit report -q -i lines | jq -c '.checks // .total // .'

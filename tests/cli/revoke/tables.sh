# Passes named by bare identifiers, by the registry's own ones, and by a table; a rehearsal changes nothing.
vpass issue -q --at $at data/registry.csv |
    vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger ledger --operator kim -o passes.ndjson
revoke() { vpass revoke -q --ledger ledger --operator lee --at $at "$@" | jq -c '[.id, .revoked.result, .dry_run]'; }
printf 'URN:UVCI:01:KR:2021SEOUL000001#O\n2021SEOUL000002\nNOBODY\n' >ids
revoke --dry-run ids
revoke ids
printf '증명서번호;사유\n2021SEOUL000003;분실\n2021SEOUL000002;분실\n' | revoke
jq -r '"kid,index", "\(.kid),\(.index)"' <(tail -1 passes.ndjson) | vpass revoke -q --ledger ledger --operator lee --at $at | jq -c .revoked.result

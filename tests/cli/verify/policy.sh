# Decisions: who is admitted, by which rule, until when; never for a pass that is not valid.
verify() { vpass verify --trust keys/kr/dsc.pem "$@"; }
decisions() { jq -c '[.verdict.reason, .decision]'; }
verify --at $at --policy kr --venue restaurant data/passes.ndjson | decisions
verify -q --at $at --policy kr --venue cafe --lang ko data/passes.ndjson | jq -r '.decision.detail'
verify -q --at $at --policy kr --venue cafe --fact party=1 data/passes.ndjson --summary summary.json -o out.ndjson
cat summary.json
verify -q --at issued --policy kr --venue karaoke data/passes.ndjson | jq -c '.decision | [.result, .rule]'
verify -q --at $at --policy data/policy/eu-rule.json data/passes.ndjson | jq -c '.decision | [.result, .rule, .until]'
# A decision that comes along is dropped, also where none is made; an invalid pass gets none.
head -1 data/passes.ndjson | jq -c '.decision = {"result":"admit"}' >forged.ndjson
verify -q --at 2031-01-01 --policy kr --venue cafe forged.ndjson | decisions
verify -q --at $at forged.ndjson | decisions
# Facts of a record count only when they are asked for, and only known ones.
head -1 data/passes.ndjson | jq -c '.facts = {"exemption":"severe-reaction"}, .facts = {"exmption":"x"}, .facts = [1]' >facts.ndjson
for option in --quiet --record-facts; do
    verify -q $option --at 2022-02-01 --policy kr --venue cafe facts.ndjson | jq -c '.decision | [.result, .rule, .detail]'
done

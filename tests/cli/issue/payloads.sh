# A ready-made payload is checked as strictly as verify --strict would, and passed on.
vpass issue --at $at data/payloads.ndjson | jq -cS . | cmp - <(jq -cS . data/payloads.ndjson) && echo "the same records"
jq -c '{about, payload, id: "forged", format: "forged"}' data/slips.ndjson | vpass issue -q --at $at | jq -c '[.about, .id, .error.message]'
echo '{"payload":[]}' | vpass issue -q

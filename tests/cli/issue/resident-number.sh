# What looks like a resident registration number is refused in every field, also where it would only be carried.
good=$(head -1 data/registry.ndjson)
{
    jq -c '.id = "9001011234568"' <<<"$good"
    jq -c '.surname = "홍 900101-1234567"' <<<"$good"
    jq -c '.memo = "900101-1234567"' <<<"$good"
    jq -c '.memo = {"deep": ["no. 900101-1234567"]}' <<<"$good"
    jq -c '{payload: {nam: {fn: "900101-1234567"}}}' <<<"$good"
    jq -c '.memo = "901301-1234567"' <<<"$good"
    jq -c '.memo = "12345678901234"' <<<"$good"
} | vpass issue --at $at | jq -c '[.line, .error.message]'
printf 'type,memo\nvaccination,900101-1234567\n' | vpass issue | jq -c .error

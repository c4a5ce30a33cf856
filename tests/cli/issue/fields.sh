# Every rule of every field: the record is refused and the field is named, never its content.
good=$(head -1 data/registry.ndjson) test=$(sed -n 3p data/registry.ndjson) recovery=$(sed -n 4p data/registry.ndjson)
with() { jq -c "$2" <<<"$1"; }
{
    with "$good" 'del(.type)'
    with "$good" '.type = "certificate"'
    with "$good" '.type = true'
    with "$good" '.id = "lower-case"'
    with "$good" '.id = "URN:UVCI:01:KR:2021SEOUL000001#A"'
    with "$good" '.id = "A" * 80'
    with "$good" '.surname = "홍" * 81'
    with "$good" 'del(.surname, .passport_surname)'
    with "$good" '.passport_surname = "Hong"'
    with "$good" '.passport_forename = "GIL-DONG"'
    for date in 1870-01-01 70-01-02 1970-13 1970-02-30 2022-01-01 2100 unknown; do with "$good" ".birth_date = \"$date\""; done
    with "$good" '.country = "KOR"'
    with "$good" '.country = "kr"'
    with "$good" '.issuer = "A" * 81'
    with "$good" '.vaccine = "AZD1222"'
    with "$good" 'del(.vaccine)'
    with "$good" '.vaccine_type = "mRNA"'
    with "$good" '.manufacturer = "Pfizer"'
    with "$good" 'del(.dose)'
    with "$good" '.dose = 0'
    with "$good" '.dose = 1.5'
    with "$good" '.doses = 100'
    with "$good" '.vaccinated_on = "2021-02-29"'
    with "$good" '.vaccinated_on = "2021-12-20"'
    with "$test" '.test_type = "rapid"'
    with "$test" '.result = "unknown"'
    with "$test" '.test_device = "0"'
    with "$test" '.test_centre = "A" * 81'
    with "$test" '.sampled_at = "2021-12-14T09:00:00+0900"'
    with "$test" '.sampled_at = "2021-12-14"'
    with "$test" '.sampled_at = "2021-12-16T09:00:00Z"'
    with "$test" 'del(.sampled_at)'
    with "$recovery" '.positive_on = "10/01/2021"'
    with "$recovery" 'del(.valid_from)'
    with "$recovery" '.valid_until = "2021-10-11"'
} >in
vpass issue -q --at $at in -o out
echo "exit $?"
jq -r '[.error.code, .error.message] | join(": ")' out
vpass issue --at $at in 2>messages >/dev/null
grep -c -i -e azd -e hong -e pfizer -e 1870 messages
tail -2 messages
# A booster is counted beyond the series.
for doses in '.dose = 3' '.dose = 2 | .doses = 1'; do with "$good" "$doses"; done |
    vpass issue -q --at $at | jq -c '.payload.v[0] | [.dn, .sd]'

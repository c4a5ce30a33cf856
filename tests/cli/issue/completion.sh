# What issue fills in: vaccine type and maker, country and issuer, the identifier, names in passport form.
record='{"type":"vaccination","surname":"Ærøskøbing-Ñandú","forename":"Łukasz O’Neill","birth_date":"","vaccine":"EU/1/21/1618","dose":1,"doses":2,"vaccinated_on":"2021-09-01"}'
echo "$record" | vpass issue --at $at --seed 1
echo "$record" | vpass issue -q --at $at --seed 1 --country JP --issuer "Digital Agency" --format hcert | jq -c '.id, .payload.v[0]'
echo "$record" | vpass issue -q --at $at --records --seed 1
for vaccine in Comirnaty Spikevax Vaxzevria Janssen Nuvaxovid; do jq -c ".vaccine = \"$vaccine\"" <<<"$record"; done |
    vpass issue -q --at $at --seed 1 | jq -c '.payload.v[0] | [.vp, .mp, .ma]'
# Without --seed identifiers are random; a UVCI that is right stays as it is.
echo "$record" >two && echo "$record" >>two
vpass issue -q --at $at two | jq -r .id | sed 's/[0-9A-F]\{32\}#.$/32 digits and a check character/' | uniq -c
vpass issue -q --at $at two | jq -r .id | sort -u | wc -l
jq -c '.id = "URN:UVCI:01:KR:2021SEOUL000001#O"' <<<"$record" | vpass issue -q --at $at | jq -r .id

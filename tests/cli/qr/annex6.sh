# An international certificate of vaccination on paper: the code of Annex 6's form and of a card is the pass, and an
# agency's own form has its fields.
exec 2>&1
now=2026-07-01T09:00:00+09:00
vpass key new --test --at $now --out keys.new 2>messages
for dates in '"vaccinated_on":"2026-06-20"' '"vaccinated_on":"2026-06-20","valid_until":"2036-06-20","guardian":"Hong Panseo"'; do
    echo '{"type":"prophylaxis","id":"A1","passport_surname":"HONG","passport_forename":"GILDONG","birth_date":"1990-02-28","sex":"male","nationality":"KOR","identity":"M12345678","vaccine":"Stamaril","lot":"V3B721V","clinician":"Kim Minji, MD",'$dates'}'
done | vpass issue -q --at $now | vpass sign -q --at $now --key keys.new/dsc.key --cert keys.new/dsc.pem -o passes.ndjson
for sheet in A4 card 2x4; do
    vpass qr -q passes.ndjson --sheet $sheet -o $sheet.pdf
    vpass qr -q --read $sheet.pdf | vpass verify -q --at $now --trust keys.new/dsc.pem | jq -r .verdict.reason
done
echo '<svg xmlns="http://www.w3.org/2000/svg">{{code}}
{{title}}|{{name}}|{{sex}}|{{nationality}}|{{nationality.note}}|{{identity}}|{{guardian}}|{{disease}}|{{disease.note}}
{{vaccine}}|{{manufacturer}}|{{batch}}|{{clinician}}|{{vaccinated_on}}|{{valid_from}}|{{valid_until}}|{{issuer}}</svg>' >form.svg
vpass qr -q passes.ndjson --template form.svg --dir out >/dev/null
cat out/*.svg | sed 's/<\/svg>$//' | grep '|' | sort

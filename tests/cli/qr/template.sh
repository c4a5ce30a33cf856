# Forms of agencies: an SVG with names in the place of fields and of the code.
exec 2>&1
cat >form.svg <<'END'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">
<title>{{title}} {{ title.note }}</title>
<text x="20" y="30">{{name}} ({{latin_name}}) {{birth_date}} "{{id}}"</text>
<text x="20" y="50" data-note="{{vaccine.note}}">{{vaccine}}; {{dose}}; {{sampled_at}}{{result}}{{positive_on}}</text>
<text x="20" y="70">{{issuer}} {{issued_at}} {{part}}</text>
<g transform="translate(100 80) scale(200)">{{code}}</g>
</svg>
END
head -1 data/passes.ndjson >one
exits vpass qr -q --template form.svg one -o one.svg
sed 's/ d="[^"]*"/ d="…"/g' one.svg
python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' one.svg
vpass qr -q one -o plain.svg
grep -qF "$(grep -o ' d="M[^"]*"/>$' plain.svg | tail -1)" one.svg && echo "the same code"
echo "# a folder, and its default format"
head -3 data/passes.ndjson | vpass qr -q --template form.svg --dir drawn | jq -r .picture
grep -c '<text' drawn/*.svg | sed 's/.*:/texts: /'
echo "# what is escaped"
echo '{"type":"test","id":"1","surname":"<b>&\"'\''","forename":"Zoe","passport_surname":"B","passport_forename":"Z","birth_date":"1963-04-14","sampled_at":"2021-12-13T09:30:00+09:00","test_type":"pcr","result":"negative","test_centre":"<script> & \"Co\""}' |
    vpass issue -q --at $at | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at -o escaped
printf '<svg>{{test_centre}} {{result}} {{sampled_at}} {{vaccine}}|{{code}}</svg>' >small.svg
vpass qr -q --zone Asia/Tokyo --template small.svg escaped | head -1 | sed 's/|.*/|/'
echo "# what is not a template"
for text in '<svg>{{code}} {{colour}}</svg>' '<svg>

{{code</svg>' '<svg>{{name}}</svg>' 'hello {{code}}' '<svg>{{}}{{code}}</svg>' '<svg>{{code.note}}</svg>'; do
    echo "$text" >wrong.svg
    exits vpass qr --template wrong.svg one -o x.svg
done
exits vpass qr --template form.svg one -o x.pdf
exits vpass qr --template missing.svg one -o x.svg
exits vpass qr --template form.svg --read one
echo "# a wrong pass"
echo 'HC1:NOT A PASS' | exits vpass qr --template form.svg --dir wrong

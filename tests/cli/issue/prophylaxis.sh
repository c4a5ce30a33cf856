# WHO's international certificate (ICVP), from a Korean table and from JSON Lines to a valid pass.
exec 2>&1
cat >registry.csv <<END
구분,관리번호,성,이름,여권영문성,여권영문이름,생년월일,성별,국적,여권번호,백신명,접종일,제조번호,접종의사,접종기관
국제예방접종,KR/YF/1,홍,길동,HONG,GILDONG,1990.02.28,남,대한민국,M12345678,스타마릴,2026.06.20,V3B721V,"Kim Minji, MD",NMC
국제예방접종,KR/YF/2,김,영희,KIM,YOUNGHEE,1985-05-05,여,KR,,STAMARIL,2026-06-21,,"Kim Minji, MD",NMC
국제예방접종,KR/YF/3,김,영희,KIM,YOUNGHEE,,여,KR,,STAMARIL,2026-06-21,V3B721V,"Kim Minji, MD",NMC
국제예방접종,KR/YF/4,김,영희,KIM,YOUNGHEE,1985-05-05,여,KR,,Comirnaty,2026-06-21,V3B721V,"Kim Minji, MD",NMC
국제예방접종,KR/YF/5,김,영희,KIM,YOUNGHEE,1985-05-05,여,KR,,ShanIPV,2026-06-21,V3B721V,"Kim Minji, MD",NMC
END
now=2026-07-01T09:00:00+09:00
exits vpass issue --at $now --carry 접종기관 --issuer "National Medical Center" registry.csv -o payloads.ndjson
head -1 payloads.ndjson | jq -c .

echo "--- signed and verified"
vpass key new --test --at $now --out keys.new 2>messages
head -1 payloads.ndjson | vpass sign -q --at $now --key keys.new/dsc.key --cert keys.new/dsc.pem -o passes.ndjson
vpass verify -q --strict --at $now --trust keys.new/dsc.pem passes.ndjson | jq -c '(.verdict | del(.kid)),.claims'
vpass inspect -q --at $now passes.ndjson | jq -c '.layers.cwt,.findings'
# Protection against yellow fever begins ten days after the vaccination.
vpass verify -q --at 2026-06-29T23:00:00Z --trust keys.new/dsc.pem passes.ndjson | jq -r .verdict.reason

echo "--- polio, by the catalogue's identifier, from JSON Lines"
polio=PolioVaccineInactivatedIProduct81ee9ba77c4419bbfe44a27cfd10027e
echo '{"type":"prophylaxis","id":"A1","passport_surname":"KIM","birth_date":"1985-05-05","vaccine":"'$polio'","vaccinated_on":"2026-06-21","lot":"L1","valid_until":"2027-06-20"}' |
    vpass issue -q --at $now | vpass sign -q --at $now --key keys.new/dsc.key --cert keys.new/dsc.pem |
    vpass verify -q --at $now --trust keys.new/dsc.pem | jq -c '.verdict.reason,.claims.disease,.claims.v.vle,.verdict.expires_at'

echo "--- columns that say nothing of a COVID-19 vaccination are carried through"
printf '구분,관리번호,성,백신,차수,총접종횟수,접종일,제조번호,성별\n접종,KR/1,홍,화이자,2,2,2021-07-10,FA7812,남\n' >covid.csv
vpass issue -q covid.csv | jq -c '[.["제조번호"],.["성별"],(.payload.v|type)]'
echo '{"type":"vaccination","id":"KR/1","surname":"Kim","vaccine":"Janssen","dose":1,"doses":1,"vaccinated_on":"2021-07-10","lot":"FA7812","sex":"x"}' |
    vpass issue -q | jq -c '[.lot,.sex,.payload.v[0].mp]'

echo "--- other formats, and passes that are wrong on purpose"
exits vpass issue -q --at $now --format nzcp --carry 접종기관 registry.csv | head -1
vpass sign -q --at $now --key keys.new/dsc.key --cert keys.new/dsc.pem --fault schema passes.ndjson |
    vpass verify -q --at $now --trust keys.new/dsc.pem | jq -c '[.want.reason,.verdict.reason]'

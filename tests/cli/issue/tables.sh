# Tables as people have them. The same register in six forms gives the same payloads.
cat >utf8 <<END
구분,증명서번호,성,이름,생년월일,백신,차수,총접종횟수,접종일
예방접종,KR/1,홍,길동,1970.01.02,화이자,2차,2,2021/07/10

예방접종,KR/2,김,"영희
지은",19850630,모더나,1,2,2021. 6. 12.
END
issue() { vpass issue --at $at "$@" >answers; jq -c '.error // .payload' answers; }
issue utf8 | tee want
tr , ';' <utf8 | sed '1s/^/\xef\xbb\xbf/; s/$/\r/' | issue 2>/dev/null | sed 's/\\r//' | cmp - want && echo "semicolons, CRLF: same"
tr , '\t' <utf8 | issue 2>/dev/null | cmp - want && echo "tabs: same"
iconv -t CP949 utf8 >cp949
issue cp949 | cmp - want && echo "CP949: same"
issue --encoding EUC-KR cp949 2>/dev/null | cmp - want && echo "EUC-KR: same"
iconv -t UTF-16 utf8 | issue | cmp - want && echo "UTF-16: same"
for jobs in 1 3; do issue -j $jobs utf8 2>/dev/null | cmp - want && echo "-j $jobs: same"; done

echo "== columns that nobody knows, and those that come near a field"
exec 2>&1
row='recovery,KIM,2021-10-01,2021-10-12,2022-03-30'
table() { printf '%s\n%s\n' "$1" "${2:-$row}"; }
table type,passport_surname,positiv_on,valid_from,valid_until | exits vpass issue
table type,passport_surname,확진,valid_from,valid_until | issue --columns 확진=positive_on --seed 1 | jq -c .r[0].fr
table type,passport_surname,positive_on,valid_from,valid_until,ward "$row,7" | exits vpass issue --carry lot
table type,passport_surname,positive_on,valid_from,valid_until,ward "$row,7" | vpass issue --carry ward --at $at --seed 1 -o carried
jq -c .ward carried
table type,name,positive_on,valid_from,valid_until | exits vpass issue
vpass issue --columns x=birthday data/registry.csv | head -1
jq -nc '{type: "recovery", passport_surname: "KIM", positive_on: "2021-10-01", valid_from: "2021-10-12", valid_untill: "2022-03-30"}' | issue
jq -nc '{type: "recovery", passport_surname: "KIM", positive_on: "2021-10-01", valid_from: "2021-10-12", valid_until: "2022-03-30", Birth_Date: "1970"}' >near
issue near
vpass issue -q --carry Birth_Date --at $at near | jq -c .Birth_Date

echo "== dates of other forms"
table type,passport_surname,positive_on,valid_from,valid_until recovery,KIM,44470,44481,44650 | issue --date-format excel --seed 1 | jq -c .r[0].fr,.r[0].du
table type,passport_surname,positive_on,valid_from,valid_until recovery,KIM,01/10/2021,12/10/2021,30/03/2022 | issue --date-format day-first --seed 1 | jq -c .r[0].fr
table type,passport_surname,positive_on,valid_from,valid_until recovery,KIM,01/10/2021,12/10/2021,30/03/2022 | issue
for option in "--date-format us" "--encoding klingon" "--delimiter ab" "--columns x" ; do exits vpass issue $option utf8; done
table type,passport_surname,vaccine vaccination,KIM,sputnik | issue

echo "== a rehearsal, and the refused rows to be corrected"
cat >faulty.csv <<END
type;passport_surname;positive_on;valid_from;valid_until;ward
recovery;KIM;2021-10-01;2021-10-12;2022-03-30;1
recovery;"LEE
";2021-13-01;2021-10-12;2022-03-30;"2;x"
recovery;PARK;2021-13-02;2021-10-12;2022-03-30;3
recovery;홍;2021-10-01;2021-10-12;2022-03-30
END
vpass issue --check --at $at faulty.csv
echo "exit $?"
vpass issue -q --at $at --seed 1 --rejects rejects faulty.csv >issued
cat rejects
sed 's/2021-13-02/2021-10-01/' rejects | vpass issue -q --at $at --seed 1 2>&1 | jq -c '.error.message // {ward, vpass_reason}'
echo '{"type":"recovery","passport_surname":"kim"}' | vpass issue -q --rejects - -o /dev/null

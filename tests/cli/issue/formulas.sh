# Refused rows open in a spreadsheet without running anything, and come back as they were.
exec 2>&1
cat >registry.csv <<END
type,passport_surname,positive_on,valid_from,valid_until,phone,note
recovery,KIM,2021-13-01,2021-10-12,2022-03-30,+82-10-1234,"=HYPERLINK(""http://x"")"
recovery,LEE,2021-13-01,2021-10-12,2022-03-30,'-1,'plain
END
vpass issue -q --at $at --rejects rejects.csv registry.csv | jq -c .error.code
cat rejects.csv
sed 's/2021-13-01/2021-10-01/' rejects.csv | vpass issue -q --at $at --seed 1 | jq -c '[.phone, .note]'
iconv -t CP949 registry.csv | vpass issue -q --at $at --encoding CP949 --rejects rejects.csv | jq -c .error.code
head -c 3 rejects.csv | od -An -tx1
vpass issue -q --at $at --summary counts.csv registry.csv >out
cat counts.csv

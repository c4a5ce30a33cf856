# Samples and defaults are of the country that was asked for.
vpass issue -q --sample 20 --seed 1 --country DE >de
grep -c '"co":"DE"' de
grep -c ':DE:' de
grep -c -e '"KR"' -e ':KR:' -e Korea de
jq -r '.payload | (.v // .t // .r)[0].is' de | sort -u
jq -r '.payload | (.v // .t // .r)[0].is' < <(vpass issue -q --sample 1 --seed 1 --country DE --issuer RKI)
vpass key new -q --country JP --test --at $at --out jp
vpass key csr -q --key jp/dsc.key --country JP | openssl req -noout -subject
for file in jp/*.pem; do openssl x509 -in $file -noout -subject; done
# Several registries of the same columns are one.
printf 'surname,forename,birth_date,type,vaccine,dose,doses,vaccinated_on\nHong,Gildong,1970-01-01,vaccination,Comirnaty,1,2,2021-05-01\n' >a.csv
vpass issue --at $at --seed 1 a.csv a.csv 2>&1 | jq -R -r 'fromjson? | .id'
cut -d, -f1-7 a.csv >b.csv
code=0; vpass issue --at $at --seed 1 a.csv b.csv 2>&1 >/dev/null || echo "exit $?"

# CSV as spreadsheets write it: byte-order mark, CRLF, quotes, any order of columns; and what is refused.
row='test,KIM,1990-01-01,antigen,1232,negative,2021-12-14T09:00:00+09:00'
head='type,passport_surname,birth_date,test_type,test_device,result,sampled_at'
printf '\xef\xbb\xbf%s,"a ""note"", quoted"\r\n%s,"x, ""y"""\r\n' "$head" "$row" | vpass issue -q --at $at --seed 1
{
    echo "$head"
    echo "$row,too,many"
    echo "too,few"
    echo
    echo "$row" | sed 's/KIM/"KIM/'
    echo "$row" | sed 's/KIM/"KIM"x/'
    echo "$row" | sed 's/KIM/K"IM/'
    echo "$row" | sed 's/KIM/K\xffM/'
    echo "$row"
} | vpass issue --at $at --seed 1 | jq -c '[.line, .error]'
exec 2>&1
printf 'type,id,type\n' | exits vpass issue
printf 'HC1:6BF\n' | exits vpass issue
printf 'type,"id\n' | exits vpass issue
printf 'type,surname\n' | exits vpass issue
printf '' | exits vpass issue

# Members that issue writes itself are replaced, not doubled; all others are carried byte for byte.
good=$(head -1 data/registry.ndjson)
echo "${good%\}},\"format\":\"forged\",\"notes\":[1],\"x\" : 1.50e+1,\"y\":\"\\u00e9\\/\",\"z\":[ {\"a\" : null} ]}" | vpass issue -q --at $at
printf 'format,payload,notes,error,type,passport_surname,positive_on,valid_from,valid_until\na,b,c,d,recovery,KIM,2021-10-01,2021-10-12,2022-03-30\n' |
    vpass issue -q --at $at --seed 1
# An error record of an earlier stage is carried on as it is.
echo '{"line":9,"error":{"code":"bad-field","message":"from elsewhere"},"x":1}' | vpass issue

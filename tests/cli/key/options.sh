# What goes into keys and certificates.
exec 2>&1
vpass key new --at $at --country JP --organization "Digital Agency" --algorithm rsa --kinds test,recovery --valid-for 90d \
    --csca-valid-for 1y --issuer-url https://example.org/issuer --issuer-url https://example.org/two --test --out jp
for name in csca dsc; do
    openssl x509 -in jp/$name.pem -noout -subject -dates -ext extendedKeyUsage,subjectAltName
done
openssl pkey -in jp/dsc.key -noout -text | head -1
vpass trust list jp/dsc.pem | jq -c '[.issuer, .algorithm, .kinds, .test, .ca]'
for wrong in "--country kr" "--country KOR" "--kinds test,flight" "--algorithm dsa" "--valid-for 0d" "--valid-for soon" \
    "--csca-valid-for x" "--valid-for 6y" "--issuer-url http://example.org" "--issuer-url https://a,URI:https://b" \
    "--organization $(printf 'A%.0s' {1..65})" "--at never" "--ouput x" "stray"; do
    exits vpass key new --out new $wrong
done
[ ! -e new ] && echo "nothing was made"

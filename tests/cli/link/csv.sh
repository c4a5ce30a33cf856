# A table for a program that sends messages.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
exec 2>&1
head -2 data/passes.ndjson | jq -c '{id, phone: "010-0000-0000", note: "a \"b\", c", n: 7, pass}' >records
echo HC1:bad >>records
exits vpass link --base https://a.example --out site --secret secret --csv table --columns phone,note,n,none,link records -o out
stat -c %a table
cut -c -60 table
od -c table | grep -c '\\r  \\n'
exits vpass link -q --base https://a.example --out site --secret secret --csv - records -o out | cut -c -70

# Doses that do not go together; persons by pseudonym or by name and birth date.
cat >registry.ndjson <<'.'
{"type":"vaccination","person":"1","dose":1,"doses":2,"vaccinated_on":"2021-06-01","lot":"A"}
{"type":"vaccination","person":"1","dose":"2","doses":2,"vaccinated_on":"2021-06-22","lot":"B"}
{"type":"vaccination","person":"1","dose":2,"doses":2,"vaccinated_on":"2021-06-22","lot":"B"}
{"type":"vaccination","person":"2","dose":2,"doses":2,"vaccinated_on":"2021-06-01"}
{"type":"vaccination","person":"2","dose":1,"doses":2,"vaccinated_on":"2021-08-01"}
{"type":"vaccination","surname":"홍","forename":"길동","birth_date":"1970-01-02","dose":1,"vaccinated_on":"2021-06-01"}
{"type":"vaccination","surname":"홍","forename":"길동","birth_date":"1970-01-02","dose":2,"vaccinated_on":"2021-06-08"}
{"type":"vaccination","surname":"홍","forename":"길동","birth_date":"1971-01-02","dose":2,"vaccinated_on":"2021-06-08"}
{"type":"vaccination","person":"3","dose":1,"vaccinated_on":"2022-06-08"}
{"type":"vaccination","person":"4","birth_date":"2021-12-01","dose":1,"vaccinated_on":"2021-11-30"}
{"type":"vaccination","person":"5","dose":1,"vaccinated_on":"2021-06-01"}
{"type":"vaccination","person":"5","dose":1,"vaccinated_on":"2021-07-01"}
{"type":"test","person":"5","sampled_at":"2021-12-13T09:00:00+09:00"}
{"type":"vaccination","person":"6","dose":1,"vaccinated_on":"yesterday"}
.
exits vpass audit records --at $at registry.ndjson
exits vpass audit records --at $at data/payloads.ndjson
vpass issue -q --sample 2000 --seed 1 --at $at | exits vpass audit records --at $at

# A birth date is left out or known in part; SMART Health Cards need one, NZ COVID Passes the whole of it.
for date in '' 1963-04 1963-04-14; do
    for format in hcert shc nzcp; do
        echo "$format '$date': $(head -1 data/registry.ndjson | jq -c ".birth_date = \"$date\"" |
            vpass issue -q --at $at --format $format | jq -r '.error.message // "issued"')"
    done
done

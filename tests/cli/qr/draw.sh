# Files from ids, one a pass, the same at every number of threads; and what they hold.
vpass qr --dir pictures -j 2 data/passes.ndjson -o records
jq -r '[.id, .picture] | join(" ")' records
ls pictures | wc -l
vpass qr -q --dir again -j 1 data/passes.ndjson | cmp - <(sed 's/"picture":"pictures/"picture":"again/' records)
diff -r pictures again
vpass qr --read pictures -o read
diff <(jq -r .pass read | sort) <(jq -r .pass data/passes.ndjson | sort) && echo "the same passes"
diff <(jq -r .picture read) <(jq -r .picture records | sort) && echo "in the order of names"
vpass qr -q --read pictures -j 1 | cmp - read
vpass qr -q --dir svg --format svg --scale 2 data/passes.txt | jq -r .picture | head -2
head -c 60 svg/*5FD.svg 2>/dev/null || head -qc 60 $(ls svg/* | head -1)
echo

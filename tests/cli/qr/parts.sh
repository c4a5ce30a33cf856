# A card in several codes: joined in each folder, whatever the order of the pictures; leftovers are told.
exec 2>&1
mkdir cards
vpass issue -q --format shc --sample 2 --seed 1 | vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --issuer https://example.test |
    jq -c '.pass[5:] | [["shc:/1/3/" + .[:400], "shc:/2/3/" + .[400:800], "shc:/3/3/" + .[800:]]] | {id: "card", pass: .[0]}' >cards.ndjson
vpass qr --dir cards cards.ndjson -o records
jq -c '.picture | map(sub("[0-9a-f]{16}"; "…"))' records
# Names that mix the two cards: first both first parts, then the rest the other way round.
mkdir mixed
set -- $(jq -r '.picture[]' records)
mv $1 mixed/1.png; mv $4 mixed/2.png; mv $5 mixed/3.png; mv $2 mixed/4.png; mv $3 mixed/5.png; mv $6 mixed/6.png
vpass qr --read mixed -o read
jq -c .picture read
diff <(jq -c .pass read) <(jq -c .pass cards.ndjson) && echo "the same passes"
rm mixed/4.png
exits vpass qr --read mixed -o read
jq -c '[.picture, .error.code]' read

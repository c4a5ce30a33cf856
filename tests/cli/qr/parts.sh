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
mv mixed/4.png lost.png
exits vpass qr --read mixed -o read
jq -c '[.picture, .error.code]' read
echo "--- what that run left over, and the lost picture from standard input"
exits vpass qr --read read - -o again <lost.png
jq -c '[.picture, .error.code]' again
diff <(jq -c .pass again | sort) <(jq -c .pass cards.ndjson | sort) && echo "the same passes"
# Many cards of one kind, their names shuffled, one picture lost and one there twice: all whole cards, and no other.
vpass issue -q --format shc --sample 12 --seed 7 |
    vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --issuer https://example.test |
    jq -c '.pass[5:] as $d | ($d | length / 6 | floor * 2) as $n |
        {id: "card", pass: ["shc:/1/3/" + $d[:$n], "shc:/2/3/" + $d[$n:2*$n], "shc:/3/3/" + $d[2*$n:]]}' >many.ndjson
vpass qr -q --dir drawn many.ndjson -o records
mkdir shuffled
n=100
for picture in $(jq -r '.picture[]' records | sort -t. -k2); do  # by a hash
    cp $picture shuffled/$((n++)).png
done
cp shuffled/100.png shuffled/200.png
rm "$(grep -l . shuffled/*.png | sed -n 8p)"
for trust in "" "--trust keys/kr/dsc.pem"; do
    exits vpass qr -q --read $trust shuffled -o read 2>/dev/null
    jq -c 'select(.pass) | .pass' read | sort | comm -12 - <(jq -c .pass many.ndjson | sort) | wc -l
    jq -c 'select(.pass) | .pass' read | wc -l
    jq -r 'select(.error) | .error.code, .part[:9]' read
done

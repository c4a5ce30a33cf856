# A name without its passport form is written in Latin letters, and the reader is told when it was in others.
for name in 홍 Иванов Müller "d'Arc" "van der Berg" Nguyễn 田中; do
    jq -nc --arg name "$name" '{type: "recovery", surname: $name, positive_on: "2021-10-01", valid_from: "2021-10-12", valid_until: "2022-03-30"}'
done | vpass issue --at $at | jq -c '[.payload.nam // .error.message, .name_source, .notes]'

issue() {  # issue JQ_OBJECT OPTION...: of a recovery with these members
    jq -nc "{type: \"recovery\", positive_on: \"2021-10-01\", valid_from: \"2021-10-12\", valid_until: \"2022-03-30\"} + $1" |
        vpass issue -q --at $at "${@:2}"
}
echo "== a language, and surnames as most passports have them"
issue '{surname: "Гнатюк", forename: "Ігор", name_language: "uk"}' | jq -c .payload.nam
issue '{surname: "Гнатюк", name_language: "Ukrainian"}' | jq -c .error
issue '{surname: "박", forename: "복남"}' --surnames usual | jq -c '[.payload.nam, .name_source, .notes]'
echo "== what is marked stays marked in a record that is issued later"
issue '{surname: "박"}' --records | vpass issue -q --at $at | jq -c '[.payload.nam, .name_source, .notes]'
echo "== text: form C, one space, no character that cannot be seen; a limit in characters"
issue '{surname: "\u1112\u1169\u11bc", forename: " Kim\u3000 \t Lee "}' | jq -c .payload.nam
issue '{surname: "Kim", forename: ("é" * 80)}' | jq -c '.payload.nam.gn | length'
for c in '\u0000' '\u0007' '\u202e' '\u200b' '\u200d' '\ufeff' '\u3164' '\ue000' '\ufffd'; do
    issue "{surname: \"Kim${c}eel\", passport_surname: \"KIM\"}" | jq -c .error.message
done
issue '{surname: "می\u200cخواهم", passport_surname: "MIKHAHAM"}' | jq -c .payload.nam

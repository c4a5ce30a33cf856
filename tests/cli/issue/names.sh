# A name without its passport form is written in Latin letters, and the reader is told when it was in others.
for name in 홍 田中 Иванов Müller "d'Arc" "van der Berg" Nguyễn; do
    jq -nc --arg name "$name" '{type: "recovery", surname: $name, positive_on: "2021-10-01", valid_from: "2021-10-12", valid_until: "2022-03-30"}'
done | vpass issue --at $at | jq -c '[.payload.nam, .notes]'

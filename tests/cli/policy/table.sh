# Day by day: second dose, booster, PCR at 10:00, recovered, nobody; changes within a day; wide letters.
dose='"mp":"EU/1/20/1528","sd":2'
cat >people.ndjson <<END
{"name":"dose 2","payload":{"v":[{$dose,"dn":2,"dt":"2021-07-10"}]}}
{"name":"추가접종","payload":{"v":[{$dose,"dn":3,"dt":"2022-01-05"}]}}
{"name":"PCR","payload":{"t":[{"tt":"LP6464-4","tr":"260415000","sc":"2022-01-04T10:00:00+09:00"}]}}
{"name":"recovered","payload":{"r":[{"fr":"2021-12-20"}]}}
{}
END
vpass policy table --policy kr --venue karaoke --from 2022-01-02 --to 2022-01-08 people.ndjson
vpass policy table --policy kr --venue karaoke --lang ko --from 2022-01-04 --to 2022-01-05 people.ndjson
vpass policy table --policy kr --venue library --changes --from 2021-10-30 --to 2022-03-02 <people.ndjson
vpass policy table --policy kr --venue cafe --fact party=1 --changes --from 2021-10-30 --to 2022-03-02 people.ndjson
vpass policy table --policy kr --venue large-store --region seoul --changes --from 2021-12-01 --to 2022-03-02 people.ndjson
exits vpass policy table --policy kr --venue cafe --from 2022-01-02 --to 2022-01-01 people.ndjson
exits vpass policy table --policy kr --venue cafe --from today --to 2022-01-01 people.ndjson
exits vpass policy table --policy kr --from 2022-01-01 --to 2022-01-01 people.ndjson
exits vpass policy table --policy kr --venue cafe --from 2022-01-01 --to 2022-01-01 /dev/null

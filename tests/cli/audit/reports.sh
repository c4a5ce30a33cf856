# Findings as TAP and as the XML of JUnit: an error fails, a warning does not, and nothing found passes.
vpass key new -q --at $at --out real
for key in real keys/kr; do
    vpass audit trust -q --at $at --tap --junit report.xml $key/csca.pem || echo "exit $?"
    xmllint --format report.xml
done
prove -Q --exec 'vpass audit trust -q --at 2021-12-14T12:10:00+09:00 --tap' keys/kr/csca.pem | grep -e Failed -e Result
echo "# lines that are none are errors, and findings name their line and no certificate"
(sed -n 1p data/passes.ndjson; echo '{'; jq -c 'select(.want.reason == "tampered" or .want.reason == "bad-signature")' data/faults.ndjson | head -1) >some
vpass audit passes -q --trust keys/kr/dsc.pem --vkey data/log/vkey --log data/log --tap --junit report.xml some || echo "exit $?"
xmllint --noout report.xml
echo "# a table where it is not records"
for i in 1 2; do echo "{\"time\":\"2021-12-13T12:10:00+09:00\",\"venue\":\"v$i\",\"verdict\":{\"result\":\"valid\",\"reason\":\"ok\",\"id\":\"shared\"}}"; done >checks
echo 0123456789abcdef0123456789abcdef >key
vpass audit duplicates -q --venues 2 --key key --format csv checks | head -1 | cut -c 4-40
vpass audit duplicates -q --venues 2 --key key --tap checks || echo "exit $?"

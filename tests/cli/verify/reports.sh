# Verdicts for programs that run tests: TAP, and the XML of JUnit.
head -3 data/passes.ndjson >some
jq -c 'select(.want.reason != "ok")' data/faults.ndjson | head -3 >>some
echo '{"no":"<pass & more>"}' >>some
vpass verify -q --trust keys/kr/dsc.pem --at $at --tap --junit report.xml some || echo "exit $?"
cat report.xml
xmllint --noout report.xml && xmllint --xpath 'concat(count(//testcase)," ",count(//failure)," ",count(//error)," ",/testsuites/@tests," ",/testsuites/@failures," ",/testsuites/@errors)' report.xml
prove -q --exec 'vpass verify -q --trust keys/kr/dsc.pem --tap --at 2021-12-14T12:10:00+09:00' data/passes.ndjson | grep -v '^Files='
prove -Q --exec 'vpass verify -q --trust keys/kr/dsc.pem --tap --at 2021-12-14T12:10:00+09:00' some | grep -e Failed -e Result
# The records stay as they are beside the XML, and nothing in either names a person.
vpass verify -q --trust keys/kr/dsc.pem --at $at --junit report.xml some -o with; vpass verify -q --trust keys/kr/dsc.pem --at $at some -o without
cmp with without && echo same
jq -r '.claims? // empty | .nam | .fn, .gn, .fnt, .gnt' <with | sort -u | grep -c -F -f - report.xml
jq -r '.verdict.id // empty' <with | sort -u | grep -c -F -f - report.xml
echo "# no line at all, several inputs, a decision"
vpass verify -q --trust keys/kr/dsc.pem --tap </dev/null
vpass verify -q --trust keys/kr/dsc.pem --at $at --tap some some --first-line 11 | tail -2
vpass verify -q --trust keys/kr/dsc.pem --at $at --policy kr --venue restaurant --tap data/passes.ndjson | grep -c '^not ok'
exec 2>&1
exits vpass verify -q --trust keys/kr/dsc.pem --human --tap some
exits vpass verify -q --trust keys/kr/dsc.pem --at $at --junit /dev/full some -o /dev/null
exits vpass verify -q --trust keys/kr/dsc.pem --at $at --junit none/report.xml some -o /dev/null

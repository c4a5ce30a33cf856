# Options that need each other, and names that nobody knows: no answer, and nothing on standard output.
for options in "--venue cafe" "--region seoul" "--country KR" "--lang ko" "--fact party=1" "--record-facts" \
    "--policy-parameter firstDay=15" "--policy kr" "--policy kr --venue zoo" "--policy missing.json" \
    "--policy kr --venue cafe --fact Party=1" "--policy kr --venue cafe --fact party" \
    "--policy kr --venue cafe --fact party=1 --fact party=2" "--policy kr --venue cafe --policy-parameter party=1" \
    "--policy kr --policy kr --venue cafe" "--policy two.json"; do
    jq -c '., (.Country = "YY")' data/policy/eu-rule.json >two.json
    exits vpass verify $options data/passes.ndjson 2>&1
done

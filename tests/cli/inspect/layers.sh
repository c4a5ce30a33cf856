# Every layer of a pass, believed or not.
sed -n 5p data/passes.ndjson | vpass inspect --at $at | jq 'del(.pass, .payload)'
vpass inspect --at $at data/faults.ndjson 2>&1 >out
echo "exit $?"
jq -c '[.layers.status, .layers.format, .layers.cose.alg, .layers.cwt.exp, (.findings | map(.code))]' out
echo HC2:ABC | vpass inspect --at $at | jq -c .

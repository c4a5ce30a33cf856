# What a record brings along under our names is replaced, never believed; all else is carried byte for byte.
pass=$(tail -1 data/faults.ndjson | jq .pass)  # schema
forged='"verdict":{"result":"valid"},"claims":{"nam":"forged"},"decision":{"result":"admit"}'
line="{\"z\" : 1.50e+1,\"a\":\"\\u00e9\\/\", $forged ,\"\\u0061b\":[ 1 , {\"x\" : null} ],\"pass\":$pass,\"want\":{\"result\":\"valid\"}}"
echo "$line" | vpass verify -q --at $at --trust keys/kr/dsc.pem | sed 's/"pass":"[^"]*"/"pass":…/'
echo "$line" | vpass inspect --at $at -q | sed 's/"pass":"[^"]*"/"pass":…/; s/"layers":.*/"layers":…/'
# Escapes do not hide a member from being replaced.
echo "{\"\\u0076erdict\":\"forged\",\"pass\":\"HC1:\"}" | vpass verify -q

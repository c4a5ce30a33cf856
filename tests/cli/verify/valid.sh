# Records and bare text alike get a verdict, and claims since they are valid.
vpass verify --at $at --trust keys/kr/dsc.pem data/passes.ndjson | jq -c 'del(.pass, .payload)'
vpass verify -q --at $at --trust keys/kr/dsc.pem <data/passes.txt | jq -c 'keys, .verdict.result' | sort | uniq -c

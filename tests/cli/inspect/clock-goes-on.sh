# A pass that is signed after `inspect` began to wait for it is of now, not of the future.
vpass key new --country KR --test --out fresh 2>messages
vpass issue -q --sample 1 --seed 1 >payload
{ sleep 2; vpass sign -q --key fresh/dsc.key --cert fresh/dsc.pem payload; } | vpass inspect -q | jq -c .findings

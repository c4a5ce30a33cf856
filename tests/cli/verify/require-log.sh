# Without proof that the log holds it, no pass is valid; vpass audit's cases have the proofs.
exec 2>&1
verify() { exits vpass verify --trust keys/kr/dsc.pem --at $at "$@" 2>&1 | jq -Rr '. as $line | try (fromjson | .verdict | .reason + ": " + .detail) catch $line'; }
head -1 data/passes.txt >pass
verify --require-log --vkey data/log/vkey pass
verify --require-log --vkey data/log/vkey --log data/log pass
vpass audit prove --vkey data/log/vkey --log data/log --index 1 >proof
jq -ncR --rawfile proof proof '{pass: input, $proof}' pass >record
verify --require-log --vkey data/log/vkey record
verify --require-log --vkey data/log/witness.vkey record
jq -c '.proof = 1' record | verify --require-log --vkey data/log/vkey
jq -c '.proof = "hello"' record | verify --require-log --vkey data/log/vkey
verify record
exits vpass verify --require-log pass
exits vpass verify --vkey data/log/vkey pass
exits vpass verify --require-log --vkey data/log/vkey --log missing pass

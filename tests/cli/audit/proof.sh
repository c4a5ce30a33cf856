# Proofs of entries, from a copy of the public log, and what a proof is not.
exec 2>&1
prove() { exits vpass audit prove --vkey data/log/vkey --log data/log "$@"; }
check() { exits vpass audit check-proof --vkey data/log/vkey "${@-proof}"; }
vpass audit prove --vkey data/log/vkey --log data/log --index 256 | tee proof
check
for index in 0 1 255; do vpass audit prove --vkey data/log/vkey --log data/log --index $index | check -; done
check proof --witness data/log/witness.vkey --quorum 1
sed 's/^index 256$/index 255/' proof | check -
sed '2s/extra ...../extra AQEAA/' proof | check -
sed 2d proof | check -
sed '2s/.*/extra AAAA/' proof | check -
sed 5d proof | check -
head -5 proof | check -
echo hello | check -
exits vpass audit check-proof --vkey data/log/witness.vkey proof
head -1 data/passes.txt >pass
check proof --pass pass
check - --pass - <pass
prove --index 257
prove some-id
prove --index 1 some-id
prove <data/passes.txt
exits vpass audit prove --vkey data/log/witness.vkey --log data/log --index 0

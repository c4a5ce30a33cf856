# The same bytes at every number of threads, also from a pipe.
for i in $(seq 60); do cat data/passes.ndjson data/faults.ndjson; done >in
vpass verify -j 1 --at $at --trust keys/kr/dsc.pem in -o one 2>one.err
for jobs in 2 16; do
    cat in | vpass verify -j $jobs --at $at --trust keys/kr/dsc.pem >many 2>many.err
    echo "exit $?"
    cmp one many && cmp one.err many.err && echo "-j $jobs: same bytes"
done
tail -3 one.err

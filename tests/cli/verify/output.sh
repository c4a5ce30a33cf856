# Where results go: a file that exists only if the run got to write it, and never the input.
exec 2>&1
exits vpass verify -q --at $at --trust keys/kr/dsc.pem -o out data/passes.ndjson && wc -l <out
exits vpass verify -q --at $at --trust keys/kr/dsc.pem -i data/passes.ndjson --output - | wc -l
exits vpass verify -q --at $at --trust keys/kr/dsc.pem - -o empty </dev/null && wc -c <empty
cp data/passes.txt in && ln in hard && ln -s in soft
exits vpass verify in -o in
exits vpass verify in -o hard
exits vpass verify <in -o soft
vpass verify <in >>in
echo "exit $?"
cmp in data/passes.txt && echo "the input is whole"
exits vpass verify --at $at --trust keys/kr/dsc.pem in -o /dev/full
vpass verify --at $at --trust keys/kr/dsc.pem in >/dev/full
echo "exit $?"
exits vpass verify in -o missing/out
exits vpass verify missing -o new
exits vpass verify . -o new
[ ! -e new ] && echo "no file where the run failed"

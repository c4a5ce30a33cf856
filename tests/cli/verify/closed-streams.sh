# Closed standard streams are errors; no file that is opened takes their place.
exec 3>&1 2>&3
exits vpass verify --at $at --trust keys/kr/dsc.pem <&-
vpass verify --at $at --trust keys/kr/dsc.pem data/passes.txt >&-
echo "exit $?"
vpass verify --at $at --trust keys/kr/dsc.pem data/passes.txt -o out 2>&-
echo "exit $?"
grep -c '^{' out
grep -vc '^{' out
exits vpass verify -q --at $at --trust keys/kr/dsc.pem data/passes.txt -o out <&-

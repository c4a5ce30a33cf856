# stderr names the first twenty bad lines, shows no control characters, and says nothing with -q.
for i in $(seq 23); do echo x; done >in
vpass verify -q in -o out
echo "exit $?"
printf 'HC1:\x1b[31m\xc2\x9b\n' >>in
head -24 in | tail -2 | vpass verify -o /dev/null
vpass verify in >/dev/null

# Keys are never overwritten without --force, and then all of them.
exec 2>&1
vpass key new --at $at --out d && cp -r d before
exits vpass key new --at $at --out d
diff -r d before && echo "untouched"
rm d/csca.key d/csca.pem d/dsc.pem
exits vpass key new --at $at --out d
ls d
exits vpass key new --at $at --out d --force
cmp -s d/dsc.key before/dsc.key || echo "a new key"
stat -c '%a %n' d/*.key
touch file
exits vpass key new --at $at --out file/d

# A root key: private for its owner, public as PEM that openssl reads.
exec 2>&1
umask 022
vpass key root --out root
stat -c '%n %a' root/*
openssl pkey -in root/root.key -pubout | cmp - root/root.pem && echo same
openssl pkey -pubin -in root/root.pem -noout -text | grep 'Public-Key\|OID'
exits vpass key root --out root
vpass key root --out rsa --algorithm rsa -h | head -1
vpass key root --out rsa --algorithm rsa
openssl pkey -in rsa/root.key -pubout | cmp - rsa/root.pem && echo same

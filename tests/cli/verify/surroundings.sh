# A run that lacks a library or memory has no answer; it never blames a pass for that.
exec 2>&1
mkdir empty
head -1 data/passes.ndjson | vpass qr -q -o one.png
for name in libsqlite3.so.0 libpng16.so.16; do : >empty/$name; done
export LD_LIBRARY_PATH=empty
said() { sed 's/: [^:]*file too short/: file too short/'; }
exits vpass qr -q --read one.png 2>&1 | said
exits vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --ledger ledger --operator kim data/payloads.ndjson 2>&1 | said

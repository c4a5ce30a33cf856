# A run that lacks a library or memory has no answer; it never blames a pass for that.
exec 2>&1
mkdir empty
for name in libsqlite3.so.0 libqrencode.so.4; do : >empty/$name; done
export LD_LIBRARY_PATH=empty
said() { sed 's/: [^:]*file too short/: file too short/'; }
head -2 data/passes.ndjson | exits vpass qr -q --dir out 2>&1 | said
head -2 data/passes.ndjson | exits vpass qr -q --format term 2>&1 | said
exits vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --ledger ledger --operator kim data/payloads.ndjson 2>&1 | said

# Which token, which key, and where the PIN comes from; never from the command line.
exec 2>&1
make_token agency
import_key dsc keys/kr/dsc.key 01
import_key old keys/jp/dsc.key 02
import_key twin keys/kr/dsc.key 03
sign() { exits vpass sign -q --at $at --key "$@" --cert keys/kr/dsc.pem data/payloads.ndjson -o passes </dev/null; }
echo "== good"
dsc="pkcs11:token=agency;object=dsc"
sign "$dsc" --pin-file pin  # by way of the modules that the system has registered
exits vpass key root --token pkcs11:token=agency --pin-file pin --out new 2>&1 | sed 's/id=[^;]*;/id=…;/'
module="module-path=$softhsm"
sign "$dsc?$module" --pin-file pin
sign "pkcs11:id=%01?$module&pin-source=file:$PWD/pin"
sign "pkcs11:model=SoftHSM%20v2;object=dsc;type=private?$module&pin-source=pin"
sign "$dsc?$module" --pin-fd 7 7<pin
sign "$dsc?$module" --pin-fd 7 7< <(printf '84620917\r\nnext line')
echo "== no PIN, or a wrong one"
sign "$dsc?$module"
sign "$dsc?$module" --pin-file missing
sign "$dsc?$module" --pin-file /dev/null
sign "$dsc?$module" --pin-file <(echo 1111)
sign "$dsc?$module" --pin-file pin --pin-fd 7
sign "$dsc?$module" --pin-fd 77
sign "$dsc?$module&pin-value=84620917"
sign "$dsc?$module&pin-source=|cat pin"
echo "== no such key"
sign "pkcs11:token=agency?$module" --pin-file pin
sign "pkcs11:token=agency;object=ds?$module" --pin-file pin
pkcs11-tool --module "$softhsm" --token-label agency --login --pin 84620917 --delete-object --type pubkey --id 03 >token.out 2>&1
sign "pkcs11:id=%03?$module" --pin-file pin
sign "pkcs11:token=agenc?$module" --pin-file pin
sign "pkcs11:token=agency;object=old?$module" --pin-file pin
sign "pkcs11:token=agency;object=dsc;type=cert?$module" --pin-file pin
sign "pkcs11:tokn=agency" --pin-file pin
sign "pkcs11:token=%a" --pin-file pin
sign "$dsc?module-name=softhsm2" --pin-file pin
sign "$dsc?module-path=/missing.so" --pin-file pin

echo "== the PIN is in no argument, no environment and no message"
mkfifo in
vpass sign --at $at --key "pkcs11:token=agency;id=%02?$module" --pin-file pin --cert keys/jp/dsc.pem in -o passes.jp >messages 2>&1 &
pid=$!
exec 8>in
head -1 data/payloads.ndjson >&8
until [ -s passes.jp ] || ! kill -0 $pid; do sleep 0.05; done
grep -c 84620917 /proc/$pid/cmdline /proc/$pid/environ | sed 's/[0-9]\{2,\}/…/'
exec 8>&-
wait $pid
cat messages
echo "== two tokens of one name"
make_token agency
sign "$dsc?$module" --pin-file pin

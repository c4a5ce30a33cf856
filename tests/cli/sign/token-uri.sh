# What RFC 7512 lets one write in a pkcs11: URI, as PKCS#11 sees it: softhsm2-util made the keys, pkcs11-tool names them.
exec 2>&1
make_token agency
import_key 'seal; of & 보건소?' keys/kr/dsc.key 00ff2f
import_key other keys/jp/dsc.key 02
module="module-path=$softhsm"
sign() { exits vpass sign -q --at $at --key "$1" "${@:2}" --cert keys/kr/dsc.pem data/payloads.ndjson -o passes </dev/null; }
echo "== percent encoding, in either case, and no attribute that is not wanted"
sign "pkcs11:object=seal%3b%20of%20%26%20%EB%B3%B4%ea%b1%b4%ec%86%8c%3F?$module" --pin-file pin
sign "pkcs11:object=%73%65%61%6C%3B%20of%20&%20보건소%3F?$module" --pin-file pin
sign "pkcs11:id=%00%ff%2F?$module" --pin-file pin
sign "pkcs11:id=%00%ff?$module" --pin-file pin
sign "PKCS11:id=%00%FF/?module-path=${softhsm//\//%2F}" --pin-file pin
sign "pkcs11:id=%00%ff%2f;object=other?$module" --pin-file pin
sign "pkcs11:id=%0?$module" --pin-file pin
sign "pkcs11:?$module" --pin-file pin
echo "== where the PIN is"
cp pin 'the pin'
id="pkcs11:id=%00%ff%2f?$module"
sign "$id&pin-source=the%20pin"
sign "$id&pin-source=file:the%20pin"
sign "$id&pin-source=file:$PWD/pin"
sign "$id&pin-source=file://${PWD//\//%2F}%2Fpin"
sign "$id&pin-source=file://localhost$PWD/pin"
sign "$id&pin-source=file://elsewhere/pin"
sign "$id&pin-source=missing" --pin-file pin
sign "$id&pin-source=pin" --pin-file missing
sign "pkcs11:id=%00%ff%2f?pin-value=84620917&$module"
sign "PKCS11:id=%00%ff%2f?$module&pin-value=84620917"
sign "$id&pin-value="
vpass key new --token "pkcs11:token=agency?$module&pin-value=84620917" --out new
echo "== the token, its slot and its library"
info() { pkcs11-tool --module "$softhsm" "$@" 2>/dev/null; }
serial=$(info --list-slots | sed -n 's/.*serial num *: //p' | head -1)
slot=$(($(info --list-slots | sed -n 's/^Slot [0-9]* (\(0x[0-9a-f]*\)).*/\1/p' | head -1)))
version=$(info --show-info | sed -n 's/.*(ver \([0-9.]*\))/\1/p')
for good in "serial=$serial" "slot-id=$slot" "manufacturer=SoftHSM%20project" "library-version=$version" \
    "library-manufacturer=SoftHSM;library-description=Implementation%20of%20PKCS11" "slot-manufacturer=SoftHSM%20project"; do
    sign "pkcs11:id=%00%ff%2f;$good?$module" --pin-file pin
done
for other in serial=0 slot-id=99 manufacturer=SoftHSM library-version=99.1 library-manufacturer=Soft library-description=PKCS11 \
    slot-manufacturer=x slot-description=x model=SoftHSM; do
    echo "$other"
    sign "pkcs11:id=%00%ff%2f;$other?$module" --pin-file pin | head -1
done
echo "== what is not heeded, or not known"
for unknown in "?$module&module-name=softhsm2" ";slot=1?$module" ";Token=agency?$module" "?$module&pin-file=pin" \
    "?$module&x-vendor=1" "?$module&module-path=$softhsm" ";id=%02?$module" ";type=public?$module" ";type=secret-key?$module" "?$module#part"; do
    echo "$unknown" | sed "s,$softhsm,…,"
    sign "pkcs11:id=%00%ff%2f$unknown" --pin-file pin
done

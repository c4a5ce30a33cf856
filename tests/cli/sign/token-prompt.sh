# The PIN that is asked for on the terminal, while records come from a pipe. It is not shown, and never tried twice.
exec 2>&1
make_token agency
import_key dsc keys/kr/dsc.key 01
on_terminal() { exits python3 data/../terminal.py "$@"; }
sign=(vpass sign -q --at $at --key "pkcs11:token=agency;object=dsc?module-path=$softhsm" --cert keys/kr/dsc.pem -o passes)
verify() { vpass verify -q --at $at --trust keys/kr/dsc.pem passes | jq -r .verdict.reason | sort | uniq -c; rm passes; }
echo "== the right one"
on_terminal 84620917 -- "${sign[@]}" <data/payloads.ndjson
verify
echo "== a wrong one, none, end of input, an interrupt, one without end"
for answer in 1111 '' ^D ^C "$(printf '1%.0s' {1..300})"; do
    on_terminal "$answer" -- "${sign[@]}" <data/payloads.ndjson
done
ls -A
echo "== a PIN that comes from elsewhere is not asked for"
on_terminal -- "${sign[@]}" --pin-file pin <data/payloads.ndjson
verify
on_terminal -- "${sign[@]}" --pin-file /dev/null <data/payloads.ndjson
echo "== each token is asked for by its name, and once, however many of its keys sign"
softhsm2-util --init-token --free --label vault --pin 1357 --so-pin 12345678 >token.out
softhsm2-util --import keys/jp/dsc.key --token vault --label dsc --id 02 --pin 1357 >token.out
softhsm2-util --import keys/jp/csca.key --token vault --label csca --id 03 --pin 1357 >token.out
on_terminal 1357 -- vpass key new --at $at --country JP --csca-key "pkcs11:token=vault;object=csca?module-path=$softhsm" \
    --key "pkcs11:token=vault;object=dsc?module-path=$softhsm" --out again
on_terminal 1357 84620917 -- vpass key dsc --at $at --country JP --csca again/csca.pem \
    --csca-key "pkcs11:token=vault;object=csca?module-path=$softhsm" --key "pkcs11:token=agency;object=dsc?module-path=$softhsm" --out other
openssl verify -attime 1639451400 -CAfile again/csca.pem again/dsc.pem other/dsc.pem

# Each file of a site cut short, changed, gone, or in another's place: there is no answer, and never a crash.
vpass key root --out . 2>messages
vpass sign -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at data/payloads.ndjson -o passes
site() { vpass publish -q --ledger ledger --key keys/kr/dsc.key --cert keys/kr/dsc.pem --root-key root.key -o site --at $at >/dev/null; }
site
head -1 passes | vpass revoke -q --ledger ledger --at $at >revoked
site
cp -r site good
check() {  # check WHAT FILE
    local code=0
    timeout 20 vpass verify --site site --root root.pem --state seen --at $at passes >out 2>message || code=$?
    printf '%s of %s: exit %s, %s lines of output, %s\n' "$1" "$(sed 's/status.[^/]*/status\/KID/' <<<"$2")" $code "$(wc -l <out)" \
        "$(grep -c "error: site site: " message) reason"
    rm -rf site && cp -r good site
}
check "nothing" all
(cd site && find . -type f | sort) >files
while read -r file; do
    truncate -s -2 "site/$file"; check "the end" "$file"
    printf xxxxxxxx | dd of="site/$file" bs=1 seek=9 conv=notrunc status=none; check "a byte" "$file"
    rm "site/$file"; check "all" "$file"
    rm "site/$file" && mkfifo "site/$file"; check "a pipe in place" "$file"
    cp site/trust.jwks "site/$file"; [ "$file" = ./trust.jwks ] || check "another in place" "$file"
done <files

# A verifier that runs for days takes a newer site from one batch of lines to the next: as a whole, or not at all.
vpass key new --country KR --test --out fresh 2>messages
vpass key root --out . 2>messages
key="--key fresh/dsc.key --cert fresh/dsc.pem"
site() { vpass publish -q --ledger ledger $key --root-key root.key -o "$1" "${@:2}" >/dev/null; }
vpass issue -q --sample 3 --seed 1 | vpass sign -q --ledger ledger $key -o passes
site site && cp -r site yesterday

mkfifo door
: >verdicts  # before the verifier runs, whose shell would make it in its own time
vpass verify -j 2 --site site --root root.pem --state seen <door >verdicts 2>said &
exec 3>door
scan() {  # scan LINE: what the door says of this pass
    local before
    before=$(wc -l <verdicts)
    sed -n "$1p" passes >&3
    for _ in {1..600}; do [ "$(wc -l <verdicts)" -gt "$before" ] && break; sleep 0.05; done
    tail -1 verdicts | jq -r .verdict.reason
}
replace() { rm -rf old && mv site old && cp -r "$1" site; }
scan 1
echo "# revoked, and published: from the next pass on"
sed -n 1p passes | vpass revoke -q --ledger ledger >revoked
site site && cp -r site today
scan 1; scan 2
echo "# yesterday's, put back"
replace yesterday
scan 1
echo "# a newer one of which a byte is wrong, and then right"
sed -n 2p passes | vpass revoke -q --ledger ledger >revoked
site tomorrow && cp -r tomorrow damaged && printf xxxxxxxx | dd of="$(echo damaged/status/*/compact-3.cwt)" bs=1 seek=9 conv=notrunc status=none
replace damaged
scan 1; scan 2
replace tomorrow
scan 1; scan 2
echo "# no site at all"
rm -rf old && mv site old
scan 2; scan 3
echo "# one that grows stale"
site brief --valid-for 2s
cp -r brief site
scan 3
sleep 2.1
scan 3; scan 3
exec 3>&-
wait
sed 's|status/[^/]*/|status/KID/|; s/at 20.*Z/at TIME/' said

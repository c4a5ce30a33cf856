# A further DSC under a CSCA that exists.
exec 2>&1
exits vpass key dsc --at $at --csca keys/kr/csca.pem --csca-key keys/kr/csca.key --test --kinds vaccination --valid-for 30d --out d
ls d
openssl verify -attime 1639451400 -CAfile keys/kr/csca.pem d/dsc.pem
vpass trust list d/dsc.pem | jq -c '[.kinds, .not_before, .not_after, .test]'
dsc() { exits vpass key dsc --at $at --out new "$@"; }
dsc
dsc --csca keys/kr/csca.pem
dsc --csca keys/kr/csca.pem --csca-key keys/jp/csca.key
dsc --csca keys/kr/dsc.pem --csca-key keys/kr/dsc.key
dsc --csca keys/kr/csca.pem --csca-key missing.key
dsc --csca keys/kr/csca.key --csca-key keys/kr/csca.key
dsc --csca keys/kr/csca.pem --csca-key keys/kr/csca.key --valid-for 10y
exits vpass key dsc --at $at --csca keys/kr/csca.pem --csca-key keys/kr/csca.key --out d
[ ! -e new ] && echo "nothing was made"

# Every kind of trust file, recognised by its content, gives the same answer.
mkdir folder && cp data/trust/dsc.der folder/b.bin && cp keys/jp/dsc.pem folder/a.txt && touch folder/.hidden && mkdir folder/sub
cat keys/jp/dsc.pem keys/kr/dsc.pem >two.pem
for trust in keys/kr/dsc.pem two.pem data/trust/* folder; do
    [ $trust = data/trust/private.jwks ] && continue
    vpass verify -q --at $at --trust $trust data/passes.ndjson | jq -r .verdict.reason | uniq -c | sed "s|\$| $trust|"
done
vpass verify --at $at --trust keys/jp/dsc.pem --trust data/trust/kr.jwks data/passes.txt -o /dev/null
vpass verify --at $at --trust keys/jp/dsc.pem data/jp-passes.ndjson -o /dev/null  # RSA
vpass verify --at $at --trust <(cat data/trust/kr.jwks) data/passes.txt -o /dev/null

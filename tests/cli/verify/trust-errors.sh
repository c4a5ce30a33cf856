# A trust file that cannot be used ends the run before a pass is judged: exit code 2, no output file.
exec 2>&1
mkdir empty bad && echo hello >bad/note.txt && : >nothing && echo '{"keys":3}' >keys.json
echo '[{"kid":"AAAAAAAAAAA=","country":"KR","rawData":"!"}]' >list.json
echo '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"a"}]}' >point.jwks
echo '{"keys":[{"kty":"OKP","kid":"a"}]}' >okp.jwks
head -5 keys/kr/dsc.pem >cut.pem
for trust in missing.pem empty bad nothing keys.json list.json point.jwks okp.jwks cut.pem keys/kr/dsc.key data/trust/private.jwks; do
    exits vpass verify --at $at --trust $trust data/passes.ndjson -o out
    [ ! -e out ] || echo "there is an output file"
done

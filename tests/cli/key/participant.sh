# What joins a country to WHO's network: each certificate, and the folder as a whole, pass the network's rules.
exec 2>&1
umask 000
exits vpass key new --profile gdhcn --at $at --country KR --out d
find d -printf '%m %P\n' | sort -k2
for file in d/*/*.pem; do
    vpass trust check --profile gdhcn --at $at $file
    openssl x509 -in $file -noout -subject -issuer -dates -ext basicConstraints,keyUsage,extendedKeyUsage
    key=${file##*/}; key=d/private/${key%.pem}.key
    cmp <(openssl pkey -in $key -pubout) <(openssl x509 -in $file -noout -pubkey) && echo "key and certificate agree"
done
exits vpass trust check --profile gdhcn --at $at d
openssl verify -attime 1639451400 -CAfile d/SCA/SCA.pem d/DSC/DSC.pem
openssl verify -attime 1639451400 -purpose sslclient -CAfile d/TLS/CA.pem d/TLS/TLS.pem
git init -q && git add . && git ls-files d
echo "# its passes"
vpass issue -q --sample 2 --seed 1 --at $at | vpass sign -q --key d/private/DSC.key --cert d/DSC/DSC.pem --at $at |
    vpass verify -q --trust d/SCA/SCA.pem --trust d/DSC/DSC.pem --at $at | jq -r .verdict.reason
echo "# other lifetimes, kinds and algorithms"
exits vpass key new --profile gdhcn --at $at --algorithm rsa --csca-valid-for 3y --valid-for 1y --kinds test --out rsa
exits vpass trust check --profile gdhcn --at $at rsa
openssl x509 -in rsa/DSC/DSC.pem -noout -dates -ext extendedKeyUsage
echo "# the rules of the network"
for wrong in "--csca-valid-for 5y" "--csca-valid-for 1y --valid-for 90d" "--valid-for 20d" "--valid-for 5y" "--valid-for soon" \
    "--country kr" "--witness" "--organization $(printf 'A%.0s' {1..65})"; do
    exits vpass key new --profile gdhcn --at $at --out new $wrong
done
exits vpass key new --profile mars --out new
[ ! -e new ] && echo "nothing was made"
echo "# all files or none"
cp -r d before
exits vpass key new --profile gdhcn --at $at --out d
diff -r d before && echo "untouched"
mkdir -p part/UP && touch part/UP/UP.pem
exits vpass key new --profile gdhcn --at $at --out part
find part -type f
touch part/file && rm -r part/UP && ln -s file part/UP
exits vpass key new --profile gdhcn --at $at --out part
ls -A part
exits vpass key new --profile gdhcn --at $at --out d --force
cmp -s d/private/UP.key before/private/UP.key || echo "new keys"
find d -printf '%m %P\n' | sort -k2

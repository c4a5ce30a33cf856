# Each rule of a network's profile finds the certificate that was made against it, and nothing else.
exec 2>&1
certificate() {  # certificate FILE SUBJECT DAYS KEY EXTENSION...: signed by itself
    local file=$1 subject=$2 days=$3 key=$4 extensions=()
    for extension in "${@:5}"; do extensions+=(-addext "$extension"); done
    mkdir -p "${file%/*}"
    openssl req -x509 -newkey $key -noenc -keyout key.pem -subj "$subject" -days $days -out "$file" \
        -config <(printf '[req]\ndistinguished_name=dn\n[dn]\n') ${extensions[@]+"${extensions[@]}"} ${digest:--sha256} 2>errors || cat errors
}
check() {  # check PROFILE FILE: what the profile objects to
    vpass trust check --profile $1 "$2" 2>/dev/null | jq -r 'select(.profile) | [.role, .finding, .severity, .evidence] | join(" | ")'
}
ec="ec -pkeyopt ec_paramgen_curve:P-256"
ca=("basicConstraints=critical,CA:TRUE,pathlen:0" "keyUsage=critical,keyCertSign,cRLSign")
sign="keyUsage=critical,digitalSignature"
echo "== good ones"
certificate SCA/SCA.pem /C=XH/CN=sca 1461 "$ec" "${ca[@]}"
certificate TLS/TLS.pem /C=XH/CN=tls 400 "$ec" $sign extendedKeyUsage=clientAuth
certificate UP/UP.pem /C=XH/CN=up 400 "$ec" $sign
certificate DSC/DSC.pem /C=XH/CN=dsc 700 "$ec" $sign extendedKeyUsage=1.3.6.1.4.1.1847.2021.1.2
for file in SCA/SCA.pem TLS/TLS.pem UP/UP.pem DSC/DSC.pem; do check gdhcn $file; done
check eu SCA/SCA.pem; check eu DSC/DSC.pem; check icao SCA/SCA.pem
echo "== an SCA"
bad() { local file=$1; rm -f "$file"; certificate "$@"; check gdhcn "$file"; }
bad SCA/bad.pem /C=XH/CN=sca 600 "$ec" "${ca[@]}"
bad SCA/bad.pem /C=XH/CN=sca 1900 "$ec" "${ca[@]}"
bad SCA/bad.pem /C=XH/CN=sca 1461 "$ec" basicConstraints=CA:TRUE,pathlen:2 keyUsage=cRLSign
bad SCA/bad.pem /C=XH/CN=sca 1461 "$ec"
bad SCA/bad.pem /C=XH/C=XI/CN=sca 1461 rsa:2048 "${ca[@]}"
bad SCA/bad.pem /CN=sca 1461 rsa:3072 "${ca[@]}"
digest=-sha384 bad SCA/bad.pem /C=XH/CN=sca 1461 "$ec" "${ca[@]}"
echo "== TLS and UP"
bad TLS/bad.pem /C=XH/CN=tls 900 "$ec" $sign extendedKeyUsage=serverAuth
bad UP/bad.pem /C=XH/CN=up 200 "$ec" keyUsage=cRLSign,digitalSignature
bad TLS/CA.pem /C=XH/CN=ca 9000 "$ec" "${ca[@]}"
echo "== a DSC"
bad DSC/bad.pem /C=XH/CN=dsc 20 "$ec" $sign extendedKeyUsage=emailProtection
echo "== other networks"
check icao DSC/DSC.pem
certificate DSC/seal.pem /C=XH/CN=seal 700 "$ec" $sign extendedKeyUsage=2.23.136.1.1.14.2
check icao DSC/seal.pem
certificate SCA/nameless.pem /C=XH 1461 "$ec" basicConstraints=critical,CA:TRUE "${ca[1]}"
check eu SCA/nameless.pem
echo "== exit codes"
exits vpass trust check --profile gdhcn SCA/SCA.pem -o out
exits vpass trust check --profile gdhcn SCA/nameless.pem UP/bad.pem -o out
jq -c '[.profile, .role, .finding]' out
exits vpass trust check --profile mars SCA/SCA.pem

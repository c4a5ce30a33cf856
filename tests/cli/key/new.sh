# Four files that belong together; secrets are for their owner alone, whatever the umask.
exec 2>&1
umask 000
exits vpass key new --at $at --out keys.d
stat -c '%a %n' keys.d/*
openssl verify -attime 1639451400 -CAfile keys.d/csca.pem keys.d/dsc.pem
for name in csca dsc; do
    openssl x509 -in keys.d/$name.pem -noout -subject -dates -ext basicConstraints,keyUsage,extendedKeyUsage,authorityKeyIdentifier |
        sed 's/\([0-9A-F]\{2\}:\)\{19\}../…/'
    cmp <(openssl pkey -in keys.d/$name.key -pubout) <(openssl x509 -in keys.d/$name.pem -noout -pubkey) && echo "key and certificate agree"
done
openssl pkey -in keys.d/dsc.key -noout -text | grep -e bit -e CURVE

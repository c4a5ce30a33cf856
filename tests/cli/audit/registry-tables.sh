# A registry as people have it is read as issue reads it; one that cannot be read accuses nobody.
cat >registry.csv <<END
type,id,surname,forename,birth_date,vaccine,dose,doses,vaccinated_on
vaccination,MOON/1,Moon,Ara,1961-03-04,Comirnaty,2,2,2021-07-10
vaccination,MOON/2,Moon,"Bora
Marie",1962-03-04,Janssen,1,1,2021-06-12
vaccination,MOON/3,Moon,Sora,1963-03-04,Spikevax,2,2,2021-08-01
END
vpass issue -q --at $at registry.csv |
    vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at $at --ledger ledger --operator kim -o passes.ndjson
reconcile() { exits vpass audit reconcile -q --log ledger --vkey ledger/public/vkey "$@" 2>&1; }
reconcile registry.csv
sed 's/,id,/,증명서번호,/' registry.csv | iconv -t CP949 >cp949
reconcile cp949
reconcile --encoding CP949 cp949
sed '2,3d' registry.csv >wrong
reconcile wrong
sed 's/,id,/,identity,/' registry.csv >without
reconcile without
echo "== records"
sed 's/2021-06-12/1960.01.02/; s/^type/구분/' registry.csv | exits vpass audit records -q --at $at
printf 'a,b\n1,2\n' | exits vpass audit records -q --at $at

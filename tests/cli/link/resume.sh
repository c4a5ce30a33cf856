# A run that was cut short goes on where it stopped.
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
exec 2>&1
link() { exits vpass link --base https://a.example --secret secret "$@"; }
link --out whole data/passes.ndjson -o links
size=$(stat -c %s links)
for bytes in 0 500 $((size / 2)) $size; do
    head -c $bytes links >out
    link --out site --resume data/passes.ndjson -o out
    cmp links out
done
diff -r whole site && echo the same files
head -3 links >out
link --out site --resume data/passes.txt -o out
head -3 data/passes.txt | vpass link -q --base https://a.example --secret secret --out site -o out
link -q --out site --resume data/passes.txt -o out
wc -l <out

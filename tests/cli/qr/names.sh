# File names hold nothing of an id that leads elsewhere, hides, or is too long; equal ids never share a file.
exec 2>&1
jq -nc '"../../etc/passwd", "/etc/passwd", ".hidden", "-o", "a b\u0000\n/c", "홍길동", "", ("x" * 300), 7, "same", "same"
    | {id: ., pass: ("HC1:" + tostring)}' >records
vpass qr --dir out records -o records.drawn
jq -r .picture records.drawn
rm records.drawn
ls -A . out | grep -v '^data$\|^keys$' | sort -u | wc -l

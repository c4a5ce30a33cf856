# Many passes in one PDF: sheets, cards and labels; what cannot be drawn goes to standard output as a record.
exec 2>&1
pages() { grep -ac '/Type/Page/' "$1" || true; }
for sheet in A4 card 2x4 3x8; do
    exits vpass qr -q data/passes.txt --sheet $sheet -o $sheet.pdf
    echo "$sheet: $(pages $sheet.pdf) pages, $(tail -c 6 $sheet.pdf)"
done
vpass qr -q -j 1 data/passes.txt --format pdf | cmp - A4.pdf && echo "the same bytes with one thread"
echo "a file, not its parts:" .*.tmp

echo "--- bad lines"
{ head -1 data/passes.txt; echo HC1:broken; echo '{"id":"x"}'; head -2 data/passes.txt | tail -1; } >mixed
exits vpass qr mixed -o mixed.pdf
pages mixed.pdf
exits vpass qr -q <<<HC1:broken -o none.pdf
exits vpass qr -q /dev/null -o none.pdf
ls none.pdf
exits vpass qr -q mixed --format pdf -o mixed
exits vpass qr -q data/passes.txt -o missing/all.pdf
exits vpass qr -q data/passes.txt --zone Asia/Soul -o zone.pdf
exits vpass qr -q data/passes.txt --zone Asia/Seoul -o zone.pdf
exits vpass qr -q data/passes.txt --format pdf --font data/passes.txt -o font.pdf

echo "--- endings"
for ending in jpg jpeg gif webp PNG txt; do
    head -1 data/passes.txt | exits vpass qr -q -o one.$ending
done
ls one.*

# Every kind of picture, and the pages of PDFs. One that is cut short anywhere is a bad picture.
exec 2>&1
exits vpass qr --read data/pictures
mkdir cut
for picture in data/pictures/*.*; do
    for part in 12 60 95; do
        head -c $(($(stat -Lc %s "$picture") * part / 100)) "$picture" >"cut/$part-${picture##*/}"
    done
done
vpass qr -q --read cut 2>/dev/null | jq -c '.error.code // .pass' | sort | uniq -c | sed 's/^ *//'

echo "# pages"
head -3 data/passes.txt | vpass qr -q -o three.pdf
vpass qr -q --read three.pdf >read
jq -c '[.picture, .page]' read
jq -r .pass read | diff - <(head -3 data/passes.txt) && echo "the same passes"
for i in 1 2 3; do head -8 data/passes.txt; done | vpass qr -q --sheet 3x8 -o labels.pdf
vpass qr -q --read labels.pdf | jq -c 'keys' | uniq -c | sed 's/^ *//'
head -c -200 three.pdf >cut.pdf
printf '%%PDF-1.4\n%%%%EOF\n' >empty.pdf
exits vpass qr --read cut.pdf empty.pdf
vpass qr -q --read - <three.pdf | jq -c '[.picture, .page]'

echo "# a library that is missing"
mkdir fake
for library in libwebp.so.7:lossy.webp libgif.so.7:palette.gif libtiff.so.6:fax.tif libheif.so.1:code.heic; do
    : >"fake/${library%:*}"
    LD_LIBRARY_PATH=fake exits vpass qr --read "data/pictures/${library#*:}"
    rm "fake/${library%:*}"
done
: >fake/libpoppler-cpp.so.0
LD_LIBRARY_PATH=fake exits vpass qr --read three.pdf

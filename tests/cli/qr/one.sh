# One picture, by the name of the output or by --format; never half a file, never a picture of many passes.
exec 2>&1
head -1 data/passes.txt >one
exits vpass qr one -o one.png
vpass qr one --format png | cmp - one.png && echo "the same bytes"
head -c 8 one.png | od -An -c
exits vpass qr one -o one.svg --scale 1
head -1 one.svg
exits vpass qr one -o one.pdf
head -c 5 one.pdf; echo
vpass qr one --format pdf | cmp - one.pdf && echo "the same bytes"
exits vpass qr one -o card.pdf --sheet card
exits vpass qr data/passes.txt -o many.png
exits vpass qr /dev/null -o none.png
exits vpass qr <<<'{"pass":["shc:/1/2/5676","shc:/2/2/2909"]}' -o two.png
exits vpass qr <<<'{"id":"x"}' -o no-pass.png
exits vpass qr <<<"HC1:$(printf 'A%.0s' {1..3000})" -o long.png
exits vpass qr one -o missing/one.png
exits vpass qr one --format pdf --font missing.ttf -o font.pdf
exits vpass qr <<<HC1:broken -o broken.pdf
ls *.png *.svg *.pdf

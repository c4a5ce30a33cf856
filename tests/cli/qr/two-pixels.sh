# A large code at two pixels a module, one that the reader used to miss.
vpass qr -q --scale 2 data/small-code.txt -o small.png
vpass qr -q --read small.png | jq -r .pass | cmp - data/small-code.txt && echo same

# Options, and those that are refused.
exec 2>&1
exits vpass qr --format gif data/passes.txt
exits vpass qr --scale 0 data/passes.txt
exits vpass qr --scale 65 data/passes.txt
exits vpass qr --sheet B5 data/passes.txt
vpass qr data/passes.txt data/passes.txt --dir out | wc -l
exits vpass qr --dir out missing
exits vpass qr --dir data/passes.txt data/passes.txt
exits vpass qr --dir /dev/null/x data/passes.txt
head -1 data/passes.txt | vpass qr --dir out --format term -q | jq -r '.picture | sub("^.*\\."; "")'
vpass qr --help

# Folders, several kinds of files, reasons in place.
exec 2>&1
mkdir -p folder/deep
head -2 data/passes.txt | vpass qr -q --dir folder/deep -o /dev/null
mv "$(ls folder/deep/* | head -1)" folder/B.PNG
echo "no picture" >folder/a.jpg
echo "not looked at" >folder/readme.txt
cp folder/B.PNG folder/.hidden.png
head -c 300 folder/B.PNG >folder/cut.png
exits vpass qr --read folder -o out
sed 's/"pass":"HC1:[^"]*"/"pass":…/; s/deep\/.*png/deep\/….png/' out
exits vpass verify -q --at $at --trust keys/kr/dsc.pem out -o verdicts
jq -c '[.verdict.reason, .error.code]' verdicts
exits vpass qr -q --read folder/readme.txt
exits vpass qr --read missing
exits vpass qr --read
exits vpass qr --read folder --dir x
mkdir none
exits vpass qr --read none

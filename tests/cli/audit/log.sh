# A log that is whole, and what is found when somebody changed it. data/log is that of test_log_interop.cpp, of 257 entries.
exec 2>&1
log() { exits vpass audit log --vkey data/log/vkey "${@-log}"; }
fresh() { rm -rf log; cp -r data/log log; }
flip() { printf "\\x$(printf %02x $(($(od -An -tu1 -j"$2" -N1 "$1") ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }

fresh
log log --summary -  -o findings
log log --vkey "$(cat log/vkey)" --witness data/log/witness.vkey --quorum 1 --earlier data/log-128.checkpoint
mkdir ledger && cp -r log ledger/public && log ledger
echo "--- a flipped byte of a tile"
flip log/tile/0/000 40
log
fresh
echo "--- a changed entry"
flip log/tile/entries/000 30
log
fresh
echo "--- two entries that changed places"
dd if=log/tile/entries/000 of=0 bs=46 count=1 status=none
dd if=log/tile/entries/000 of=1 bs=46 count=1 skip=1 status=none
cat 1 0 | dd of=log/tile/entries/000 conv=notrunc status=none
log
fresh
echo "--- an entry that is none of ours"
flip log/tile/entries/001.p/1 2
log log -q
fresh
echo "--- a lost file"
rm log/tile/0/000
log
fresh
echo "--- no log at all"
rm log/checkpoint
log
log missing

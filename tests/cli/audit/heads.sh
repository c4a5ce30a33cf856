# Checkpoints: forged by a stranger and by the log itself, shrunk, split; witnesses.
exec 2>&1
log() { exits vpass audit log --vkey data/log/vkey "${@-log}"; }
key() {  # key SEED: the Ed25519 key of test_signer()
    (printf '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20'; printf %s "$1" | openssl dgst -sha256 -binary) | openssl pkey -inform der
}
head_of() {  # head_of SIZE ROOT SEED
    printf 'log.example/test\n%s\n%s\n' "$1" "$2" >text
    openssl pkeyutl -sign -rawin -inkey <(key "$3") -in text -out signature
    cat text
    printf '\n— log.example/test %s\n' "$( (printf '\x5e\x80\x9c\x42'; cat signature) | base64 -w0)"
}
cp -r data/log log
size=$(sed -n 2p log/checkpoint) root=$(sed -n 3p log/checkpoint) other=$(sed -n 3p data/log-128.checkpoint)
head_of $size $root 'test log' | diff - <(head -5 log/checkpoint) && echo "the same signature"

echo "--- signed by a stranger"
head_of $size $root "a thief's key" >log/checkpoint
log
echo "--- a root that the log signed, of other entries"
head_of $size $other 'test log' >log/checkpoint
log
echo "--- shrunk: what was kept is longer"
cp data/log-128.checkpoint log/checkpoint
mkdir log/tile/0/000.p log/tile/entries/000.p
head -c $((128 * 32)) log/tile/0/000 >log/tile/0/000.p/128
log log --earlier data/log/checkpoint
echo "--- a split view: two heads of one size"
cp data/log/checkpoint log/checkpoint
head_of $size $other 'test log' >split
log log --earlier split
mkdir kept
head_of 128 $root 'test log' >kept/b
cp data/log-128.checkpoint kept/a
log log --earlier kept
echo "--- an earlier checkpoint of nobody"
echo hello >hello
log log --earlier hello

echo "--- witnesses"
log log --witness data/log/witness.vkey --quorum 1
head -5 data/log/checkpoint >log/checkpoint
log log --witness data/log/witness.vkey --quorum 1
log log --quorum 1
log log --witness data/log/witness.vkey --quorum 2

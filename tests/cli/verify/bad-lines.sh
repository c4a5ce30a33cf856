# A bad line gets an error record in its place; nothing is lost, and the good lines are answered as ever.
good=$(head -1 data/passes.txt)
deep() { head -c $1 /dev/zero | tr '\0' "$2"; }
{
    printf '\xef\xbb\xbf%s\r\n' "$good"                             # byte-order mark and CRLF
    printf '\n'                                                      # empty
    printf '{"pass":"HC1:"\n'                                        # cut short
    printf '{"pass":"a","pass":"b"}\n'                               # duplicate key
    printf '{"x":{"k":1,"\\u006b":2},"pass":"a"}\n'                  # duplicate key, escaped and nested
    printf '{"x":%s%s,"pass":"HC1:"}\n' "$(deep 63 '[')" "$(deep 63 ']')"   # as deep as allowed
    printf '{"x":%s%s,"pass":"HC1:"}\n' "$(deep 64 '[')" "$(deep 64 ']')"   # too deep
    printf '\x80\xff\x00\xfe\n'                                      # binary
    printf '{"pass":"\xff"}\n'                                       # not UTF-8 inside a record
    printf '{"id":"x"}\n{"pass":17}\n{"pass":[]}\n{"pass":["HC1:",2]}\n'    # no pass
    head -c 1048577 /dev/zero | tr '\0' A; echo                      # a byte too long
    head -c 3000000 /dev/zero | tr '\0' A; echo                      # far too long
    printf 'hello\n'                                                 # no pass at all
    printf '{"line":9,"error":{"code":"bad-field","message":"from issue"},"x":1}\n'  # an earlier command's error
    printf '[1,2]\n"HC1:"\nnull\n'                                   # JSON, no objects
    printf '%s' "$good"                                              # no newline at the end
} >in
wc -l <in  # and the last line, which no newline ends
vpass verify --at $at --trust keys/kr/dsc.pem in -o out
code=$?
jq -c 'del(.pass, .claims)' out
for jobs in 1 2 16; do
    vpass verify -q -j $jobs --at $at --trust keys/kr/dsc.pem <in | cmp - out && echo "-j $jobs: same bytes"
done
exit $code

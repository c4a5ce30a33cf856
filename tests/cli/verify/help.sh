# --help is an answer: stdout, exit code 0.
vpass verify --help
vpass help | head -3
vpass -h | diff - <(vpass --help) && echo same

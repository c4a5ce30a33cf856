# --progress draws on stderr even where that is not a terminal, and clears what it drew.
vpass verify --no-progress --at $at --trust keys/kr/dsc.pem data/passes.txt -o /dev/null
mkfifo pipe
vpass verify --progress --at $at --trust keys/kr/dsc.pem -j 1 pipe -o /dev/null 2>progress &
exec 3>pipe
head -1 data/passes.txt >&3
sleep 0.5  # longer than the time between two drawings
tail -1 data/passes.txt >&3
exec 3>&-
wait $!
echo "exit $?"
tr '\r' '\n' <progress | grep -q ' lines, .*/s' && echo "the rate was shown"
tr '\r' '\n' <progress | tail -1 | cat -v

# Who issued, how much and when: some weeks of ordinary work, and then each thing that is out of the ordinary.
exec 2>&1
vpass issue -q --sample 110 --seed 1 --at $at -o payloads
next=1
issue() {  # issue COUNT OPERATOR TIME: the next payloads
    sed -n "$next,$((next + $1 - 1))p" payloads |
        vpass sign -q --key keys/kr/dsc.key --cert keys/kr/dsc.pem --at "$3:00+09:00" --operator "$2" --ledger ledger -o /dev/null
    next=$((next + $1))
}
audit() { exits vpass audit operators --log ledger --zone +09:00 --burst 8 --times 5 --hours 3 --dormant "${dormant:-10}" -o findings "$@"; jq -c . findings; }
# Two passes an hour by kim: one run, which the register then spreads over 24 hours of 15 days, to be quick.
issue 48 kim 2021-11-10T10:30
sqlite3 ledger/register.db "WITH RECURSIVE hour(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM hour WHERE i < 23)
    INSERT INTO batch SELECT 100 + i, 'kim', 1636507800 + 86400 * max(i / 2, i - 9) + 18000 * (i < 18 AND i % 2), '' FROM hour;
    UPDATE pass SET batch = 100 + (entry - 1) / 2;
    UPDATE pass SET issued_at = (SELECT time FROM batch WHERE batch = pass.batch)"
issue 1 park 2021-11-10T11:00
printf '%s\n' kim park lee admin >staff

echo "# ordinary work"
audit --staff staff
printf '%s\n' operator,doses kim,40 kim,8 park,1 >stock
audit --stock stock
cp -r ledger good

echo "# a burst after long silence"
issue 8 park 2021-11-25T11:00
audit --staff staff
dormant=16 audit
echo "# more passes than doses"
audit -q --stock stock
printf 'issuer,doses\nKR,56\n' | audit -q --stock -
rm -rf ledger && cp -r good ledger && forget
echo "# an hour far above the usual, and one that was never used before"
issue 9 kim 2021-11-25T10:05
issue 2 kim 2021-11-25T10:55
issue 8 kim 2021-11-26T03:00
audit
rm -rf ledger && cp -r good ledger && forget
echo "# longer at work than one person; accounts that anybody uses, or nobody knows"
for hour in 09 11 13 16; do issue 1 lee 2021-11-25T$hour:00; done
issue 1 admin 2021-11-25T10:00
issue 1 eve 2021-11-25T10:00
audit
audit -q --staff staff
rm -rf ledger && cp -r good ledger && forget
echo "# nobody at all, and signed on another day; only a changed register can say so"
sqlite3 ledger/register.db "UPDATE batch SET operator = '' WHERE batch IN (1, 100);
    UPDATE batch SET time = time + 86401 WHERE batch = 101; UPDATE batch SET time = time + 86400 WHERE batch = 102"
audit
echo "# no answer"
exits vpass audit operators
exits vpass audit operators --log missing
exits vpass audit operators --log good --zone Seoul
exits vpass audit operators --log good --staff missing
exits vpass audit operators -q --log good --stock staff
printf '%s\n' operator,doses kim,many >stock
exits vpass audit operators -q --log good --stock stock

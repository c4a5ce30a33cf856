# A pipe that trickles gets each answer at once, at any number of threads; the timeout only guards against a hang.
for jobs in 1 4; do
    coproc vpass verify -q -j $jobs --at $at --trust keys/kr/dsc.pem
    while read -r pass; do
        echo "$pass" >&"${COPROC[1]}"
        read -r -t 60 answer <&"${COPROC[0]}" || { echo "no answer came"; break; }
        jq -r .verdict.reason <<<"$answer"
    done < <(head -3 data/passes.txt)
    exec {COPROC[1]}>&-
    wait "$COPROC_PID"
    echo "exit $?"
done

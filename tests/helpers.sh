# What every case may use.
at=2021-12-14T12:10:00+09:00  # lunchtime in Seoul; the keys are of 2021, the passes of the same morning

exits() {  # runs a command and prints its exit code
    local code=0
    "$@" || code=$?
    echo "exit $code"
}

# What every case may use.
at=2021-12-14T12:10:00+09:00  # lunchtime in Seoul; the keys are of 2021, the passes of the same morning

exits() {  # runs a command and prints its exit code
    local code=0
    "$@" || code=$?
    echo "exit $code"
}

forget() { rm -rf "$XDG_STATE_HOME"; }  # as another user, who has not seen the ledger's other copy

softhsm=/usr/lib/softhsm/libsofthsm2.so
make_token() {  # make_token LABEL: a SoftHSM token with the PIN 84620917, which is in the file `pin`
    mkdir -p tokens
    echo "directories.tokendir = $PWD/tokens" >softhsm.conf
    export SOFTHSM2_CONF=$PWD/softhsm.conf
    echo 84620917 >pin
    softhsm2-util --init-token --free --label "$1" --pin 84620917 --so-pin 12345678 >token.out || cat token.out
}
import_key() {  # import_key LABEL FILE ID
    softhsm2-util --import "$2" --token agency --label "$1" --id "$3" --pin 84620917 >token.out || cat token.out
}

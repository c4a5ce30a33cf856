# A terminal that is too narrow for the code is told so, and gets no ruins of it.
head -1 data/passes.txt >one
on_terminal() { python3 "$BASH_ENV_DIR/terminal.py" -- sh -c "stty -F /dev/tty cols $1; vpass qr -q one"; }
BASH_ENV_DIR=$(dirname "$BASH_ENV")
on_terminal 60 || echo "exit $?"
on_terminal 300 | wc -l
on_terminal 300 | head -c 8 | od -An -c

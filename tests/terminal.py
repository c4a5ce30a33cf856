#!/usr/bin/python3
"""Runs a command on a terminal of its own, types an answer at each prompt that ends in ": ", and prints what the
terminal showed. The answer ^D is end of input, ^C an interrupt.  usage: terminal.py ANSWER... -- COMMAND..."""
import os, pty, select, sys, termios, time

def has_terminals():
    try: ends = pty.openpty()
    except OSError: return False
    for end in ends: os.close(end)
    return True

# A bare root may lack /dev/pts: then this runs again where it has one of its own, which nobody else sees.
if not has_terminals() and 'OWN_TERMINALS' not in os.environ:
    os.environ['OWN_TERMINALS'] = '1'
    mount = 'mount --make-private /dev && mount -t devpts devpts /dev/pts && exec "$@"'
    os.execvp('unshare', ['unshare', '-m', '--propagation', 'unchanged', 'sh', '-c', mount, 'sh', sys.executable, *sys.argv])

split = sys.argv.index('--')
answers, command = sys.argv[1:split], sys.argv[split + 1:]
records = os.dup(0)
pid, terminal = pty.fork()
if pid == 0:
    os.dup2(records, 0)  # as in a pipe: only what is asked on the terminal comes from there
    os.execvp(command[0], command)
shown = b''
while True:
    try: part = os.read(terminal, 4096)
    except OSError: part = b''  # the other end is closed
    if not part: break
    shown += part
    if answers and shown.endswith(b': '):
        while termios.tcgetattr(terminal)[3] & termios.ECHO: time.sleep(0.01)  # nobody types that fast
        answer = answers.pop(0)
        os.write(terminal, {'^D': b'\x04', '^C': b'\x03'}.get(answer, answer.encode() + b'\n'))
        # OpenSSL forgets an interrupt that comes just before it begins to read: whoever waits presses it again.
        while answer == '^C' and not select.select([terminal], [], [], 1)[0]: os.write(terminal, b'\x03')
sys.stdout.write(shown.decode().replace('\r', ''))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

#!/usr/bin/python3
"""Measures how fast auditors look passes up in a ledger, against `verify` of the same passes.

usage: tests/bench/bench_lookups.py VPASS BENCH_LOOKUPS [PASSES [ENTRIES]]
300,000 passes, and 10 million entries, by default; prints JSON on its last line for tests/bench/run

Each command runs beside `verify` on one core, so both see the same machine, and each is charged its own CPU time: of the
whole run, with the loading of the register's hashes. The passes come in the order of the ledger, and in no order. Then
BENCH_LOOKUPS makes the ledger large around them by rows that are nobody's, and each pass is asked about as often as makes
the lines as many as the entries.
"""
from bench_clock import start, watched
import json, os, random, statistics, subprocess, sys, tempfile, threading

vpass, bench_lookups = map(os.path.abspath, sys.argv[1:3])
passes, entries = (int(given) for given in sys.argv[3:5] + ['300000', '10000000'][len(sys.argv) - 3:])
BAR, RUNS, STEP = 0.7, 3, 100_000

def grow(rows):
    if rows > 0: subprocess.run([bench_lookups, 'ledger', str(rows)], check=True)

def make_ledger():
    """A ledger, `passes` of it as bare text in its order, and the same ones shuffled."""
    quiet = {'check': True, 'stderr': subprocess.DEVNULL}
    subprocess.run([vpass, 'key', 'new', '--test', '--out', 'keys'], **quiet)
    with open('ordered', 'w') as out:
        for seed in range(1, 1 + -(-passes // STEP)):
            count = min(STEP, passes - (seed - 1) * STEP)
            issue = subprocess.Popen([vpass, 'issue', '-q', '--sample', str(count), '--seed', str(seed)], stdout=subprocess.PIPE)
            sign = subprocess.Popen([vpass, 'sign', '-q', '--key', 'keys/dsc.key', '--cert', 'keys/dsc.pem', '--ledger', 'ledger', '--operator', 'bench'],
                                    stdin=issue.stdout, stdout=subprocess.PIPE, text=True)
            issue.stdout.close()
            for line in sign.stdout: out.write(json.loads(line)['pass'] + '\n')
            if sign.wait() or issue.wait(): sys.exit('bench_lookups: no ledger')
    with open('ordered') as lines: shuffled = lines.readlines()
    random.Random(1).shuffle(shuffled)
    with open('shuffled', 'w') as out: out.writelines(shuffled)

def row(name, command, order, repeats, size, runs):
    """Measures a command beside `verify`; prints and returns the row."""
    rates, ratios, peaks = [], [], []
    for _ in range(runs):
        lines = lambda: subprocess.Popen(['sh', '-c', f'for i in $(seq {repeats}); do cat {order}; done'], stdout=subprocess.PIPE)
        feeders = [lines(), lines()] if repeats > 1 else []
        inputs = [feeder.stdout for feeder in feeders] or [open(order), open(order)]
        # What ten million lines are answered with goes nowhere: it would fill the disk.
        to_file = [['-o', 'out'], ['-o', 'out.verify']] if repeats == 1 else [[], []]
        running = [start(each + to, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for each, to, source in zip((command, VERIFY), to_file, inputs)]
        for source in inputs: source.close()
        ends = [None, None]
        threads = [threading.Thread(target=lambda i=i, p=p: ends.__setitem__(i, watched(p, command))) for i, p in enumerate(running)]
        for thread in threads: thread.start()
        for thread in threads + feeders: thread.join() if isinstance(thread, threading.Thread) else thread.wait()
        seconds, base = (usage.ru_utime + usage.ru_stime for usage, _ in ends)
        rates.append(passes * repeats / seconds)
        ratios.append(base / seconds)
        peaks.append(ends[0][1] / 1024)
    out = {'name': f'{name}, {order}', 'entries': size, 'rate': statistics.median(rates), 'unit': 'passes/s',
           'to_verify': statistics.median(ratios), 'bar': BAR, 'peak_mib': max(peaks)}
    print(f"  {out['name']:<32}{size:>12,} entries {out['rate']:>10,.0f} passes/s {out['to_verify']:6.2f} x verify (bar {BAR}) {out['peak_mib']:>7.1f} MiB", flush=True)
    return out

TRUST, LOG, ONE = ['--trust', 'keys/dsc.pem'], ['--vkey', 'ledger/public/vkey', '--log', 'ledger'], ['-q', '-j', '1']
VERIFY = [vpass, 'verify', *TRUST, *ONE]
COMMANDS = {'audit passes': [vpass, 'audit', 'passes', *TRUST, *LOG, *ONE],
            'verify --require-log': [vpass, 'verify', '--require-log', *TRUST, *LOG, *ONE],
            'audit prove': [vpass, 'audit', 'prove', *LOG, *ONE]}

def main():
    make_ledger()
    rows = [row(name, command, order, 1, passes, RUNS) for order in ('ordered', 'shuffled') for name, command in COMMANDS.items()]
    if entries > passes:
        grow(entries - passes)
        rows += [row(name, command, 'shuffled', max(1, entries // passes), entries, 1) for name, command in COMMANDS.items()]
    print(json.dumps(rows))

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main()

#!/usr/bin/python3
"""Compares what `vpass plan` predicts with runs over as many people.

usage: tests/bench/bench_plan.py VPASS [PEOPLE]   prints, and the last line is JSON

The errors are (predicted - real) / real, of CPU time and of bytes; nothing here passes or fails.
"""
from bench_clock import usage_of
import json, os, subprocess, sys, tempfile, time

def run(*command, stdin=subprocess.DEVNULL):
    """(CPU seconds, wall seconds) of vpass."""
    begun = time.monotonic()
    process = subprocess.Popen([vpass, *command], stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    usage = usage_of(process, command)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun

def disk(*paths):
    """Bytes on the disk: whole blocks of folders, the length of files that the run itself wrote."""
    total = 0
    for path in paths:
        if os.path.isfile(path): total += os.path.getsize(path); continue
        for folder, _, files in os.walk(path):
            for name in [folder] + [os.path.join(folder, file) for file in files]:
                info = os.lstat(name)
                total += max(info.st_blocks * 512, info.st_size)
    return total

def main(people):
    begun = time.monotonic()
    plan = subprocess.run([vpass, 'plan', '--people', str(people), '--dir', '.', '--json'], capture_output=True, text=True, check=True).stdout
    measuring = time.monotonic() - begun
    predicted = {record['step']: record for record in map(json.loads, plan.splitlines()) if 'step' in record}

    keys = ('--key', 'keys/dsc.key', '--cert', 'keys/dsc.pem')
    ledger = ('--ledger', 'ledger', '--operator', 'bench', '--state', 'state')
    run('key', 'new', '--test', '--out', 'keys')
    run('key', 'root', '--out', 'keys')
    real = {'issue': run('issue', '-q', '--sample', str(people), '--seed', '1', '-o', 'payloads') + (disk('payloads'),)}
    real['sign'] = run('sign', '-q', *keys, 'payloads', '-o', 'passes') + (disk('passes'),)
    real['sign --ledger'] = run('sign', '-q', *keys, *ledger, 'payloads', '-o', 'signed') + (disk('ledger', 'signed'),)
    real['link'] = run('link', '-q', '--base', 'https://host.example/p', '--secret', 'secret', '--out', 'files', 'passes', '-o', 'links') + (disk('files', 'links'),)
    with open('signed') as passes, open('some', 'w') as out: out.writelines(line for n, line in enumerate(passes) if n % 100 == 0)
    run('revoke', '-q', '--reason', 'lost', *ledger, 'some')
    real['publish'] = run('publish', '-q', *keys, *ledger, '--root-key', 'keys/root.key', '-o', 'site') + (disk('site'),)
    with open('passes') as passes, open('bare', 'w') as out: out.writelines(json.loads(line)['pass'] + '\n' for line in passes)
    real['verify'] = run('verify', '-q', '--trust', 'keys/dsc.pem', 'bare', '-o', 'verdicts') + (disk('verdicts'),)

    print(f'plan ({people:,} people, measured in {measuring:.1f} s)')
    rows = []
    for step, (cpu, wall, bytes_) in real.items():
        told = predicted[step]
        error = lambda told, real: (told - real) / real if real else 0
        row = {'step': step, 'cpu': cpu, 'cpu_error': error(told['core_hours'] * 3600, cpu),
               'wall': wall, 'wall_error': error(told['hours'] * 3600, wall),
               'disk': bytes_, 'disk_error': error(told['disk_bytes'], bytes_)}
        rows.append(row)
        print(f"  {step:<14} CPU {cpu:7.2f} s, predicted {row['cpu_error']:+7.1%}   wall {wall:7.2f} s, {row['wall_error']:+7.1%}"
              f"   disk {bytes_ / 1e6:8.1f} MB, {row['disk_error']:+7.1%}")
    print(json.dumps(rows))

vpass = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)

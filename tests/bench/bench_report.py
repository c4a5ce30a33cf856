#!/usr/bin/python3
"""Measures `vpass audit report` over verdicts as `verify` writes them: rate a core, and memory as lines grow.

usage: tests/bench/bench_report.py VPASS [--quick]     prints JSON on its last line for tests/bench/run

20,000 distinct verdicts, in records as they leave the door (time, venue, operator, verdict, claims), are repeated
through a pipe.
"""
from bench_clock import watched
import json, os, statistics, subprocess, sys, tempfile, time

vpass, quick = os.path.abspath(sys.argv[1]), '--quick' in sys.argv
here = os.path.dirname(os.path.abspath(__file__))
BAR = 500_000


def run(command, feeder=None):
    """(CPU seconds, wall seconds, peak KiB)"""
    start = time.monotonic()
    source = subprocess.Popen(feeder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) if feeder else None
    process = subprocess.Popen(command, stdin=source.stdout if source else subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    usage, peak = watched(process, command)
    if source: source.stdout.close(); source.wait()
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, peak


def main():
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run(f'''set -e; "{vpass}" key new --country KR --out keys --test
            "{vpass}" issue --sample 20000 --seed 1 | "{vpass}" sign --key keys/dsc.key --cert keys/dsc.pem |
            "{vpass}" verify --trust keys/dsc.pem -o verdicts.ndjson''', shell=True, check=True, stderr=subprocess.DEVNULL)
        with open('checks.ndjson', 'w') as out:
            for number, line in enumerate(open('verdicts.ndjson')):
                record = json.loads(line)
                second = number * 13 % 86400
                door = {'time': f'2021-12-13T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+09:00', 'venue': f'venue-{number % 1500}',
                        'operator': f'app-{number % 4}'}
                out.write(json.dumps(door | {k: record[k] for k in ('verdict', 'claims')}, separators=(',', ':'), ensure_ascii=False) + '\n')
        subprocess.run('for i in 1 2 3 4 5 6 7 8 9 10; do cat checks.ndjson; done >ten.ndjson', shell=True, check=True)
        size = os.path.getsize('ten.ndjson') / 200_000
        report = [vpass, 'audit', 'report', '-q', '-j']
        rate = 200_000 / statistics.median(run(report + ['1', 'ten.ndjson'])[0] for _ in range(3 if quick else 7))
        print(f'  {"audit report, one core":<34}{rate:>12,.0f} verdicts/s of {size:.0f} bytes (bar {BAR:,})', flush=True)
        rows.append({'name': 'audit report', 'rate': rate, 'unit': 'verdicts/s', 'bar': BAR})
        for lines in (100_000, 1_000_000) + (() if quick else (10_000_000,)):
            _, wall, peak = run(report + ['2'], ['sh', '-c', f'while cat ten.ndjson; do :; done 2>/dev/null | head -n {lines}'])
            print(f'  {lines:>10,} verdicts {lines / wall:>10,.0f}/s on two cores {peak / 1024:>7.1f} MiB', flush=True)
            rows.append({'name': f'audit report, {lines} lines', 'rate': lines / wall, 'peak_mib': peak / 1024})
    print(json.dumps(rows))


main()

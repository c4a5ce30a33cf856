#!/usr/bin/python3
"""What decisions cost `verify`: its rate with --policy kr against its rate without, and nanoseconds a decision.

usage: tests/bench/bench_policy.py VPASS BENCH_POLICY [PASSES_FOLDER]   prints, and the last line is JSON

One core (-j 1, CPU time), where the two kinds of run share it.
"""
from bench_clock import cpu_seconds
import json, os, statistics, subprocess, sys, tempfile

RUNS = 9
PASSES = 100_000
AT = '2021-12-14T12:10:00+09:00'

def make_passes(vpass):
    """Payloads, and passes of them that are valid at the time of the decisions."""
    quiet = {'stderr': subprocess.DEVNULL, 'check': True}
    subprocess.run([vpass, 'key', 'new', '--country', 'KR', '--out', 'keys', '--test', '--at', '2021-01-01'], **quiet)
    subprocess.run([vpass, 'issue', '--sample', str(PASSES), '--seed', '1', '-o', 'payloads.ndjson'], **quiet)
    sign = [vpass, 'sign', '--key', 'keys/dsc.key', '--cert', 'keys/dsc.pem', '--at', '2021-12-14T09:00:00+09:00']
    subprocess.run(sign + ['payloads.ndjson', '-o', 'passes.ndjson'], **quiet)
    with open('passes.txt', 'w') as out:
        for line in open('passes.ndjson'): out.write(json.loads(line)['pass'] + '\n')

def main(vpass, bench_policy):
    make_passes(vpass)
    verify = [vpass, 'verify', '-q', '-j', '1', '--trust', 'keys/dsc.pem', '--at', AT, 'passes.txt', '-o']
    decide = verify[:-1] + ['--policy', 'kr', '--venue', 'restaurant', '-o', 'decided.ndjson']
    plain, with_policy = zip(*(cpu_seconds(verify + ['verdicts.ndjson'], decide) for _ in range(RUNS)))
    rates = [PASSES / statistics.median(times) for times in (plain, with_policy)]
    kept = statistics.median(alone / decided for alone, decided in zip(plain, with_policy))
    print('Decisions (-j 1, CPU time)')
    print(f'  verify {rates[0]:,.0f}/s, with --policy kr {rates[1]:,.0f}/s: {kept:.0%} of its rate (bar 85%)')
    with open('claims.ndjson', 'w') as out:
        for line in open('payloads.ndjson'): out.write(json.dumps(json.loads(line)['payload'], ensure_ascii=False, separators=(',', ':')) + '\n')
    nanoseconds = {}
    for line in subprocess.run([bench_policy, 'claims.ndjson'], capture_output=True, text=True, check=True).stdout.splitlines():
        print('  ' + line)
        name, rest = line.rsplit(' ns', 1)[0].rsplit(None, 1)
        nanoseconds[name.strip()] = float(rest)
    print(json.dumps({'verify': rates[0], 'verify_policy': rates[1], 'ratio': kept, 'nanoseconds': nanoseconds}))

vpass, bench_policy = map(os.path.abspath, sys.argv[1:3])
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main(vpass, bench_policy)

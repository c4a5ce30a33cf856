#!/usr/bin/python3
"""What decisions cost `verify`: its rate with --policy kr against its rate without, and nanoseconds a decision.

usage: scripts/bench_policy.py VPASS BENCH_POLICY [PASSES_FOLDER]   prints, and the last line is JSON

One core (-j 1, CPU time). The two kinds of run alternate, so that a machine that drifts slows both; the ratio is that
of the medians.
"""
import json, os, statistics, subprocess, sys, tempfile

RUNS = 9
AT = '2021-12-14T12:10:00+09:00'

def cpu_seconds(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1): sys.exit(f'bench: failed: {command}')
    return usage.ru_utime + usage.ru_stime

def make_passes(vpass):
    """20,000 payloads, and passes of them that are valid at the time of the decisions."""
    quiet = {'stderr': subprocess.DEVNULL, 'check': True}
    subprocess.run([vpass, 'key', 'new', '--country', 'KR', '--out', 'keys', '--test', '--at', '2021-01-01'], **quiet)
    subprocess.run([vpass, 'issue', '--sample', '20000', '--seed', '1', '-o', 'payloads.ndjson'], **quiet)
    sign = [vpass, 'sign', '--key', 'keys/dsc.key', '--cert', 'keys/dsc.pem', '--at', '2021-12-14T09:00:00+09:00']
    subprocess.run(sign + ['payloads.ndjson', '-o', 'passes.ndjson'], **quiet)
    with open('passes.txt', 'w') as out:
        for line in open('passes.ndjson'): out.write(json.loads(line)['pass'] + '\n')

def main(vpass, bench_policy):
    make_passes(vpass)
    verify = [vpass, 'verify', '-q', '-j', '1', '--trust', 'keys/dsc.pem', '--at', AT, 'passes.txt', '-o', 'v.ndjson']
    decide = verify + ['--policy', 'kr', '--venue', 'restaurant']
    plain, with_policy = [], []
    for _ in range(RUNS):
        plain.append(cpu_seconds(verify))
        with_policy.append(cpu_seconds(decide))
    rates = [20000 / statistics.median(times) for times in (plain, with_policy)]
    print('Decisions (-j 1, CPU time)')
    print(f'  verify {rates[0]:,.0f}/s, with --policy kr {rates[1]:,.0f}/s: {rates[1] / rates[0]:.0%} of its rate (bar 85%)')
    with open('claims.ndjson', 'w') as out:
        for line in open('payloads.ndjson'): out.write(json.dumps(json.loads(line)['payload'], ensure_ascii=False, separators=(',', ':')) + '\n')
    nanoseconds = {}
    for line in subprocess.run([bench_policy, 'claims.ndjson'], capture_output=True, text=True, check=True).stdout.splitlines():
        print('  ' + line)
        name, rest = line.rsplit(' ns', 1)[0].rsplit(None, 1)
        nanoseconds[name.strip()] = float(rest)
    print(json.dumps({'verify': rates[0], 'verify_policy': rates[1], 'ratio': rates[1] / rates[0], 'nanoseconds': nanoseconds}))

vpass, bench_policy = map(os.path.abspath, sys.argv[1:3])
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main(vpass, bench_policy)

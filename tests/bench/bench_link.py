#!/usr/bin/python3
"""What links cost: `link` a core against AES-256-GCM by `openssl speed` and against files that are merely created; a second
run in which nothing or one in a hundred has changed; names that share 64 bits.

usage: tests/bench/bench_link.py VPASS BENCH_LINK [PASSES] [NAMES]   prints, and the last line is JSON

CPU time with -j 1; files by wall time, since the disk is what they cost.
"""
from bench_clock import start, watched
import json, os, re, subprocess, sys, tempfile, time

def run(command):
    """(CPU seconds, wall seconds, peak MiB)"""
    begun = time.monotonic()
    usage, peak = watched(start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), command)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun, peak / 1024

def number(command):
    return float(re.search(r'([\d.]+) (?:files|share)', subprocess.run(command, capture_output=True, text=True, check=True).stdout)[1])

def main(vpass, bench_link, passes, names):
    quiet = {'stderr': subprocess.DEVNULL, 'check': True}
    subprocess.run([vpass, 'key', 'new', '--country', 'KR', '--out', 'keys', '--test'], **quiet)
    issue = subprocess.Popen([vpass, 'issue', '-q', '--sample', str(passes), '--seed', '1'], stdout=subprocess.PIPE)
    subprocess.run([vpass, 'sign', '-q', '--key', 'keys/dsc.key', '--cert', 'keys/dsc.pem', '-o', 'passes.ndjson'], stdin=issue.stdout, **quiet)
    issue.wait()
    # One in a hundred becomes another pass under its identifier.
    lines = open('passes.ndjson').readlines()
    changed = [json.loads(line) for line in lines]
    for i in range(0, passes - 1, 100): changed[i]['pass'] = changed[i + 1]['pass']
    with open('changed.ndjson', 'w') as out: out.writelines(json.dumps(record, ensure_ascii=False) + '\n' for record in changed)

    link = [vpass, 'link', '-q', '-j', '1', '--base', 'https://passes.example/p', '--out', 'site', '--secret', 'secret']
    first = run(link + ['passes.ndjson', '-o', 'links.ndjson'])
    again = run(link + ['passes.ndjson', '-o', 'again.ndjson'])
    third = run(link + ['changed.ndjson', '-o', 'again.ndjson', '--summary', 'summary'])
    counts = json.load(open('summary'))['counts']
    speed = subprocess.run(['openssl', 'speed', '-seconds', '1', '-bytes', '1024', '-evp', 'aes-256-gcm', '-mr'], capture_output=True, text=True).stdout
    gcm = float(re.search(r'\+F:\d+:[^:]+:([\d.]+)', speed)[1]) / 1024
    sealed = number([bench_link, 'seal', '100000'])
    created = number([bench_link, 'files', str(passes), 'bare'])
    shared = int(re.search(r'names, (\d+)', subprocess.run([bench_link, 'names', str(names)], capture_output=True, text=True, check=True).stdout)[1])
    folders = [len(os.listdir(os.path.join('site', name))) for name in os.listdir('site')]
    print(f'Links ({passes:,} passes)')
    print(f'  link {passes / first[0]:,.0f} a second of CPU time, {passes / first[1]:,.0f} by wall time, {first[2]:.0f} MiB')
    print(f'  sealed in memory {sealed:,.0f} a second: {sealed / gcm:.3f} x openssl speed aes-256-gcm of 1,024 bytes ({gcm:,.0f}/s)')
    print(f'  files merely created and synced {created:,.0f} a second by wall time: link is {passes / first[1] / created:.2f} of it')
    print(f'  again, nothing changed: {passes / again[0]:,.0f} a second of CPU time; 1 % changed: {counts.get("changed", 0):,} of {passes:,} files written')
    print(f'  {len(folders):,} folders, {max(folders)} files in the fullest; {names:,} names, {shared} share 64 bits with another')
    print(json.dumps({'rate': passes / first[0], 'wall': passes / first[1], 'mib': first[2], 'sealed': sealed, 'gcm': gcm, 'created': created,
                      'again': passes / again[0], 'changed': counts.get('changed', 0), 'folders': len(folders), 'fullest': max(folders),
                      'names': names, 'shared': shared}))

vpass, bench_link = map(os.path.abspath, sys.argv[1:3])
passes, names = (int(given) for given in sys.argv[3:5] + ['100000', '10000000'][len(sys.argv) - 3:])
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main(vpass, bench_link, passes, names)

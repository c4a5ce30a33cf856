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

def inodes():
    """Which file is where, and when it was written: what is written anew has another."""
    return {file.path: (file.inode(), file.stat().st_mtime_ns) for folder in os.scandir('site') if folder.is_dir() for file in os.scandir(folder.path)}

def main(vpass, bench_link, passes, names):
    quiet = {'stderr': subprocess.DEVNULL, 'check': True}
    subprocess.run([vpass, 'key', 'new', '--country', 'KR', '--out', 'keys', '--test'], **quiet)
    issue = subprocess.Popen([vpass, 'issue', '-q', '--sample', str(passes), '--seed', '1'], stdout=subprocess.PIPE)
    subprocess.run([vpass, 'sign', '-q', '--key', 'keys/dsc.key', '--cert', 'keys/dsc.pem', '-o', 'passes.ndjson'], stdin=issue.stdout, **quiet)
    issue.wait()
    # One in a hundred becomes the pass before it under its own identifier; a million records are not held in memory.
    with open('passes.ndjson') as lines, open('changed.ndjson', 'w') as out:
        before = None
        for i, line in enumerate(lines):
            record = json.loads(line) if i % 100 in (0, 99) else None
            if i and i % 100 == 0: record['pass'] = before; out.write(json.dumps(record, ensure_ascii=False) + '\n')
            else: out.write(line)
            if i % 100 == 99: before = record['pass']

    link = [vpass, 'link', '-q', '-j', '1', '--base', 'https://passes.example/p', '--out', 'site', '--secret', 'secret']
    first = run(link + ['passes.ndjson', '-o', 'links.ndjson'])
    again = run(link + ['passes.ndjson', '-o', 'again.ndjson'])
    files = inodes()
    third = run(link + ['changed.ndjson', '-o', 'again.ndjson', '--summary', 'summary'])
    counts = json.load(open('summary'))['counts']
    touched = sum(files.get(path) != inode for path, inode in inodes().items())
    speed = subprocess.run(['openssl', 'speed', '-seconds', '1', '-bytes', '1024', '-evp', 'aes-256-gcm', '-mr'], capture_output=True, text=True).stdout
    gcm = float(re.search(r'\+F:\d+:[^:]+:([\d.]+)', speed)[1]) / 1024
    sealed = number([bench_link, 'seal', '100000'])
    created = number([bench_link, 'files', str(passes), 'bare'])
    shared = int(re.search(r'names, (\d+)', subprocess.run([bench_link, 'names', str(names)], capture_output=True, text=True, check=True).stdout)[1])
    folders = [len(os.listdir(os.path.join('site', name))) for name in os.listdir('site')]
    print(f'Links ({passes:,} passes)')
    print(f'  link {passes / first[0]:,.0f} a second of CPU time, {passes / first[1]:,.0f} by wall time ({first[1]:,.1f} s), {first[2]:.0f} MiB')
    print(f'  sealed in memory {sealed:,.0f} a second: {sealed / gcm:.3f} x openssl speed aes-256-gcm of 1,024 bytes ({gcm:,.0f}/s)')
    print(f'  files merely created and synced {created:,.0f} a second by wall time: link is {passes / first[1] / created:.2f} of it')
    print(f'  again, nothing changed: {passes / again[0]:,.0f} a second of CPU time, {again[1]:,.1f} s; 1 % changed: {touched:,} of {passes:,} files touched, {third[1]:,.1f} s')
    print(f'  {len(folders):,} folders, {max(folders)} files in the fullest; {names:,} names, {shared} share 64 bits with another')
    print(json.dumps({'rate': passes / first[0], 'wall': passes / first[1], 'mib': first[2], 'sealed': sealed, 'gcm': gcm, 'created': created,
                      'again': passes / again[0], 'changed': counts.get('changed', 0), 'touched': touched, 'seconds': first[1], 'again_seconds': again[1], 'changed_seconds': third[1], 'folders': len(folders), 'fullest': max(folders),
                      'names': names, 'shared': shared}))

vpass, bench_link = map(os.path.abspath, sys.argv[1:3])
passes, names = (int(given) for given in sys.argv[3:5] + ['100000', '10000000'][len(sys.argv) - 3:])
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main(vpass, bench_link, passes, names)

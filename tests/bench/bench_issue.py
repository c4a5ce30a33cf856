#!/usr/bin/python3
"""Measures `vpass issue` from CSV, and `issue --since` over growing registries of which one record in a hundred changed.

usage: tests/bench/bench_issue.py VPASS [--quick]
The last line is the rows as JSON.
"""
from bench_clock import cpu_seconds, watched
import json, os, statistics, subprocess, sys, tempfile, time

CSV_BAR = 300_000  # rows a second on one core
SIZES = (100_000, 1_000_000, 10_000_000)
HEADER = 'type,record_id,passport_surname,passport_forename,birth_date,vaccine,dose,doses,vaccinated_on\n'
SURNAMES = ('KIM', 'LEE', 'PARK', 'CHOI', 'JUNG', 'KANG', 'CHO')

def write_registry(path, rows, changed):
    """Rows of a registry; every hundredth has another name when `changed`."""
    with open(path, 'w') as out:
        out.write(HEADER)
        for first in range(0, rows, 10_000):
            out.writelines(f'vaccination,R{n:09},{SURNAMES[n % 7]}{"X" if changed and n % 100 == 0 else ""},GILDONG,'
                           f'19{40 + n % 60}-0{1 + n % 9}-{10 + n % 18},EU/1/20/1528,2,2,2021-0{3 + n % 6}-{10 + n % 20}\n'
                           for n in range(first, min(first + 10_000, rows)))

def measure(command):
    """(wall seconds, CPU seconds, peak MiB)"""
    begun = time.monotonic()
    usage, peak = watched(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), command)
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, peak / 1024

def main():
    vpass, quick = os.path.abspath(sys.argv[1]), '--quick' in sys.argv
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write_registry('csv', 200_000, False)
        rate = statistics.median(200_000 / cpu_seconds([vpass, 'issue', '-q', '-j', '1', '-o', 'out', 'csv'])[0] for _ in range(3))
        rows.append({'name': 'issue from CSV', 'rate': rate, 'unit': 'rows/s', 'ratio': None, 'bar': CSV_BAR})
        print(f'  issue from CSV, one core{rate:>14,.0f} rows/s  (bar {CSV_BAR:,})', flush=True)
        for size in SIZES[:2] if quick else SIZES:
            write_registry('before', size, False)
            subprocess.run([vpass, 'issue', '-q', '-o', 'earlier', 'before'], check=True)
            os.remove('before')
            write_registry('now', size, True)
            wall, cpu, peak = measure([vpass, 'issue', '-q', '--since', 'earlier', '--outdated', 'outdated', '-o', 'new', 'now'])
            found = sum(1 for _ in open('outdated'))
            if found != -(-size // 100): sys.exit(f'bench_issue: {found} outdated of {size}')
            rows.append({'name': f'issue --since, {size:,} records', 'rate': size / wall, 'unit': 'rows/s', 'ratio': None, 'bar': None,
                         'seconds': wall, 'peak_mib': peak})
            print(f'  issue --since, {size:>10,} records {wall:>7.1f} s, {size / cpu:>9,.0f} rows/s of CPU time {peak:>7.1f} MiB', flush=True)
    print(json.dumps(rows))

main()

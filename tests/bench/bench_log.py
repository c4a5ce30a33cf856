#!/usr/bin/python3
"""Measures `vpass audit log`: how many entries a second of CPU time it derives anew, at growing sizes of the log.

usage: tests/bench/bench_log.py VPASS BENCH_LOG [--quick]
"""
from bench_clock import watched
import os, statistics, subprocess, sys, tempfile, time

BAR = 2_000_000  # entries a second on one core
SIZES = (100_000, 1_000_000, 10_000_000)

def audit(vpass, log):
    """(CPU seconds, peak KiB)"""
    with tempfile.TemporaryFile() as findings:
        command = [vpass, 'audit', 'log', '-q', '--vkey', os.path.join(log, 'vkey'), log]
        usage, peak = watched(subprocess.Popen(command, stdout=findings), command)
        if findings.tell(): sys.exit('bench_log: a good log was refused')
    return usage.ru_utime + usage.ru_stime, peak

def measure(vpass, bench_log, quick):
    """Prints a row a size; returns them."""
    rows = []
    for size in SIZES[:2] if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, 'log')
            start = time.monotonic()
            subprocess.run([bench_log, log, str(size)], check=True)
            made = time.monotonic() - start
            runs = [audit(vpass, log) for _ in range(3)]
            rate = size / statistics.median(seconds for seconds, _ in runs)
            rows.append({'entries': size, 'rate': rate, 'bar': BAR, 'peak_mib': max(peak for _, peak in runs) / 1024, 'made_seconds': made})
            print(f"  audit log, {size:>10,} entries {rate:>12,.0f} entries/s {rows[-1]['peak_mib']:>7.1f} MiB  (bar {BAR:,})", flush=True)
    return rows

if __name__ == '__main__':
    measure(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), '--quick' in sys.argv)

"""Times commands on machines whose speed changes by a third from second to second, as that of a shared host does.

What is compared shares one core: the scheduler lets each run for a few milliseconds in turn, so both see the same
machine, and each is charged its own CPU time. Nothing else has to be still.
"""
import os, re, statistics, subprocess, sys, threading, time

CORE = {min(os.sched_getaffinity(0))}

def start(command, **options):
    return subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, CORE), **options)

def usage_of(process, command):
    """What a command used; it may answer no (1), not fail."""
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1): sys.exit(f'bench: failed: {command}')
    return usage

def high_water(pid):
    """The most memory in KiB that a running process has had since its exec(); 0 when it has ended.

    `ru_maxrss` will not do: Linux takes what the process had before its exec() into it, and that is a copy of ours.
    """
    try:
        with open(f'/proc/{pid}/status') as status:
            return next((int(line.split()[1]) for line in status if line.startswith('VmHWM')), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0

def watched(process, command):
    """(usage, peak KiB) of a command that takes longer than a look, which is every two milliseconds."""
    peak = 0
    while True:
        peak = max(peak, high_water(process.pid))
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid: break
        time.sleep(0.002)
    if os.waitstatus_to_exitcode(status) not in (0, 1): sys.exit(f'bench: failed: {command}')
    return usage, peak

def bare_start(vpass):
    """The peak KiB of a vpass that has started and waits for its first line."""
    process = subprocess.Popen([vpass, 'verify', '-q', '-j', '1'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    peak = high_water(process.pid)
    process.communicate()
    return peak

def cpu_seconds(*commands):
    """The CPU seconds of commands that run at once on one core."""
    quiet = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
    running = [start(command, **quiet) for command in commands]
    usages = [usage_of(process, command) for process, command in zip(running, commands)]
    return [usage.ru_utime + usage.ru_stime for usage in usages]

class OpensslSpeed:
    """`openssl speed ecdsap256` on the core, which signs for some seconds and then verifies."""
    def __init__(self, seconds):
        self.process = start(['openssl', 'speed', '-seconds', str(seconds), 'ecdsap256'], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.begun = {'sign': threading.Event(), 'verify': threading.Event()}
        self.rate = {}
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
    def wait(self):
        self.reader.join()
        self.process.wait()
    def read(self):  # "Doing 256 bits sign ecdsa's for 1s: 38839 256 bits ECDSA signs in 0.98s"
        line = ''
        while byte := self.process.stderr.read(1).decode():
            line += byte
            if byte == ':': self.begun[re.search('sign|verify', line)[0]].set()
            if byte == '\n':
                kind, count, seconds = re.search(r'bits (sign|verify).*: (\d+) .* in ([\d.]+)s', line).groups()
                self.rate[kind] = int(count) / float(seconds)
                line = ''
        for event in self.begun.values(): event.set()  # if it failed, nobody waits for ever

def beside_openssl(kind, rate, rounds, seconds=2):
    """(rate, its ratio to openssl's, openssl's), medians, of `rate()` called over and over while openssl does `kind`."""
    results = []
    for _ in range(rounds):
        openssl, rates = OpensslSpeed(seconds), []
        openssl.begun[kind].wait()
        while kind not in openssl.rate and openssl.reader.is_alive(): rates.append(rate())
        openssl.process.kill()
        openssl.wait()
        results.append((statistics.mean(rates), statistics.mean(rates) / openssl.rate[kind], openssl.rate[kind]))
    return [statistics.median(column) for column in zip(*results)]

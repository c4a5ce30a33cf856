#!/usr/bin/env python3
"""What every command that writes does when its surroundings fail: exact exit codes, the reason named, no half-written
file under its final name, nothing lost. Commands that change a ledger: tests/faults/ledger-faults and tests/faults/kill-test.

usage: tests/faults/faults.py VPASS FAILING_DISK [SECTION...]     sections: disk, streams, long, keys, clock; all by default

Judged without vpass: bytes are compared, keys and certificates read by openssl, JSON by Python.
"""
import base64, concurrent.futures, contextlib, itertools, json, os, pathlib, resource, shutil, signal, subprocess, sys, tempfile, threading

VPASS, DISK = map(os.path.abspath, sys.argv[1:3])
TESTS = pathlib.Path(__file__).resolve().parent.parent
DATA, KEYS = TESTS / 'data', TESTS / 'keys/kr'
AT = ['--at', '2021-12-14T12:10:00+09:00']
DSC = ['--key', KEYS / 'dsc.key', '--cert', KEYS / 'dsc.pem']
TRUST = ['--trust', KEYS / 'dsc.pem']
SANITIZED = any(name in pathlib.Path(VPASS).read_bytes() for name in (b'__asan_init', b'__tsan_init'))  # which takes memory itself
MEMORY = (200 << 10) * (10 if SANITIZED else 1)  # KiB
HOWS = {'fails': 'Input/output error', 'persists': 'Input/output error', 'full': 'No space left on device',
        'readonly': 'Read-only file system', 'killed': None}

def run(folder, *arguments, **more):
    done = subprocess.run([VPASS, *map(str, arguments)], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, **more)
    return done.returncode, done.stdout, done.stderr.decode()

def demand(good, *what):
    if not good: raise AssertionError(' '.join(map(str, what)))

# --- A disk that fails at each change. ---

def without_pass(line):
    """ECDSA signatures differ in every run."""
    record = json.loads(line)
    record.pop('pass', None)
    return record

class Lines:
    """An output that grows line by line: after any end its whole lines are the first of the right ones."""
    def __init__(self, read=lambda line: line): self.read = read
    def check(self, path, right, done, dead):
        lines = path.read_bytes().split(b'\n') if path.exists() else [b'']
        whole, rest = [self.read(line) for line in lines[:-1]], lines[-1]
        rights = [self.read(line) for line in right.split(b'\n')[:-1]]
        demand(whole == rights[:len(whole)], path.name, 'has other lines')
        demand(not done or (len(whole) == len(rights) and not rest), path.name, 'is not complete')

class Whole:
    """A file that is there whole or not at all; `old` stays until then."""
    def __init__(self, same=lambda content, right: content == right, old=b'old\n'): self.same, self.old = same, old
    def prepare(self, path):
        if self.old is not None: path.write_bytes(self.old)
    def check(self, path, right, done, dead):
        content = path.read_bytes() if path.exists() else None
        demand(self.same(content, right) if done else content == self.old or self.same(content, right), path.name, 'is neither old nor new')

class Set(Whole):
    """Files of which there are all or none; the first ones when a kill or a disk that cannot be written to left no way back."""
    def __init__(self, names, same): self.names, self.same = names, same
    def prepare(self, path): pass
    def check(self, path, right, done, dead):
        there = [name for name in self.names if (path / name).exists()]
        demand(there == self.names or (not done and (not there or (dead and there == self.names[:len(there)]))), 'only', there)
        self.same(path, there)

class Pictures(Whole):
    """A folder: every file in it is whole, and once the run is done all are there."""
    def __init__(self): pass
    def prepare(self, path): pass
    def check(self, path, right, done, dead):
        there = {file.name: file.read_bytes() for file in path.glob('[!.]*')}
        demand(all(right[name] == content for name, content in there.items()), 'a picture is not whole')
        demand(not done or there == right, 'pictures are missing')

def openssl(*arguments, **more):
    done = subprocess.run(['openssl', *map(str, arguments)], capture_output=True, **more)
    demand(done.returncode == 0, 'openssl:', done.stderr)
    return done.stdout

def is_request(content, right): return content is not None and content.startswith(b'-----BEGIN') and openssl('req', '-verify', '-noout', input=content) is not None

def same_findings(content, right):
    """Tags are of a key that each run makes anew, and so is the order."""
    def lines(text): return sorted(finding['line'] for finding in map(json.loads, text.splitlines()))
    return content is not None and content != b'old\n' and lines(content) == lines(right)

def fit(path, there):
    """Each key belongs to the certificate beside it."""
    for name in {file.split('.')[0] for file in there}:
        if {f'{name}.key', f'{name}.pem'} <= set(there):
            certificate = b'CERTIFICATE' in (path / f'{name}.pem').read_bytes()
            public = openssl('x509', '-in', path / f'{name}.pem', '-noout', '-pubkey') if certificate else (path / f'{name}.pem').read_bytes()
            demand(openssl('pkey', '-in', path / f'{name}.key', '-pubout') == public, name, 'does not fit its key')

def content(path): return {file.name: file.read_bytes() for file in path.iterdir()} if path.is_dir() else path.read_bytes()

LINES, WHOLE = Lines(), Whole()
KEY_SET = ['csca.key', 'csca.pem', 'dsc.key', 'dsc.pem']
SUMMARY = ['--summary', 'summary']
COMMANDS = [  # arguments, what they write, and the right exit code
    (['issue', *AT, '-q', DATA / 'registry.csv', '-o', 'out', *SUMMARY], {'out': LINES, 'summary': WHOLE}, 0),
    (['sign', *AT, '-q', *DSC, DATA / 'payloads.ndjson', '-o', 'out', *SUMMARY], {'out': Lines(without_pass), 'summary': WHOLE}, 0),
    (['verify', *AT, '-q', *TRUST, DATA / 'faults.ndjson', '-o', 'out', *SUMMARY], {'out': LINES, 'summary': WHOLE}, 1),
    (['verify', *AT, '-q', '--site', '../site', '--root', KEYS / 'dsc.pem', '--state', 'seen', '../passes', '-o', 'out'], {'out': LINES, 'seen': Whole(old=None)}, 0),
    (['inspect', *AT, '-q', DATA / 'passes.ndjson', '-o', 'out', *SUMMARY], {'out': LINES, 'summary': WHOLE}, 0),
    (['qr', '-q', '--dir', 'pictures', DATA / 'passes.txt', '-o', 'out'], {'pictures': Pictures(), 'out': LINES}, 0),
    (['qr', '-q', '--format', 'png', '../one', '-o', 'out'], {'out': WHOLE}, 0),
    (['key', 'new', '--test', *AT, '--out', 'keys'], {'keys': Set(KEY_SET, fit)}, 0),
    (['key', 'root', '--out', 'keys'], {'keys': Set(['root.key', 'root.pem'], fit)}, 0),
    (['key', 'csr', '--key', KEYS / 'dsc.key', '-o', 'out'], {'out': Whole(is_request)}, 0),
    (['trust', 'make', KEYS / 'dsc.pem', '-o', 'out'], {'out': WHOLE}, 0),
    (['trust', 'list', KEYS / 'csca.pem', KEYS / 'dsc.pem', '-o', 'out'], {'out': LINES}, 0),
    (['policy', 'list', 'kr', '-o', 'out'], {'out': LINES}, 0),
    (['policy', 'explain', '--policy', 'kr', '-o', 'out'], {'out': LINES}, 0),
    (['audit', 'log', '-q', DATA / 'log', '--vkey', DATA / 'log/vkey', *SUMMARY], {'summary': WHOLE}, 0),
    (['audit', 'prove', '--index', '3', '--log', DATA / 'log', '--vkey', DATA / 'log/vkey', '-o', 'out'], {'out': WHOLE}, 0),
    (['audit', 'passes', '-q', *TRUST, '--log', '../ledger', '--vkey', '../ledger/public/vkey', '../forged', '-o', 'out'], {'out': LINES}, 1),
    (['audit', 'report', '-q', '../verdicts', '--html', 'page', '-o', 'out'], {'out': WHOLE, 'page': WHOLE}, 0),
    (['audit', 'duplicates', '-q', '--venues', '2', '../checks', '-o', 'out'], {'out': Whole(same_findings)}, 1),
]

def inputs(base):
    def made(*arguments): demand(run(base, *arguments)[0] in (0, 1), *arguments)
    made('issue', *AT, '-q', '--sample', '8', '--seed', '1', '-o', 'payloads')
    made('sign', *AT, '-q', *DSC, '--ledger', 'ledger', '--operator', 'kim', 'payloads', '-o', 'passes')
    made('sign', *AT, '-q', *DSC, 'payloads', '-o', 'forged')
    made('publish', *AT, '-q', *DSC, '--ledger', 'ledger', '--operator', 'kim', '-o', 'site')
    made('verify', *AT, '-q', *TRUST, 'passes', '-o', 'verdicts')
    (base / 'one').write_text((DATA / 'passes.txt').read_text().splitlines()[0] + '\n')
    with open(base / 'checks', 'w') as checks:  # each pass at three venues
        for line, venue in itertools.product((base / 'verdicts').open(), 'abc'):
            checks.write(json.dumps(json.loads(line) | {'time': '2021-12-14T12:10:00+09:00', 'venue': venue}) + '\n')

def meets(folder, command, how, n, right):
    """Whether there was an n-th change to fail."""
    arguments, outputs, good = command
    folder.mkdir()
    for name, output in outputs.items():
        if hasattr(output, 'prepare'): output.prepare(folder / name)
    mark = folder.with_suffix('.mark')
    environment = os.environ | {'LD_PRELOAD': DISK, 'DISK_FAULT': f'{how} {n} {mark}',
                                'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'}
    code, out, messages = run(folder, *arguments, env=environment)
    struck = mark.read_text().strip() if mark.exists() else ''
    try:
        demand(not out, 'it wrote to standard output')
        harmless = struck.startswith('unlink') or (how == 'persists' and struck.startswith('mkdir'))
        harmless = harmless or '/register.db-' in struck  # of a reader, which can do without
        if how == 'killed' and struck:
            demand(code == -signal.SIGKILL, 'exit code', code)
        elif not struck or (harmless and code == good):
            demand(code == good, 'exit code', code)
        else:
            demand(code == 2, 'exit code', code)
            named = HOWS[how] in messages or 'register.db: ' in messages  # SQLite has words of its own
            demand(f'vpass {arguments[0]}: error: ' in messages and named, 'not the reason:', messages)
        for name, output in outputs.items(): output.check(folder / name, right[name], code == good, how in ('killed', 'readonly'))
        hidden = [path.name for path in folder.rglob('.*')]
        stays = how in ('killed', 'readonly') or harmless or (how == 'persists' and struck.startswith('create'))
        demand(not hidden or stays, 'left behind:', hidden)
    except AssertionError as problem:
        raise AssertionError(f"{' '.join(map(str, arguments[:2]))}: {how} at change {n}, {struck}: {problem}")
    shutil.rmtree(folder)
    return bool(struck)

def disk_of(base, command):
    name = f'{COMMANDS.index(command)}'
    folder = base / name
    folder.mkdir()
    code, _, messages = run(folder, *command[0])
    demand(code == command[2], *command[0], 'ends with', code, messages)
    right = {name: content(folder / name) for name in command[1]}
    faults = 0
    for how in HOWS:
        before = faults
        while meets(base / f'{name}-{how}-{faults}', command, how, faults - before + 1, right): faults += 1
        demand(faults > before, *command[0], 'was not struck')
    return faults

def disk(base):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = sum(pool.map(lambda command: disk_of(base, command), COMMANDS))
    # New keys in the place of old ones: while the disk fills up the old ones stay.
    for n in itertools.count(1):
        shutil.rmtree(base / 'again', ignore_errors=True)
        demand(run(base, 'key', 'new', *AT, '--out', 'again')[0] == 0, 'no keys')
        old, mark = content(base / 'again'), base / f'again-{n}'
        code, _, _ = run(base, 'key', 'new', *AT, '--out', 'again', '--force', env=os.environ | {'LD_PRELOAD': DISK, 'DISK_FAULT': f'full {n} {mark}',
                                                                                                'ASAN_OPTIONS': 'verify_asan_link_order=0'})
        if not mark.exists(): break
        demand(code == 2 and content(base / 'again') == old, 'old keys are gone:', code, mark.read_text())
    demand(n > 4 and content(base / 'again') != old, 'nothing was replaced')
    # What a link leads to is written, and the link stays.
    (base / 'target').write_text('old')
    (base / 'link').symlink_to('target')
    demand(run(base, 'trust', 'make', KEYS / 'dsc.pem', '-o', 'link')[0] == 0, 'through a link')
    demand((base / 'link').is_symlink() and json.loads((base / 'target').read_text())['keys'], 'the link was replaced')
    return f'{len(COMMANDS)} commands, {faults + n} faults'

# --- Input that never ends, output that closes. ---

FILTERS = {  # what is fed, line by line; those that answer as they read
    'issue': (['issue', '-q', *AT], DATA / 'registry.csv'),
    'sign': (['sign', '-q', *AT, *DSC], DATA / 'payloads.ndjson'),
    'sign --ledger': (['sign', '-q', *AT, *DSC, '--ledger', 'endless', '--again', '--operator', 'kim'], DATA / 'payloads.ndjson'),
    'verify': (['verify', '-q', *AT, *TRUST], DATA / 'passes.ndjson'),
    'inspect': (['inspect', '-q', *AT], DATA / 'passes.ndjson'),
    'revoke': (['revoke', '-q', *AT, '--ledger', 'ledger', '--operator', 'kim'], 'passes'),
    'qr': (['qr', '-q', '--dir', 'pictures'], DATA / 'passes.ndjson'),
    'audit passes': (['audit', 'passes', '-q', *TRUST, '--log', 'ledger', '--vkey', 'ledger/public/vkey'], 'forged'),
}
GATHERERS = {  # those that answer at the end
    'audit report': (['audit', 'report', '-q'], 'verdicts'),
    'audit duplicates': (['audit', 'duplicates', '-q', '--venues', '2'], 'checks'),
}

def peak_kib(pid):
    return next(int(line.split()[1]) for line in open(f'/proc/{pid}/status') if line.startswith('VmHWM'))

def feed(pipe, first, lines):
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(first)
        while True: pipe.write(lines)

def endless(base, name):
    """Reads some of the answers to an input without an end, then closes."""
    arguments, source = FILTERS[name]
    lines = (base / source).read_bytes()
    first, lines = (lines.split(b'\n', 1)[0] + b'\n', lines.split(b'\n', 1)[1]) if name == 'issue' else (b'', lines)
    with subprocess.Popen([VPASS, *map(str, arguments)], cwd=base, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        thread = threading.Thread(target=feed, args=(process.stdin, first, lines * 20))
        thread.start()
        for _ in range(500): json.loads(process.stdout.readline())
        peak = peak_kib(process.pid)
        process.stdout.close()
        thread.join()
        messages = process.stderr.read()
        process.wait()
    demand(process.returncode == -signal.SIGPIPE and not messages, name, 'ends with', process.returncode, messages)
    demand(peak < MEMORY, name, 'takes', peak, 'KiB')

def streams(base):
    for name in FILTERS: endless(base, name)
    for name, (arguments, source) in (FILTERS | GATHERERS).items():  # the reader is gone before the first answer
        with open(base / source) as lines, open(base / 'messages', 'w+') as messages:
            closed = subprocess.run(['sh', '-c', 'exec "$@" >&-', 'sh', VPASS, *map(str, arguments)], cwd=base, stdin=lines, stderr=messages)
            messages.seek(0)
            demand(closed.returncode == 2 and ': error: ' in messages.read(), name, 'with standard output closed ends with', closed.returncode)
    slots = json.loads(subprocess.run(['sqlite3', '-readonly', '-json', 'endless/register.db', 'SELECT count(*) AS n, count(DISTINCT slot) AS slots FROM pass'],
                                      cwd=base, capture_output=True).stdout)[0]
    demand(slots['n'] >= 500 and slots['n'] == slots['slots'], 'the ledger has', slots)
    return f'{len(FILTERS)} endless inputs, {len(FILTERS | GATHERERS)} closed outputs'

# --- A line of 1 GiB. ---

def measured(base, arguments, stdin=subprocess.DEVNULL):
    """Exit code, standard output, standard error, and the peak of memory in KiB."""
    with tempfile.TemporaryFile(dir=base) as out, tempfile.TemporaryFile(dir=base) as err:
        process = subprocess.Popen([VPASS, *map(str, arguments)], cwd=base, stdin=stdin, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        return process.returncode, out.read().decode(), err.read().decode(), usage.ru_maxrss

def long_line(base, name):
    arguments, source = (FILTERS | GATHERERS)[name]
    lines = (base / source).read_bytes().splitlines(keepends=True)
    path = base / f"long {name}"
    with open(path, 'wb') as file:  # the line is a hole in the file
        header = lines.pop(0) if name == 'issue' else b''
        file.write(header)
        file.truncate(len(header) + (1 << 30))
        file.seek(0, os.SEEK_END)
        file.write(b'\n' + lines[0])
    with open(path, 'rb') as file: code, out, _, peak = measured(base, arguments, file)
    path.unlink()
    answers = [json.loads(line) for line in out.splitlines()]
    number = 2 if name == 'issue' else 1
    if name in FILTERS:
        demand(answers[0].get('line') == number and answers[0]['error']['code'] == 'line-too-long', name, 'answers', out[:300])
        demand(len(answers) == 2 and 'error' not in answers[1], name, 'answers', out[:600])
    demand(code == 1, name, 'ends with', code, out[:300])
    demand(peak < MEMORY, name, 'takes', peak, 'KiB')

def long_file(base, arguments):
    code, _, messages, peak = measured(base, [*arguments, 'hole'])
    demand(code == 2 and ': error: ' in messages, *arguments, 'ends with', code, messages)
    demand(peak < 1.5 * MEMORY, *arguments, 'takes', peak, 'KiB')  # a revocation list may have 256 MiB

FILES = [['trust', 'list'], ['trust', 'make'], ['policy', 'check'], ['key', 'csr', '--key'], ['audit', 'report', '--merge'],
         ['verify', *AT, *TRUST, DATA / 'passes.txt', '--revoked'], ['sign', *AT, '--cert', KEYS / 'dsc.pem', DATA / 'payloads.ndjson', '--key']]

def long(base):
    with open(base / 'hole', 'wb') as file: file.truncate(1 << 30)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda name: long_line(base, name), [name for name in FILTERS | GATHERERS if name != 'sign --ledger']))
        list(pool.map(lambda arguments: long_file(base, arguments), FILES))
    return f'{len(FILTERS | GATHERERS) - 1} commands read on after a line of 1 GiB, {len(FILES)} refuse such a file'

# --- 100,000 keys. ---

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
G = (0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296, 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)

def points(count):
    """2G, 3G, … on P-256: as many different keys as wanted."""
    slope = 3 * (G[0] * G[0] - 1) * pow(2 * G[1], -1, P) % P
    x = (slope * slope - 2 * G[0]) % P
    y = (slope * (G[0] - x) - G[1]) % P
    for _ in range(count):
        yield x, y
        slope = (y - G[1]) * pow(x - G[0], -1, P) % P
        next_x = (slope * slope - x - G[0]) % P
        x, y = next_x, (slope * (x - next_x) - y) % P

def keys(base):
    def text(number): return base64.urlsafe_b64encode(number.to_bytes(32, 'big')).rstrip(b'=').decode()
    several = [(text(x), text(y)) for x, y in points(1000)]
    # Each under a hundred kids, the last one but one being the key that signed.
    demand(run(base, 'trust', 'make', KEYS / 'dsc.pem', '-o', 'ours')[0] == 0, 'trust make')
    own = json.loads((base / 'ours').read_text())['keys'][0]
    all_keys = [{'kty': 'EC', 'crv': 'P-256', 'kid': base64.b64encode(n.to_bytes(8, 'big')).decode(), 'iss': 'KR', 'x': several[n % 1000][0], 'y': several[n % 1000][1]}
                for n in range(99_999)]
    all_keys.insert(99_998, own)
    (base / 'many').write_text(json.dumps({'keys': all_keys}))
    # Passes of that key, and of one that is not there.
    ours = (DATA / 'passes.txt').read_text().splitlines()
    thieves = json.loads((DATA / 'vaccination-key-passes.ndjson').read_text().splitlines()[0])['pass']
    (base / 'mixed').write_text('\n'.join([*ours, thieves]) + '\n')
    wanted = [json.loads(line)['verdict']['reason'] for line in run(base, 'verify', '-q', *AT, *TRUST, 'mixed')[1].splitlines()]
    code, out, messages, peak = measured(base, ['verify', '-q', *AT, '--trust', 'many', 'mixed'])
    reasons = [json.loads(line)['verdict']['reason'] for line in out.splitlines()]
    demand(code == 1 and reasons == wanted and 'ok' in reasons and reasons[-1] == 'untrusted', 'verify among many keys:', code, reasons, messages)
    demand(peak < 3 * MEMORY, '100,000 keys take', peak, 'KiB')
    demand(run(base, 'trust', 'make', 'many', '-o', 'made')[0] == 0 and len(json.loads((base / 'made').read_text())['keys']) == 100_000, 'trust make')
    return f'verify takes {peak >> 10} MiB'

# --- A clock that was set back. ---

def clock(base):
    """Acts of an earlier time are entered after those of a later one, and a site's number rises all the same."""
    def number(at):
        code, out, messages = run(base, 'publish', '-q', '--at', at, *DSC, '--ledger', 'clock', '--operator', 'kim', '-o', 'clock-site', '--refresh')
        demand(code == 0, 'publish', at, messages)
        return json.loads(out)['sequence']
    def made(*arguments): demand(run(base, *arguments, '--ledger', 'clock', '--operator', 'kim')[0] == 0, *arguments)
    made('sign', *AT, '-q', *DSC, 'payloads', '-o', 'passes-now')
    now = number('2021-12-14T12:10:00+09:00')
    made('sign', '--again', '--at', '2020-12-14T12:10:00+09:00', '-q', *DSC, 'payloads', '-o', 'passes-back')
    made('revoke', '--at', '2020-12-14T12:10:00+09:00', '-q', 'passes-now', '-o', 'revoked')
    back = number('2020-12-14T12:10:00+09:00')
    again = number('2021-12-14T12:20:00+09:00')
    demand(now < back < again, 'numbers', now, back, again)
    rows = subprocess.run(['sqlite3', '-readonly', 'clock/register.db', 'SELECT count(*), count(DISTINCT slot), (SELECT count(*) FROM revoked) FROM pass'],
                          cwd=base, capture_output=True, text=True).stdout
    demand(rows == '16|16|8\n', 'the register has', rows)
    site = ['verify', '-q', *AT, '--site', 'clock-site', '--root', KEYS / 'dsc.pem', '--state', 'seen']
    code, out, _ = run(base, *site, 'passes-now')
    demand(code == 1 and {json.loads(line)['verdict']['reason'] for line in out.splitlines()} == {'revoked'}, 'the revocations of the wrong time', code)
    return f'numbers {now}, {back}, {again}'

SECTIONS = {'disk': disk, 'streams': streams, 'long': long, 'keys': keys, 'clock': clock}
failed = 0
with tempfile.TemporaryDirectory(dir='/dev/shm' if os.path.isdir('/dev/shm') else None) as scratch:
    os.environ['XDG_STATE_HOME'] = f'{scratch}/state'
    inputs(pathlib.Path(scratch))
    for section in sys.argv[3:] or SECTIONS:
        try:
            print(f'ok: {section}: {SECTIONS[section](pathlib.Path(scratch))}', flush=True)
        except AssertionError as problem:
            print(f'FAILED: {section}: {problem}', flush=True)
            failed += 1
sys.exit(failed > 0)

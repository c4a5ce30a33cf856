#!/usr/bin/python3
"""Holds what vpass writes against the JSON Schemas in schemas/: the expected outputs of the command-line tests, as far as
they are whole records, and fresh output of each command. What a schema requires is taken out of every such record, which
must make it bad; and the manual page that a schema names mentions each of its members.

usage: tests/repo/schemas.py VPASS
"""
import base64, collections, copy, json, os, pathlib, re, subprocess, sys, tempfile
import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / 'schemas'
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob('*.json')}
problems, held = [], collections.Counter()


def validator(schema, name):
    resolver = jsonschema.RefResolver((FOLDER / f'{name}.json').as_uri(), SCHEMAS[name],
                                      store={(FOLDER / f'{n}.json').as_uri(): s for n, s in SCHEMAS.items()})
    return jsonschema.Draft202012Validator(schema, resolver=resolver)


VALIDATORS = {name: validator(schema, name) for name, schema in SCHEMAS.items()}


def hold(name, value, where):
    """The value fits the schema, and without any member that the schema requires it does not."""
    for error in VALIDATORS[name].iter_errors(value): problems.append(f'{where}: {name}: /{"/".join(map(str, error.path))}: {error.message[:200]}')
    for member in SCHEMAS[name]['required'] if not problems else ():
        less = copy.copy(value)
        del less[member]
        if VALIDATORS[name].is_valid(less): problems.append(f'{name}: {member} is required, but may be missing')
    held[name] += 1
    if name == 'record':
        for part in 'verdict', 'decision':
            if part in value: hold(part, value[part], where)
        for finding in value.get('findings', []): hold('finding', finding, where)


def kind(value):
    """The schema of a whole record; None for a part of one that a test has cut out."""
    keys = value.keys()
    if {'finding', 'severity'} <= keys: return 'audit-finding' if keys <= {'finding', 'severity', 'line', 'index', 'id', 'evidence'} else None
    if {'lines', 'good', 'counts'} <= keys: return 'summary'
    if keys == {'result', 'reason', 'detail', 'format', 'issuer', 'kid', 'warnings'}: return 'verdict'
    if 'verdict' in keys and not (isinstance(value['verdict'], dict) and {'result', 'warnings'} <= value['verdict'].keys()): return None
    if not all(isinstance(value[key], dict) for key in {'claims', 'layers'} & keys): return None
    if 'verdict' in keys or {'layers', 'findings'} <= keys or {'id', 'format', 'payload'} <= keys or {'pass', 'kid'} <= keys: return 'record'
    if {'command', 'error', 'exit'} == keys: return 'failure'
    if 'error' in keys and isinstance(value['error'], dict) and {'code', 'message'} <= value['error'].keys(): return 'error'
    return None


def hold_goldens():
    for path in sorted((ROOT / 'tests/cli').glob('*/*.stdout')):
        for number, line in enumerate(path.read_text(errors='replace').splitlines(), 1):
            try: value = json.loads(line)
            except ValueError: continue
            name = kind(value) if isinstance(value, dict) else None
            if name: hold(name, value, f'{path.relative_to(ROOT)}:{number}')


def hold_commands(vpass):
    def lines(command):
        done = subprocess.run(['bash', '-c', command], capture_output=True, text=True)
        if done.returncode > 1: sys.exit(f'{command}: {done.stderr}')
        return [json.loads(line) for line in done.stdout.splitlines()]

    def each(name, command):
        found = lines(command)
        if not found: problems.append(f'{command}: no output')
        for value in found: hold('error' if 'error' in value else name, value, command)

    os.environ.update(PATH=f'{vpass.parent}:{os.environ["PATH"]}', XDG_STATE_HOME=os.getcwd())
    at, signer = '--at 2021-12-14T12:00:00+09:00', '--key keys/dsc.key --cert keys/dsc.pem'
    lines('vpass key new --test --at 2021-01-01 --out keys --issuer-url https://pass.example --issuer-url did:web:pass.example; vpass key root --out root')
    each('registry-record', 'vpass issue -q --sample 200 --seed 1 --records')
    lines(f'vpass key ledger --name log.example/passes --out ledger; vpass issue -q --sample 200 --seed 1 {at} -o payloads --summary summary.json; '
          f'vpass sign -q --ledger ledger {signer} {at} payloads -o passes')
    each('summary', 'cat summary.json')
    each('record', 'cat payloads passes; head -3 payloads | sed s/hcert/none/ | vpass sign -q ' + signer)
    for name in 'shc', 'nzcp', 'vds-nc':
        each('record', f'vpass issue -q --sample 20 --seed 1 --records | vpass issue -q --format {name} | vpass sign -q {signer} {at} | vpass verify -q {at} --trust keys/dsc.pem')
    each('record', f'vpass issue -q --sample 40 --seed 2 | vpass sign -q {signer} {at} --fault none,expired,tampered,untrusted,malformed | vpass verify -q {at} --trust keys/dsc.pem')
    each('record', f'(cat passes; echo "{{"; echo hello) | vpass verify -q {at} --trust keys/dsc.pem --policy kr --venue restaurant')
    each('record', f'vpass inspect -q {at} passes')
    each('record', 'head -3 passes | vpass audit prove -q --log ledger --vkey ledger/public/vkey')
    each('record', f'(head -3 passes; echo unknown) | vpass revoke -q --ledger ledger {at}')
    lines(f'vpass publish -q --ledger ledger {signer} --root-key root/root.key {at} -o site')
    claims = pathlib.Path('site/manifest').read_text().split('.')[1]
    hold('manifest', json.loads(base64.urlsafe_b64decode(claims + '==')), 'site/manifest')
    each('audit-finding', f'vpass issue -q --sample 2 --seed 9 | vpass sign -q {signer} {at} | vpass audit passes -q --trust keys/dsc.pem --log ledger --vkey ledger/public/vkey')
    lines("printf '{\"time\":\"2021-12-13T%s+09:00\",\"venue\":\"d\",\"answer\":\"%s\"}\\n' 11:59:59 valid 12:00:00 timeout >checks")
    each('report', 'vpass audit report -q checks')
    each('report', f'vpass verify -q {at} --trust keys/dsc.pem --policy kr --venue cafe passes | vpass audit report -q')


def members(schema):
    for key, value in schema.items() if isinstance(schema, dict) else ():
        if key == 'properties': yield from value
        if key != 'enum': yield from members(value)
    for value in schema if isinstance(schema, list) else (): yield from members(value)


for name, schema in sorted(SCHEMAS.items()):
    jsonschema.Draft202012Validator.check_schema(schema)
    page = '{}.{}'.format(*re.match(r'See ([a-z-]+)\((\d)\)', schema['$comment']).groups())
    rendered = re.sub('.\b', '', subprocess.run(['mandoc', '-Tascii', '-Owidth=500', ROOT / 'man' / page], capture_output=True, text=True).stdout)
    words = set(re.findall(r'[A-Za-z0-9_-]+', rendered))
    for member in set(members(schema)) - words: problems.append(f'man/{page} does not mention {member} of schemas/{name}.json')
vpass = pathlib.Path(sys.argv[1]).resolve()
hold_goldens()
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    hold_commands(vpass)
for name in SCHEMAS.keys() - held.keys(): problems.append(f'nothing was held against schemas/{name}.json')
print('\n'.join(problems[:40]))
print(', '.join(f'{count} of {name}' for name, count in sorted(held.items())), f'and {len(problems)} problems')
sys.exit(len(problems) > 0)

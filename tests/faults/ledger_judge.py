"""Judges a ledger by the text of its standards, with no code of vpass: SQLite reads the register, and the log is read as
C2SP tlog-tiles and RFC 6962 say."""
import base64, hashlib, hmac, json, pathlib, sqlite3, struct

def rows(ledger, query):
    register = sqlite3.connect(f'file:{ledger}/register.db?mode=ro', uri=True)
    try:
        register.row_factory = sqlite3.Row
        return register.execute(query).fetchall()
    finally:
        register.close()

def tile_name(index):
    name = f'{index % 1000:03}'
    while index >= 1000:
        index //= 1000
        name = f'x{index % 1000:03}/' + name
    return name

def entries(ledger, size):
    for index in range((size + 255) // 256):
        width = min(256, size - 256 * index)
        path = pathlib.Path(ledger, 'public/tile/entries', tile_name(index))
        # A full bundle beside a checkpoint that ends within it is what a killed run left: not of this log.
        if width < 256: path = path.with_name(path.name + '.p') / str(width)
        data = path.read_bytes()
        for _ in range(width):
            length, = struct.unpack_from('>H', data)
            yield data[2:2 + length]
            data = data[2 + length:]

def root(hashes):
    if len(hashes) < 2: return hashes[0] if hashes else hashlib.sha256().digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b'\1' + root(hashes[:split]) + root(hashes[split:])).digest()

def checkpoint(ledger):
    lines = pathlib.Path(ledger, 'public/checkpoint').read_text().split('\n')
    return int(lines[1]), lines[2]

def row_record(row):
    """What an entry of version 2 is committed to of its row, as vpass-ledger(5) says."""
    names = ('id', 'format', 'slot', 'rid', 'issued_at', 'expires_at') if row['type'] == 1 else \
            ('pass', 'unregistered', 'issued_from', 'issued_to', 'reason')
    return json.dumps({n: row[n] for n in names if row[n] is not None}, separators=(',', ':'), ensure_ascii=False)

def context(version, row, record):
    if version == 1: return record
    return hashlib.sha256(b'vpass-row-v2\0' + record + hashlib.sha256(row_record(row).encode()).digest()).digest()

def judge(ledger, released, revoked):
    """Demands that register and log agree, and that both hold every pass (kid, index, id) and revocation (kid, index)
    that came out. Returns the log's size, and how many rows the register has beyond it."""
    size, claimed = checkpoint(ledger)
    log = list(entries(ledger, size))
    assert base64.b64encode(root([hashlib.sha256(b'\0' + e).digest() for e in log])).decode() == claimed, 'the root is not of these entries'
    records = {row['batch']: hashlib.sha256(row['record'].encode()).digest() for row in rows(ledger, 'SELECT batch, record FROM batch')}
    acts = rows(ledger, 'SELECT entry, 1 AS type, id, kid, slot, salt, hash, batch, format, rid, issued_at, expires_at, NULL AS pass, '
                        'NULL AS unregistered, NULL AS issued_from, NULL AS issued_to, NULL AS reason FROM pass JOIN signing_key USING (key) '
                        'UNION ALL SELECT entry, type, NULL, NULL, NULL, salt, hash, batch, NULL, NULL, NULL, NULL, pass, unregistered, '
                        'issued_from, issued_to, reason FROM event ORDER BY entry')
    beyond = [row['entry'] for row in acts if row['entry'] >= size]
    acts = acts[:len(acts) - len(beyond)]
    assert [row['entry'] for row in acts] == list(range(size)), 'the register has other entries than the log'
    for row, entry in zip(acts, log):
        commitment = hmac.digest(row['salt'], b'vpass-commit-v1\0' + row['hash'] + context(entry[0], row, records[row['batch']]), 'sha256')
        assert entry[1] == row['type'] and entry[12:] == commitment, f"entry {row['entry']} is not its row's"
    passes = [row for row in acts if row['type'] == 1]
    slots = {(row['kid'], row['slot']): row['id'] for row in passes}
    assert len(slots) == len(passes), 'two passes have one slot'
    for kid, index, id in released:
        assert slots.get((kid, index)) == id, f'a released pass is lost: {id}'
    now = {(row['kid'], row['slot']) for row in rows(ledger, 'SELECT kid, slot FROM revoked JOIN pass ON pass.entry = revoked.pass JOIN signing_key USING (key)')}
    assert revoked <= now, 'a revocation that was answered is lost'
    return size, len(beyond)

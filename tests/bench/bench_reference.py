"""The usual way in Python: one HC1 pass a line on stdin is verified with cbor2 and cryptography, verdicts go to stdout.

usage: bench_reference.py DSC_PEM <passes.txt     prints passes a second of CPU time to stderr
"""
import json, sys, time, zlib
import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

VALUE = {c: i for i, c in enumerate('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:')}

def base45(text):
    out = bytearray()
    for i in range(0, len(text), 3):
        chunk = text[i:i + 3]
        value = sum(VALUE[c] * 45 ** n for n, c in enumerate(chunk))
        out += value.to_bytes(len(chunk) - 1, 'big')
    return bytes(out)

def verify(text, key, now):
    protected, _, payload, signature = cbor2.loads(zlib.decompress(base45(text[4:]))).value
    signed = cbor2.dumps(['Signature1', protected, b'', payload])
    der = encode_dss_signature(int.from_bytes(signature[:32], 'big'), int.from_bytes(signature[32:], 'big'))
    try:
        key.verify(der, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return {'result': 'invalid', 'reason': 'bad-signature'}, None
    claims = cbor2.loads(payload)
    if not claims[6] <= now <= claims[4]:
        return {'result': 'invalid', 'reason': 'expired'}, None
    return {'result': 'valid', 'reason': 'ok', 'issuer': claims[1]}, claims[-260][1]

key = x509.load_pem_x509_certificate(open(sys.argv[1], 'rb').read()).public_key()
lines, now, start = 0, time.time(), time.process_time()
for line in sys.stdin:
    text = line.rstrip('\n')
    try:
        verdict, claims = verify(text, key, now)
    except Exception:
        verdict, claims = {'result': 'invalid', 'reason': 'malformed'}, None
    sys.stdout.write(json.dumps({'pass': text, 'verdict': verdict, 'claims': claims}, ensure_ascii=False) + '\n')
    lines += 1
print(lines / (time.process_time() - start), file=sys.stderr)

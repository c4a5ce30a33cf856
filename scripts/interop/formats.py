#!/usr/bin/python3
"""Independent readers and writers of passes, on cbor2, cryptography and openssl.

usage: interop_formats.py judge-hcert DSC | judge-vds-nc CSCA <records   a line for each: accepted, or refused
       interop_formats.py sign-hcert KEY DSC <dccs                      a pass for each
       interop_formats.py sign-vds-nc KEY DSC <data
       interop_formats.py sign-nzcp KEY ISSUER KID <vcs
"""
import base64, json, subprocess, sys, tempfile, time, uuid, zlib
import cbor2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
HASHES = {256: hashes.SHA256, 384: hashes.SHA384, 521: hashes.SHA512}

def read(path): return open(path, 'rb').read()
def b64url(data): return base64.urlsafe_b64encode(data).rstrip(b'=').decode()
def from_b64url(text): return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))

def from_base45(text):
    out = bytearray()
    for i in range(0, len(text), 3):
        part = text[i:i + 3]
        out += sum(ALPHABET.index(c) * 45 ** n for n, c in enumerate(part)).to_bytes(len(part) - 1, 'big')
    return bytes(out)

def base45(data):
    out = ''
    for i in range(0, len(data), 2):
        part = data[i:i + 2]
        value = int.from_bytes(part, 'big')
        for _ in range(len(part) + 1):
            out += ALPHABET[value % 45]
            value //= 45
    return out

def der_signature(raw):
    half = len(raw) // 2
    return encode_dss_signature(int.from_bytes(raw[:half], 'big'), int.from_bytes(raw[half:], 'big'))

def sign_raw(key, message):
    size = (key.curve.key_size + 7) // 8
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(HASHES[key.curve.key_size]())))
    return r.to_bytes(size, 'big') + s.to_bytes(size, 'big')

def sign1(key, protected, payload):
    """RFC 9052: tag 18 of [protected, unprotected, payload, signature]."""
    header = cbor2.dumps(protected)
    signature = sign_raw(key, cbor2.dumps(['Signature1', header, b'', payload]))
    return cbor2.dumps(cbor2.CBORTag(18, [header, {}, payload, signature]))

def canonical(data):
    """RFC 8785 for what seals hold: keys in ASCII, and no number but integers."""
    return json.dumps(data, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()

def judge_hcert(dsc):
    certificate = x509.load_pem_x509_certificate(read(dsc))
    kid = certificate.fingerprint(hashes.SHA256())[:8]
    def judge(text):
        protected, _, payload, signature = cbor2.loads(zlib.decompress(from_base45(text.removeprefix('HC1:')))).value
        header = cbor2.loads(protected)
        assert header[1] == -7 and header[4] == kid
        certificate.public_key().verify(der_signature(signature), cbor2.dumps(['Signature1', protected, b'', payload]), ec.ECDSA(hashes.SHA256()))
        claims = cbor2.loads(payload)
        dcc = claims[-260][1]
        return claims[6] <= time.time() <= claims[4] and sum(len(dcc.get(group, [])) for group in 'vtr') == 1
    return judge

def judge_vds_nc(csca):
    def openssl(*command): return subprocess.run(['openssl', *command], capture_output=True).returncode == 0
    def judge(text):
        seal = json.loads(text)
        assert seal['sig']['alg'] == 'ES256' and seal['data']['hdr']['t'].startswith('icao.') and seal['data']['msg']
        with tempfile.TemporaryDirectory() as folder:
            def put(name, content):
                open(f'{folder}/{name}', 'wb').write(content)
                return f'{folder}/{name}'
            certificate = x509.load_der_x509_certificate(from_b64url(seal['sig']['cer']))
            pem = put('cert', certificate.public_bytes(serialization.Encoding.PEM))
            key = put('key', certificate.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
            signature = put('sig', der_signature(from_b64url(seal['sig']['sigvl'])))
            return openssl('verify', '-CAfile', csca, pem) and openssl('dgst', '-sha256', '-verify', key, '-signature', signature, put('data', canonical(seal['data'])))
    return judge

def load_key(path): return serialization.load_pem_private_key(read(path), None)

def sign_hcert(key, dsc):
    key, certificate = load_key(key), x509.load_pem_x509_certificate(read(dsc))
    def sign(dcc):
        now = int(time.time())
        claims = cbor2.dumps({1: 'KR', 6: now - 60, 4: now + 86400, -260: {1: dcc}})
        return 'HC1:' + base45(zlib.compress(sign1(key, {1: -7, 4: certificate.fingerprint(hashes.SHA256())[:8]}, claims)))
    return sign

def sign_vds_nc(key, dsc):
    key, certificate = load_key(key), x509.load_pem_x509_certificate(read(dsc))
    algorithm = {256: 'ES256', 384: 'ES384', 521: 'ES512'}[key.curve.key_size]
    der = certificate.public_bytes(serialization.Encoding.DER)
    # Written with white space and in another order than it is signed in.
    return lambda data: json.dumps({'data': data, 'sig': {'alg': algorithm, 'sigvl': b64url(sign_raw(key, canonical(data))), 'cer': b64url(der)}})

def sign_nzcp(key, issuer, kid):
    key = load_key(key)
    def sign(vc):
        now = int(time.time())
        vc = {name: vc[name] for name in vc if name != 'id'}
        claims = cbor2.dumps({1: issuer, 5: now - 60, 4: now + 86400, 7: uuid.uuid4().bytes, 'vc': vc})
        return 'NZCP:/1/' + base64.b32encode(sign1(key, {4: kid.encode(), 1: -7}, claims)).decode().rstrip('=')
    return sign

def main():
    modes = {f.__name__.replace('_', '-'): f for f in (judge_hcert, judge_vds_nc, sign_hcert, sign_vds_nc, sign_nzcp)}
    work = modes[sys.argv[1]](*sys.argv[2:])
    for line in sys.stdin:
        record = json.loads(line)
        if sys.argv[1].startswith('sign'):
            print(work(record))
            continue
        try:
            accepted = work(record['pass'])
        except Exception:
            accepted = False
        print('accepted' if accepted else 'refused')

main()

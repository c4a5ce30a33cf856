#!/usr/bin/python3
"""Measures a whole network's trust list: loading its 900 keys, and judging 100,000 passes of one country by it.

usage: tests/bench/bench_trust.py VPASS [--quick] [--keep DIR]     prints JSON on its last line for tests/bench/run

The list has the form of WHO's (version 2), with 36 participants of one SCA and 24 DSCs each, and a proof by a network key
that is made here. --keep leaves the files in DIR.
"""
from bench_clock import cpu_seconds
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
import base64, datetime, hashlib, json, os, statistics, subprocess, sys, tempfile

vpass, quick = os.path.abspath(sys.argv[1]), '--quick' in sys.argv
COUNTRIES = '''KOR=KR FRA=FR DEU=DE ESP=ES ITA=IT PRT=PT FIN=FI SWE=SE NLD=NL BEL=BE AUT=AT CHE=CH POL=PL CZE=CZ HUN=HU GRC=GR IRL=IE DNK=DK
    NOR=NO ISL=IS EST=EE LVA=LV LTU=LT SVK=SK SVN=SI HRV=HR BGR=BG ROU=RO CYP=CY MLT=MT LUX=LU BRA=BR CHL=CL OMN=OM TUR=TR ISR=IL'''.split()
DSCS, PASSES, BAR_MS = 24, 100_000, 100
DID = 'did:web:network.example.test:v2:trustlist'
FROM, UNTIL = datetime.datetime(2026, 1, 1), datetime.datetime(2030, 1, 1)


def certificate(alpha2, name, key, issuer):
    """`issuer`: (certificate, key) of the SCA, or None for the SCA itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, alpha2), x509.NameAttribute(NameOID.ORGANIZATION_NAME, f'Ministry of Health of {alpha2}'),
                         x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys('content_commitment key_encipherment data_encipherment key_agreement encipher_only decipher_only'.split(), False)
    usage |= dict.fromkeys(('key_cert_sign', 'crl_sign'), issuer is None) | {'digital_signature': issuer is not None}
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer[0].subject if issuer else subject).public_key(key.public_key())
               .serial_number(x509.random_serial_number()).not_valid_before(FROM).not_valid_after(UNTIL)
               .add_extension(x509.KeyUsage(**usage), critical=True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False))
    if not issuer: builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    else:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(f'http://crl.{alpha2.lower()}.example.test/SCA.crl')], None, None, None)
        builder = (builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[1].public_key()), critical=False)
                   .add_extension(x509.CRLDistributionPoints([point]), critical=False))
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256())


def entry(alpha3, usage, certificates, key):
    """A key of the list; its numbers are written as Java writes them."""
    ders = [one.public_bytes(serialization.Encoding.DER) for one in certificates]
    kid = base64.b64encode(hashlib.sha256(ders[0]).digest()[:8]).decode()
    numbers = key.public_key().public_numbers()
    java = lambda n: base64.urlsafe_b64encode(n.to_bytes(n.bit_length() // 8 + 1, 'big')).rstrip(b'=').decode()
    jwk = {'kty': 'EC', 'kid': kid, 'x5c': [base64.b64encode(der).decode() for der in ders], 'crv': 'P-256', 'x': java(numbers.x), 'y': java(numbers.y)}
    return {'id': f'{DID}:DCC:{alpha3}:{usage}#{kid}', 'type': 'JsonWebKey2020', 'controller': DID, 'publicKeyJwk': jwk, 'domain': {'code': '#DCC'},
            'participant': {'code': '#' + alpha3}, 'keyusage': {'code': {'SCA': '#CSCA', 'DSC': '#DSC'}[usage]}}


def signed(entries, key):
    """The document with the network's proof over its canonical N-Quads."""
    security, rdf = 'https://w3id.org/security#', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
    lines = {f'<{DID}> <{security}controller> <{DID}> .\n'}
    for one in entries:
        jwk = json.dumps(one['publicKeyJwk'], sort_keys=True, separators=(',', ':')).replace('\\', '\\\\').replace('"', '\\"')
        e = f'<{one["id"]}>'
        lines |= {f'<{DID}> <{security}verificationMethod> {e} .\n', f'{e} <{rdf}type> <{security}JsonWebKey2020> .\n',
                  f'{e} <{security}controller> <{DID}> .\n', f'{e} <{security}publicKeyJwk> "{jwk}"^^<{rdf}JSON> .\n'}
        for member, values in (('domain', 'Domains'), ('participant', 'Participants'), ('keyusage', 'KeyUsage')):
            url = f'https://smart.who.int/trust/ValueSet-{values}.jsonld'
            lines.add(f'{e} <{url}> <{url}{one[member]["code"]}> .\n')
    proof = {'type': 'JsonWebSignature2020', 'created': '2026-08-22T17:05:30Z', 'nonce': 'n', 'proofPurpose': 'assertionMethod',
             'verificationMethod': 'did:web:network.example.test:DID'}
    options = [f'_:c14n0 <http://purl.org/dc/terms/created> "{proof["created"]}"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n',
               f'_:c14n0 <{rdf}type> <{security}JsonWebSignature2020> .\n', f'_:c14n0 <{security}nonce> "n" .\n',
               f'_:c14n0 <{security}proofPurpose> <{security}assertionMethod> .\n', f'_:c14n0 <{security}verificationMethod> <{proof["verificationMethod"]}> .\n']
    url64 = lambda data: base64.urlsafe_b64encode(data).rstrip(b'=').decode()
    header = url64(b'{"b64":false,"crit":["b64"],"alg":"ES256"}')
    message = header.encode() + b'.' + b''.join(hashlib.sha256(''.join(sorted(part)).encode()).digest() for part in (options, lines))
    proof['jws'] = header + '..' + url64(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1',
                         'https://smart.who.int/trust/tng-context/v1.jsonld'],
            'id': DID, 'controller': DID, 'verificationMethod': entries, 'proof': proof}


def make_files():
    """network.json with its key network.jwk, korea.json, and the passes of four Korean signers: passes.txt."""
    new = lambda: ec.generate_private_key(ec.SECP256R1())
    entries = {}
    for country in COUNTRIES:
        alpha3, alpha2 = country.split('=')
        sca_key = new()
        sca = certificate(alpha2, f'{alpha2} SCA', sca_key, None)
        entries[alpha3] = [entry(alpha3, 'SCA', [sca], sca_key)]
        for n in range(DSCS):
            key = new()
            dsc = certificate(alpha2, f'{alpha2} DSC {n}', key, (sca, sca_key))
            entries[alpha3].append(entry(alpha3, 'DSC', [dsc, sca], key))
            if alpha3 != 'KOR' or n >= 4: continue
            with open(f'{n}.key', 'wb') as out:
                out.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
            with open(f'{n}.pem', 'wb') as out: out.write(dsc.public_bytes(serialization.Encoding.PEM))
    network = new()
    numbers = network.public_key().public_numbers()
    url64 = lambda n: base64.urlsafe_b64encode(n.to_bytes(32, 'big')).rstrip(b'=').decode()
    json.dump({'kty': 'EC', 'crv': 'P-256', 'x': url64(numbers.x), 'y': url64(numbers.y)}, open('network.jwk', 'w'))
    json.dump(signed(sum(entries.values(), []), network), open('network.json', 'w'))
    json.dump(signed(entries['KOR'], network), open('korea.json', 'w'))
    clock = ['--at', '2026-09-01']
    with open('passes.txt', 'w') as out:
        for n in range(4):
            command = f'"{vpass}" issue -q --at 2026-09-01 --sample {PASSES // 20} --seed {n} | "{vpass}" sign -q --key {n}.key --cert {n}.pem --at 2026-09-01'
            passes = [json.loads(line)['pass'] + '\n' for line in subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout.splitlines()]
            out.writelines(passes * 5)
    return clock


def median_seconds(*command, rounds):
    return statistics.median(cpu_seconds(list(command))[0] for _ in range(rounds))


def main():
    clock = make_files()
    rounds = 5 if quick else 15
    start = median_seconds(vpass, 'verify', '-q', '/dev/null', rounds=rounds)
    rows = []
    for name, more in (('', []), (', its proof checked', ['--network-key', 'network.jwk'])):
        command = [vpass, 'verify', '-q', '--trust', 'network.json', *more, *clock, '/dev/null']
        loaded = 1000 * (median_seconds(*command, rounds=rounds) - start)
        rows.append({'name': f'a trust list of 900 keys{name}', 'ms': loaded, 'bar': BAR_MS})
        print(f'  {rows[-1]["name"] + " loads in":<60}{loaded:>7.1f} ms  (bar {BAR_MS})', flush=True)
    verify = lambda name: [vpass, 'verify', '-q', '-j', '1', *clock, '--trust', name + '.json', '-o', name + '.out', 'passes.txt']
    turns = [cpu_seconds(verify('network'), verify('korea')) for _ in range(3 if quick else 7)]
    if open('network.out').read() != open('korea.out').read(): sys.exit('bench_trust: the verdicts differ')
    ratio = statistics.median(whole / one for whole, one in turns)
    rows.append({'name': '100,000 passes by the whole network', 'ratio': ratio, 'bar': 1.05})
    print(f'  {"100,000 passes by the whole network, against one country":<60}{ratio:>7.3f} x  (bar 1.05)', flush=True)
    print(json.dumps(rows))


if '--keep' in sys.argv:
    folder = sys.argv[sys.argv.index('--keep') + 1]
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    main()
else:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()

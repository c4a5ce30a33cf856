#!/usr/bin/env python3
"""Writes the seed corpora of the fuzz targets: small inputs that reach each decoder's branches. All are made up
here; nothing is taken from anybody's passes.   usage: tests/fuzz/make_corpus.py"""
import base64, hashlib, json, pathlib, struct, textwrap, zlib

HERE = pathlib.Path(__file__).parent / 'corpus'


def head(major, n):
    if n < 24: return bytes([major << 5 | n])
    for info, form in ((24, '>B'), (25, '>H'), (26, '>I'), (27, '>Q')):
        if n < 1 << 8 * struct.calcsize(form): return bytes([major << 5 | info]) + struct.pack(form, n)


class Raw(bytes): pass


def cbor(value):
    if isinstance(value, Raw): return bytes(value)
    if value is None: return b'\xf6'
    if isinstance(value, bool): return b'\xf5' if value else b'\xf4'
    if isinstance(value, int): return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float): return b'\xfb' + struct.pack('>d', value)
    if isinstance(value, bytes): return head(2, len(value)) + value
    if isinstance(value, str): return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list): return head(4, len(value)) + b''.join(map(cbor, value))
    return head(5, len(value)) + b''.join(cbor(k) + cbor(v) for k, v in value.items())


def base45(data):
    symbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
    out = ''
    for i in range(0, len(data) - 1, 2):
        n = data[i] * 256 + data[i + 1]
        out += symbols[n % 45] + symbols[n // 45 % 45] + symbols[n // 2025]
    if len(data) % 2: out += symbols[data[-1] % 45] + symbols[data[-1] // 45]
    return out


def write(target, **inputs):
    folder = HERE / f'fuzz_{target}'
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in inputs.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


COMMON = {'tg': '840539006', 'co': 'KR', 'is': 'KDCA', 'ci': 'URN:UVCI:01:KR:0123456789ABCDEF#7'}
ENTRIES = {
    'v': {'vp': '1119349007', 'mp': 'EU/1/20/1528', 'ma': 'ORG-100030215', 'dn': 2, 'sd': 2, 'dt': '2021-08-01'},
    't': {'tt': 'LP6464-4', 'sc': Raw(b'\xc0' + cbor('2021-12-13T09:30:00+0900')), 'tr': '260415000', 'tc': 'Seoul'},
    'r': {'fr': '2021-09-01', 'df': '2021-09-12', 'du': '2022-02-28'},
}


def claims(group, **changes):
    document = {'ver': '1.3.0', 'nam': {'fn': '홍', 'fnt': 'HONG', 'gn': None}, 'dob': '1963-04-14',
                group: [{**COMMON, **ENTRIES[group]}]}
    return {1: 'KR', 4: 1655006400, 6: 1639454400, -260: {1: document}, **changes}


def cose(payload, unprotected=None, tag=b'\xd2'):
    return tag + cbor([cbor({1: -7, 4: b'12345678'}), unprotected or {}, cbor(payload), bytes(range(64))])


def hc1(message): return 'HC1:' + base45(zlib.compress(message))


write('base45', rfc='%69 VD92EX0', two='BB8', odd='QED8WEX0', base64='Zm9vYmFy', padded='Zm8=', url='-_8', hex='00ffa5')

write('json', all='{"a":[1,-2.5e3,"x\\u00e9\\n\\ud83d\\ude00",true,false,null,{}],"b\\u0063":{"d":[[]]},"é":0}',
      number='[0,-0,1.0,2e0,12345678901234567890,9007199254740993,1e400,1E-5]',
      spaces=' { "a" : [ 1 , 2 ] }\n', twice='{"k":1,"\\u006b":2}', text='"\\"\\\\\\/\\b\\f\\n\\r\\t"',
      many='{' + ','.join(f'"k{i}":{i}' for i in range(20)) + '}')

write('cbor', map=cbor({1: 'one', -260: {1: [5, True, None, 1.5]}, 'text': b'bytes'}),
      open=bytes.fromhex('bf61610161629f0203ff63666f6fbf01f97e00ffff'),
      numbers=bytes.fromhex('8a00181819010 01a000100001b0000000100000000203818f93c00fa47c35000fb3ff199999999999a'
                            .replace(' ', '')),
      tags=bytes.fromhex('84c074323031332d30332d32315432303a30343a30305ad8206161c1fbffffffffffffffffd9d9f7f7'),
      simple=bytes.fromhex('85f4f5f6f7f8ff'), alike=bytes.fromhex('a401006131014131028101a0'),
      many=cbor({f'k{i}': i for i in range(20)}), deep=b'\x81' * 31 + b'\x80', nested_keys=b'\xa1' * 29 + bytes(30))

PLAIN = claims('v')
write('cose', tagged=cose(PLAIN), untagged=cose(PLAIN, tag=b''), cwt=cose(PLAIN, tag=b'\xd8\x3d\xd2'),
      unprotected=cose({1: 'KR'}, {4: b'abcdefgh', 33: [b'\x30\x03\x02\x01\x00']}),
      empty=bytes.fromhex('8440a04040'))

LONG = b''.join(hashlib.sha256(bytes([i])).hexdigest().encode() for i in range(8))
write('inflate', stored=zlib.compress(b'hello', 0), fixed=zlib.compress(b'hello hello hello'),
      dynamic=zlib.compress(LONG, 9), raw=zlib.compress(LONG)[2:-4], zeros=zlib.compress(bytes(5000)),
      trailing=zlib.compress(b'hello') + b'xx')

write('hcert', vaccination=cbor(claims('v')), test=cbor(claims('t')), recovery=cbor(claims('r')),
      times=cbor(claims('v', **{}) | {4: 1655006400.5, 5: Raw(b'\xc1' + cbor(1639454400)), 6: 1e300}),
      two=cbor({1: 'FR', 4: 2, 6: 1, -260: {1: {'v': [{}, {}], 't': None, 'ver': 1, 'nam': {}, 'dob': ''}}}),
      who=cbor({1: 'KR', 4: 1655006400, 6: 1639454400, -260: {3: {'hcid': 'X', 'vaccine': 'Y', 'date': '2021-08-01'}}}),
      yellow_fever=cbor({1: 'KR', 4: 1655006400, 6: 1639454400, -260: {-6: {'n': 'HONG', 'dob': '1963-04-14'}}}),
      message=cose(claims('v'), tag=b'\xd2'), headers=cose(claims('r'), {33: b'\x30\x00', 4: 'text'}, tag=b''),
      text=hc1(cose(claims('v'))), version='HC2:ABC', bare=hc1(cbor({'hcid': 'X', 'vaccine': 'Y'})),
      shc='shc:/' + ''.join(f'{ord(c) - 45:02}' for c in 'eyJhbGciOiJFUzI1NiJ9.q1YqUrIqAQA.AAAA'),
      nzcp='NZCP:/1/2KCEVIQEIVVWK6JNGEASNICZAEP2KALYDZSGSZB2O5SWEOTOPJRXALTDN53GSZBRHEXGQZLBNR2GQLTOPICRU',
      vdsnc=json.dumps({'data': {'hdr': {'is': 'KOR', 't': 'icao.vacc', 'v': 1}, 'msg': {'uvci': 'X'}},
                        'sig': {'alg': 'ES256', 'cer': 'AAAA', 'sigvl': 'AAAA'}}),
      jwt='eyJhbGciOiJFUzI1NksifQ.eyJpc3MiOiJkaWQ6aW5mcmE6MDEifQ.AAAA')

# The first byte chooses: hcert, nzcp, shc, vds-nc, then the claims of a card and of an NZ COVID Pass as they are.
PATIENT = {'resourceType': 'Patient', 'name': [{'family': '홍'}], 'birthDate': '1963-04-14'}
DOSE = {'resourceType': 'Immunization', 'meta': {'security': []}, 'status': 'completed', 'occurrenceDateTime': '2021-08-01',
        'vaccineCode': {'coding': [{'system': 'http://hl7.org/fhir/sid/cvx', 'code': '208', 'display': 'x'}], 'text': 'x'},
        'patient': {'reference': 'resource:0'}, 'protocolApplied': [{'doseNumberPositiveInt': 1}]}
BUNDLE = {'resourceType': 'Bundle', 'type': 'collection',
          'entry': [{'fullUrl': f'resource:{i}', 'resource': r} for i, r in enumerate((PATIENT, DOSE))]}
VC = {'type': ['https://smarthealth.cards#health-card', 'VerifiableCredential'], '@context': [], 'rid': 'abc',
      'credentialSubject': {'fhirVersion': '4.0.1', 'fhirBundle': BUNDLE}}
NZ = {'@context': ['https://www.w3.org/2018/credentials/v1', 'https://nzcp.covid19.health.nz/contexts/v1'], 'version': '1.0.0',
      'type': ['VerifiableCredential', 'PublicCovidPass'],
      'credentialSubject': {'givenName': '길동', 'familyName': '홍', 'dob': '1963-04-14'}}
VACC = {'hdr': {'t': 'icao.vacc', 'v': 1, 'is': 'KOR'},
        'msg': {'uvci': 'X', 'pid': {'n': 'HONG  GILDONG', 'dob': '1963-04-14'},
                've': [{'des': 'XM68M6', 'nam': 'x', 'dis': 'RA01.0', 'vd': [{'dvc': '2021-08-01', 'seq': 1, 'ctr': 'KOR', 'adm': 'x'}]}]}}
TEST = {'hdr': {'t': 'icao.test', 'v': 1, 'is': 'KOR'},
        'msg': {'utci': 'X', 'pid': {'n': 'HONG', 'dt': 'P', 'dn': '1'}, 'sp': {'spn': 'x', 'ctr': 'KOR', 'cd': {'p': '1', 'e': '2', 'a': '3'}},
                'dat': {'sc': '2021-12-13T09:30:00+09:00', 'ri': '2021-12-13T19:30:00+09:00'}, 'tr': {'tc': 'x', 'r': 'negative', 'm': 'x'}}}


def chosen(choice, value): return bytes([choice]) + (value if isinstance(value, bytes) else json.dumps(value).encode())


write('formats', hcert=chosen(0, claims('r')[-260][1]), nzcp=chosen(1, {'id': 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', **NZ}),
      shc=chosen(2, VC), vaccination=chosen(3, VACC), test=chosen(3, TEST),
      card=chosen(4, {'iss': 'https://pass.example', 'nbf': 1639454400.5, 'exp': 4e12, 'vc': VC}),
      mark=chosen(4, b'\xef\xbb\xbf{"iss":"https://pass.example/","nbf":1}'),
      claims=chosen(5, cbor({1: 'did:web:pass.example', 5: 1639454340, 4: 1655006400, 7: bytes(16), 'vc': NZ})))

write('record', record='{"case":1,"pass":"HC1:\\u0041B","verdict":"forged"}', chunks='{"pass":["a","b\\n","c"],"x":[{}]}',
      error='{"line":3,"error":{"code":"x","message":"m"}}', bare='HC1:NCFOX "\\', card='{"verifiableCredential":["a.b.c"]}', spaces='  {"pass" : "x" , "é": 1.50 }')

# A P-256 public key (its private half is nobody's: the point is the generator itself), and RSA of 2048 bits.
X = 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY'
Y = 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU'
EC = {'kty': 'EC', 'crv': 'P-256', 'x': X, 'y': Y, 'kid': 'MTIzNDU2Nzg=', 'iss': 'KR'}
RSA = {'kty': 'RSA', 'n': '_' * 342, 'e': 'AQAB', 'kid': 'rsa', 'use': 'sig'}
METHOD = {'id': '#k', 'type': 'JsonWebKey2020', 'publicKeyJwk': EC}
# A self-signed certificate whose key was thrown away.
CERTIFICATE = ('MIIByzCCAXCgAwIBAgIUA+RgZW/qe7xUD+8BGv3/PbUBUXQwCgYIKoZIzj0EAwIwHDELMAkGA1UEBhMCS1IxDTALBgNVBAMMBEZ1enowIBcNMj'
               'YxMTIzMTMyOTA0WhgPMjEyNjEwMzAxMzI5MDRaMBwxCzAJBgNVBAYTAktSMQ0wCwYDVQQDDARGdXp6MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD'
               'QgAEH3WMyN2+PCyAqCv6ACcJ+70YWCeRZXvEZMAECWLEOG4GDDibtSrNjgEzEwROZ0nh/Lpj0rq1/bIcAY/K0AGzaaOBjTCBijAdBgNVHQ4EFg'
               'QUTTg513x0sDCSmbOptADXTCNQZCQwHwYDVR0jBBgwFoAUTTg513x0sDCSmbOptADXTCNQZCQwDwYDVR0TAQH/BAUwAwEB/zAWBgNVHSUEDzAN'
               'BgsrBgEEAY43j2UBAjAfBgNVHREEGDAWhhRodHRwczovL2V4YW1wbGUudGVzdDAKBggqhkjOPQQDAgNJADBGAiEAi8qN+rrXknXrgfFN+nAPDh'
               '95j7ebkisIdWmmsg68PlwCIQCVnQwaVSeMSb0CUMzsTak3TLqwi80LNVHM7pWyixbo5Q==')
PEM = '-----BEGIN CERTIFICATE-----\n' + '\n'.join(textwrap.wrap(CERTIFICATE, 64)) + '\n-----END CERTIFICATE-----\n'
write('trust', jwks=json.dumps({'keys': [EC, RSA]}), dids='{"dids":["did:infra:01:PUB_K1_5Cyex6y6oprV8ubzfNLNXvtRtLMRGBwxtVGdV3jjP"]}',
      did=json.dumps({'id': 'did:web:example.test', 'verificationMethod': [METHOD], 'assertionMethod': ['#k', METHOD]}),
      vci=json.dumps({'issuerInfo': [{'issuer': {'iss': 'https://example.test'}, 'keys': [EC]}]}),
      dsc='[{"kid":"MTIzNDU2Nzg=","country":"KR","rawData":"' + CERTIFICATE + '"}]', signed='c2ln\n[{"rawData":"MIIB"}]',
      wrapped='{"certificates":[{"rawData":"MIIB"}]}', pem=PEM, der=base64.b64decode(CERTIFICATE),
      x5c=json.dumps({'keys': [{**EC, 'x5c': [CERTIFICATE]}]}))


CONTEXTS = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1',
            'https://smart.who.int/trust/tng-context/v1.jsonld']
LISTED = {'kty': 'EC', 'kid': 'a', 'x5c': [CERTIFICATE], 'crv': 'P-256', 'x': X, 'y': Y}
LISTS = 'did:web:example.test:v2:trustlist'


def network_list(contexts, methods):
    jws = base64.urlsafe_b64encode(b'{"b64":false,"crit":["b64"],"alg":"ES256"}').decode() + '..MAYCAQECAQE'
    return json.dumps({'@context': contexts, 'id': LISTS, 'controller': LISTS, 'verificationMethod': methods,
                       'proof': {'type': 'JsonWebSignature2020', 'created': '2026-08-22T17:05:30Z', 'nonce': 'a"\\\n',
                                 'proofPurpose': 'assertionMethod', 'verificationMethod': 'did:web:example.test:DID', 'jws': jws}})


def network_entry(jwk, **codes):
    return {'id': LISTS + '#a', 'type': 'JsonWebKey2020', 'controller': LISTS, 'publicKeyJwk': jwk,
            **{name: {'code': '#' + code} for name, code in codes.items()}}


write('network_list', empty=network_list(CONTEXTS, []), references=network_list(CONTEXTS, [LISTS + '-ref:DCC', LISTS]),
      second=network_list(CONTEXTS, [network_entry(LISTED, domain='DCC', participant='KOR', keyusage='DSC')]),
      first=network_list(CONTEXTS[:2], [network_entry({k: v for k, v in LISTED.items() if k != 'kid'})]))

write('certlogic', compare='{"and":[{">":[{"var":"payload.v.0.dn"},1]},{"in":["a",["a","b"]]}]}\n{"v":[{"dn":2}]}',
      dates='{"after":[{"plusTime":[{"var":"payload.dt"},14,"day"]},{"var":"clock"}]}\n{"dt":"2021-12-24"}',
      reduce='{"reduce":[{"var":"payload.l"},{"+":[{"var":"current"},{"var":"accumulator"}]},0]}\n{"l":[1,2]}')

RULE = {'Identifier': 'VR-XX-0001', 'Type': 'Acceptance', 'Country': 'XX', 'Version': '1.0.0', 'CertificateType': 'Vaccination',
        'ValidFrom': '2021-06-01T00:00:00Z', 'ValidTo': '2022-06-01T00:00:00Z', 'AffectedFields': ['v.0.dt'],
        'Description': [{'lang': 'en', 'desc': 'x'}], 'Engine': 'CERTLOGIC',
        'Logic': {'before': [{'plusTime': [{'var': 'external.validationClock'}, 9, 'hour']},
                             {'plusTime': [{'var': 'payload.v.0.dt'}, 181, 'day']}]}}
EXEMPTION = {**RULE, 'Identifier': 'EX-XX-0001', 'Type': 'Exemption', 'CertificateType': 'General', 'Venues': ['cafe'],
             'Logic': {'===': [{'var': 'external.validationDate'}, '2022-01-01']}}
SET = {'Name': 'x', 'Zone': '+09:00', 'Parameters': {'day': 14}, 'Facts': {'party': 0},
       'Fines': {'Currency': 'KRW', 'User': [{'Amount': 1}], 'Operator': [{'Amount': 2, 'Closure': True}]},
       'Venues': [{'Type': 'cafe', 'Periods': [{'From': '2021-12-06', 'To': '2022-03-01'},
                                               {'From': '2021-12-06', 'To': '2022-01-01', 'Region': 'Seoul'}]}],
       'Rules': [RULE, EXEMPTION]}
DOSE = '\n\n{"v":[{"dt":"2021-07-10"}]}'
write('policy', rule=json.dumps(RULE) + DOSE, set=json.dumps(SET) + DOSE,
      lines=json.dumps(RULE) + '\n' + json.dumps({**RULE, 'Version': '1.1.0', 'Logic': False}) + '\n' + DOSE[1:],
      array=json.dumps([RULE, {**RULE, 'Type': 'Invalidation', 'Identifier': 'IR-XX-0001'}]) + '\n\n[]')

write('p256_batch', **{f'how{how}': bytes([how]) + b''.join(hashlib.sha256(bytes([how, i])).digest() for i in range(3))
                       for how in (0, 1, 2, 129, 130)})


def number(n): return struct.pack('<I', n)[:3]


def revoked(n, *indexes):
    bits = bytearray((n + 7) // 8)
    for i in indexes: bits[i >> 3] |= 1 << (i & 7)
    return bytes(bits)


SIX = (3, 17, 18, 19, 400, 90000)
SIX_GAPS = bytes.fromhex('00103bf823fd8e3d10000000')
NO_GAPS = bytes(5)
write('gap_coder', six=number(6) + number(100000) + SIX_GAPS, none=number(0) + number(8) + NO_GAPS,
      first=number(1) + number(8) + NO_GAPS)


def compact(n, gaps, count, *indexes):
    return cbor({0: 1, 1: n, 2: count, 3: hashlib.sha256(revoked(n, *indexes)).digest(), 4: 7, 5: gaps})


def list_token(claim, value):
    protected = cbor({1: -8, 4: b'kid', 16: 'application/statuslist+cwt'})
    return b'\xd2' + cbor([protected, {}, cbor({2: 'uri', 6: 1, 4: 2, 65534: 3, claim: Raw(value)}), bytes(64)])


def base64url(data): return base64.urlsafe_b64encode(data).decode().rstrip('=')


STATUS = cbor({'bits': 2, 'lst': zlib.compress(b'\xc9\x44\xf9')})
RULES = cbor({0: 1, 4: 7, 7: [{1: b'12345678', 2: 'KR', 3: 1, 4: 2}, {2: 'KR'}]})
JWT = '.'.join(map(base64url, (
    b'{"alg":"EdDSA","kid":"kid","typ":"statuslist+jwt"}',
    b'{"sub":"uri","iat":1,"exp":2,"ttl":3,"status_list":{"bits":1,"lst":"%s"}}' % base64url(zlib.compress(b'\xb9')).encode(),
    bytes(64))))
write('status_list', cwt=b'\0' + list_token(65533, STATUS), jwt=b'\0' + JWT.encode(), status=b'\1' + STATUS,
      compact=b'\2' + compact(100000, SIX_GAPS, 6, *SIX), empty=b'\2' + compact(100, NO_GAPS, 0),
      delta=b'\2' + cbor({0: 1, 1: 1000, 2: 0, 3: hashlib.sha256(bytes(125)).digest(), 4: 7, 5: NO_GAPS,
                         6: hashlib.sha256(bytes(125)).digest()}),
      rules=b'\3' + RULES)

HASHES = ','.join('{"hash":"%s"}' % base64.b64encode(hashlib.sha256(bytes([i])).digest()[:16]).decode() for i in range(3))
BATCH = '{"country":"KR","expires":"2022-12-31T00:00:00+09:00","kid":"%s","hashType":"%s","entries":[' + HASHES + ']}'
write('eu_revocation', uci=BATCH % ('MTIzNDU2Nzg=', 'UCI'), any=BATCH % ('UNKNOWN_KID', 'COUNTRYCODEUCI'),
      several='[' + BATCH % ('MTIzNDU2Nzg=', 'SIGNATURE') + ',' + BATCH % ('UNKNOWN_KID', 'UCI') + ']',
      cards='{"kid":"k","method":"rid","ctr":3,"rids":["MKyCxh7p6uQ","aa.1639353600"]}',
      slice=struct.pack('>hbbfiii', 1, 3, 0, 1e-4, 1, 1, 2) + b'\xff\x00\x80\x01\x7f\xff\xff\xff')

LOG = HERE.parent.parent / 'data' / 'log'
CHECKPOINT = (LOG / 'checkpoint').read_bytes()
PATH = b''.join(base64.b64encode(bytes([i] * 32)) + b'\n' for i in range(3))
write('log', note=b'\0' + CHECKPOINT, vkey=b'\1' + (LOG / 'vkey').read_bytes().strip(), witness=b'\1' + (LOG / 'witness.vkey').read_bytes().strip(),
      skey=b'\2PRIVATE+KEY+name+00000000+' + base64.b64encode(b'\1' + bytes(32)),
      proof=b'\3c2sp.org/tlog-proof@v1\nextra ' + base64.b64encode((LOG / 'tile/entries/001.p/1').read_bytes()[2:]) + b'\nindex 256\n' + PATH + b'\n' + CHECKPOINT,
      bundle=b'\4' + (LOG / 'tile/entries/000').read_bytes())


def manifest(**changes):
    return json.dumps({'iss': 'example.test', 'sequence': 3, 'iat': 1639454400, 'exp': 1640059200,
                       'lists': [{'uri': 'https://example.test/status/1', 'folder': 'status/1', 'slots': 1048576, 'sha256': '00' * 32}],
                       'files': [{'path': 'trust.jwks', 'size': 12, 'sha256': 'ab' * 32}, {'path': 'status/1/list.cwt', 'size': 0, 'sha256': 'cd' * 32}],
                       **changes}, separators=(',', ':'))


write('manifest', whole='\x01' + manifest(), empty='\x01' + manifest(lists=[], files=[]),
      outside='\x01' + manifest(files=[{'path': '../secret', 'size': 1, 'sha256': '00' * 32}]),
      twice='\x01' + manifest(files=[{'path': 'a', 'size': 1, 'sha256': '00' * 32}] * 2),
      numbers='\x01' + manifest(sequence=2 ** 53, iat=-1, exp=1e300), bare='\x00' + 'eyJhbGciOiJFZERTQSIsInR5cCI6InZwYXNzLW1hbmlmZXN0K2p3dCJ9.e30.AA')

REPORT = {'report': 'vpass-report-1', 'zone': '+09:00', 'slot_minutes': 60, 'total': {'valid': 2, 'invalid': 0, 'failed': 1}, 'undated': 1,
          'bad_lines': 0, 'first': '2021-12-13T02:40:00Z', 'last': '2021-12-13T04:00:00Z',
          'outages': [{'kind': 'checks-failed', 'from': '2021-12-13T02:40:00Z', 'to': '2021-12-13T04:00:00Z', 'checks': 3, 'failed': 1}],
          'by': {name: {'keys': []} for name in ('time', 'day', 'reason', 'format', 'issuer', 'unverified_issuer', 'product', 'lot', 'operator',
                                                 'venue', 'rule')}}
REPORT['by']['lot'] = {'keys': [{'key': '<b>"\u202e', 'valid': 2, 'invalid': 0, 'failed': 1}]}
write('report', part=json.dumps(REPORT), sparse=json.dumps(REPORT | {'outages': []}).replace('"valid": 2', '"valid": 9007199254740992'),
      verdict='{"time":"2021-12-13T12:00:00+09:00","venue":"v","verdict":{"result":"valid","reason":"ok","issuer":"KR"},"claims":{"v":[{"mp":"x"}]},'
              '"decision":{"result":"refuse","rule":"VR-KR-0001"}}',
      card='{"verdict":{"result":"valid","reason":"ok"},"claims":{"credentialSubject":{"fhirBundle":{"entry":[{"resource":{"resourceType":'
           '"Immunization","lotNumber":"L","vaccineCode":{"coding":[{"code":"207"}]}}}]}}}}',
      seal='{"verdict":{"result":"valid","reason":"ok"},"claims":{"msg":{"ve":[{"nam":"x","vd":[{"lot":"L"}]}]}}}',
      outage='{"kind":"stale-lists","from":"2021-12-13T11:40:00+09:00","to":"2021-12-13T13:00:00+09:00","checks":9,"failed":7}',
      violation='{"time":"2021-12-20T12:00:00+09:00","venue":"restaurant","by":"operator","region":"seoul","offence":2}',
      failed='{"at":"2021-12-13T12:00:00+09:00","answer":"time\\u006fut","lot":"L"}', error='{"line":7,"error":{"code":"bad-json","message":"x"}}')

# A QR code of "HC1:A" as PNG and JPEG, and small bitmaps of every depth.
QR_PNG = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAACkAAAApAQAAAACAGz1bAAAAZklEQVQY02P4DwINDJRSB2IZQdR971oQddHRFUyFQqhEMHU/FCx3IJQRSd+Z2oUg'
                        '6ntPKYh6q/MWRH04uBxE3bXmBKs8uR2sr5gVbEpYLNhMn0QwlVIIod6D5TzXglUGC1LBR2AKAMlDxaAOQdr2AAAAAElFTkSuQmCC')
QR_JPEG = base64.b64decode('/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqm'
                        'x5moq6T/wAALCAApACkBAREA/8QAGAABAAMBAAAAAAAAAAAAAAAAAAMFBgT/xAAnEAACAQMEAgIBBQAAAAAAAAABAgMABBESEyFBIjEFURRCUmJx'
                        'cv/aAAgBAQAAPwDTUpSlKVT3NzeD5AxRG5aNphGTEFxGNKHJyp/ce+qgg+UvN23jkKuku0dQHkAQgYcDAyWB56z6ytLa9vmeLW1zoKwsZGVND6ig'
                        'IHh/I99Vf0pVR8hbBp5JBZmfWVUssUZZTkcgsORj/X9riuUXM6rsrBbCYvGkTlFUKc5w4ODyqLjxHrgeqQpDJeQmCHb0MOTaKoZhJhseOoADvrIy'
                        'QfehpSqC+t2b5Nn2VKbwMhe1MmtNKcA6T9N2Kh2L4rFHDFKr7CRxu642nKrrIP6RpGPvOcd1JDaIklvsRzRIrRq5/F5lKsMn1lB4q3vBz6yDWhpS'
                        'lKUpSlKUpX//2Q==')


def png_chunk(name, data): return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png(width, height, depth, colour, rows, *chunks):
    return (b'\x89PNG\r\n\x1a\n' + png_chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, 0)) +
            b''.join(chunks) + png_chunk(b'IDAT', zlib.compress(rows)) + png_chunk(b'IEND', b''))


def bmp(depth, height, compression=0, rows=bytes(range(64))):
    palette = bytes(range(8)) * (1 << depth >> 1) if depth <= 8 else b''
    header = struct.pack('<IiiHHIIiiII', 40, 4, height, 1, depth, compression, 0, 0, 0, 0, 0) + palette
    return b'BM' + struct.pack('<IHHI', 0, 0, 0, 14 + len(header)) + header + rows


write('picture', qr_png=QR_PNG, qr_jpeg=QR_JPEG, cut_jpeg=QR_JPEG[:300], rgba=png(2, 2, 8, 6, bytes(18)),
      palette=png(2, 1, 2, 3, b'\0\x10', png_chunk(b'PLTE', bytes(6)), png_chunk(b'tRNS', b'\0')),
      deep=png(1, 1, 16, 2, bytes(7)), large=png(30000, 30000, 1, 0, b''), bmp1=bmp(1, 4), bmp4=bmp(4, -4), bmp8=bmp(8, 4),
      bmp24=bmp(24, 4), bmp32=bmp(32, 4, 3), bmp_rle=bmp(8, 4, 1), bmp_cut=bmp(24, 400))

ROWS = {
    'vaccination': 'type,surname,forename,passport_surname,birth_date,vaccine,dose,doses,vaccinated_on\n'
                   'vaccination,홍,"길""동",,1970-01-02,Comirnaty,2,2,2021-07-10',
    'test': 'type,passport_surname,birth_date,sampled_at,test_type,result,test_centre\n'
            'test,HONG<GIL,1963-04,2021-12-13T09:30:00+09:00,pcr,negative,"Seoul, 1"',
    'recovery': 'type,surname,passport_forename,positive_on,valid_from,valid_until,country\n'
                'recovery,Müller-Łącki,ANNA,2021-09-01,2021-09-12,2022-02-28,PL',
}
write('registry', **ROWS)
write('value_sets', product='{"valueSetId":"vaccines-covid-19-names","valueSetValues":{"EU/1/20/1528":{"display":"x"}}}',
      other='{"valueSetId":"","valueSetValues":{}}', none='{"valueSetId":1,"valueSetValues":[]}')

LINK = '{"url":"https://a.example/x","key":"' + 'AQ' * 21 + 'E","flag":"%s","label":"a","exp":%s,"v":1}'
JWE = ('eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiYXBwbGljYXRpb24vc21hcnQtaGVhbHRoLWNhcmQifQ..AgICAgICAgICAgIC'
       '.fPS_LDg-p5SyrtCtH9Wn1sfbpYaK3a9LhqWFgjLVFVEVXUNK.CQvmKictD6kaBQP6NJ8axg')  # of the key that fuzz_link has
LINK_TEXT = base64.urlsafe_b64encode((LINK % ('LU', 1798761600)).encode()).decode()
PASSES = b'{"passes":["HC1:6BF","shc:/5676"]}'
write('link', link='\0shlink:/' + LINK_TEXT.rstrip('='), viewer='\0https://v.example/#VHLINK://' + LINK_TEXT,
      payload='\1' + LINK % ('PU', '1798761600000'), newer='\1{"v":2,"label":"later"}', jwe='\2' + JWE + '\n',
      jws='\2eyJhbGciOiJFUzI1NiJ9.e30.AA', parts='\2' + JWE.replace('..', '.'), json='\2{"ciphertext":"","tag":""}',
      manifest='\3{"files":[{"contentType":"application/fhir+json","embedded":"%s"},{"location":"https://a.example/"},'
               '{"status":"no-longer-valid"},{}]}' % JWE,
      cards='\4{"verifiableCredential":["eyJ.a.b","eyJ.c.d"]}', no_cards='\4{"verifiableCredential":[1]}',
      passes=b'\5' + zlib.compress(PASSES)[2:-4], trailing=b'\5' + zlib.compress(PASSES)[2:], bomb=b'\5' +
      zlib.compress(bytes(9 << 20), 9)[2:-4])

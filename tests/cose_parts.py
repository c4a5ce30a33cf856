#!/usr/bin/python3
"""Takes an HC1 pass, or a bare COSE_Sign1, apart with nothing of vpass: writes what was signed (RFC 9052 §4.4) to
OUT.tbs and the signature as the DER that openssl takes to OUT.sig.  usage: cose_parts.py OUT <PASS"""
import sys, zlib

def base45(text):
    digits = ['0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'.index(c) for c in text]
    out = bytearray()
    for i in range(0, len(digits), 3):
        part = digits[i:i + 3]
        out += sum(d * 45 ** k for k, d in enumerate(part)).to_bytes(len(part) - 1, 'big')
    return bytes(out)

def head(data, at):
    """(major type, argument, where its content begins)"""
    major, info = data[at] >> 5, data[at] & 31
    if info < 24: return major, info, at + 1
    n = 1 << (info - 24)
    return major, int.from_bytes(data[at + 1:at + 1 + n], 'big'), at + 1 + n

def skip(data, at):
    major, value, at = head(data, at)
    if major in (2, 3): return at + value
    for _ in range({4: value, 5: 2 * value, 6: 1}.get(major, 0)): at = skip(data, at)
    return at

def bytestring(content):
    n = len(content)
    return (bytes([0x40 | n]) if n < 24 else bytes([0x58, n]) if n < 256 else b'\x59' + n.to_bytes(2, 'big')) + content

def integer(raw):
    raw = raw.lstrip(b'\0')
    if raw[0] & 0x80: raw = b'\0' + raw
    return bytes([2, len(raw)]) + raw

message = sys.stdin.buffer.read()
if message.startswith(b'HC1:'): message = zlib.decompress(base45(message[4:].decode().rstrip('\n')))
at, parts = 0, []
if message[0] == 0xd2: at = 1  # the tag COSE_Sign1
assert message[at] == 0x84
at += 1
for _ in range(4):
    end = skip(message, at)
    parts.append(message[head(message, at)[2]:end])
    at = end
protected, _, payload, signature = parts
with open(sys.argv[1] + '.tbs', 'wb') as out:
    out.write(b'\x84\x6aSignature1' + bytestring(protected) + b'\x40' + bytestring(payload))
with open(sys.argv[1] + '.sig', 'wb') as out:
    r, s = integer(signature[:32]), integer(signature[32:])
    out.write(bytes([0x30, len(r + s)]) + r + s)

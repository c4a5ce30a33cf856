# A pass may carry links (HC1, claim 5), in four forms: --open opens what they lead to.
exec 2>&1
vpass issue -q --at $at --sample 1 --seed 1 | vpass sign -q --at $at --key keys/kr/dsc.key --cert keys/kr/dsc.pem -o pass
vpass link -q --at $at --base https://a.example/p --out site --secret secret pass -o links
link=$(jq -r .link links)
carry() {  # carry DOCUMENT-AS-JSON: a pass that carries it, unsigned
    python3 - "$1" <<'END'
import json, sys, zlib
def head(major, n):
    if n < 24: return bytes([major << 5 | n])
    if n < 256: return bytes([major << 5 | 24, n])
    if n < 65536: return bytes([major << 5 | 25]) + n.to_bytes(2, 'big')
    return bytes([major << 5 | 26]) + n.to_bytes(4, 'big')
def cbor(x):
    if isinstance(x, int): return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes): return head(2, len(x)) + x
    if isinstance(x, str): return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list): return head(4, len(x)) + b''.join(map(cbor, x))
    return head(5, len(x)) + b''.join(cbor(k) + cbor(v) for k, v in x.items())
claims = {1: 'KR', 4: 1700000000, 6: 1639000000, -260: {5: json.loads(sys.argv[1])}}
message = b'\xd2' + cbor([cbor({1: -7, 4: b'12345678'}), {}, cbor(claims), bytes(64)])
data, alphabet, out = zlib.compress(message), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:', 'HC1:'
for i in range(0, len(data), 2):
    n = int.from_bytes(data[i:i + 2], 'big')
    for _ in range(3 if i + 1 < len(data) else 2): out += alphabet[n % 45]; n //= 45
print(out)
END
}
members=$(jq -Rr 'sub("shlink:/"; "") | gsub("-"; "+") | gsub("_"; "/") | @base64d' <<<"$link")
open() { vpass link --open --at $at --files site --base https://a.example/p "$@"; }
{
    carry "\"$link\""
    carry "\"vhlink:/${link#shlink:/}\""
    carry "[{\"u\":\"shlink://${link#shlink:/}\"}]"
    carry "$members"
    carry "[{\"u\":\"$link\"},\"$link\"]"
} >passes
exits open passes -o opened
jq -c '[(.pass | startswith("HC1:")), .content_type, .warnings, .link]' opened
vpass verify -q --at $at --trust keys/kr/dsc.pem opened | jq -r .verdict.reason | uniq -c
echo "--- as a record, and passes that carry none"
jq -Rc '{pass:.,id:"x"}' <passes | head -1 | open -q | jq -c '[.id, .content_type]'
{ jq -r .pass pass; echo HC1:broken; carry '"shlink:/e30"'; carry '{"url":"https://a.example/p/none"}'; carry '[]'; } | exits open

// Prints the slots that a status list JWT says are revoked. usage: node interop_status_list.mjs JWT PUBLIC_KEY SLOTS
import { createRequire } from 'node:module';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const require = createRequire(process.cwd() + '/');
const { getListFromStatusListJWT } = require('@sd-jwt/jwt-status-list');
const [file, key, slots] = process.argv.slice(2);
const jwt = readFileSync(file, 'utf8').trim();

const [header, payload, signature] = jwt.split('.');
const good = verify('sha256', Buffer.from(`${header}.${payload}`), { key: createPublicKey(readFileSync(key)), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'));
if (!good) throw new Error('the signature does not verify');

const list = getListFromStatusListJWT(jwt);
const out = [];
for (let slot = 0; slot < Number(slots); slot++) {
    const status = list.getStatus(slot);
    if (status === 1) out.push(slot);
    else if (status !== 0) throw new Error(`slot ${slot} has the status ${status}`);
}
if (out.length) console.log(out.join('\n'));

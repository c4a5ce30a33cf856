// JavaScript libraries that others have written judge our passes, and make passes for us to judge.
//
//   node interop_formats.mjs JUDGE TRUST <records      a line for each: accepted, or refused
//   node interop_formats.mjs sign-shc KEY ISSUER <vcs  a pass for each
//
// The packages are found in the present folder. JUDGE is jose, shc-sdk or nzcp; TRUST is the JWK Set of one issuer.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const require = createRequire(join(process.cwd(), 'here.js'));
const [mode, file, issuer] = process.argv.slice(2);
console.log = console.warn = console.error = () => {};  // libraries talk
const print = (text) => process.stdout.write(text + '\n');
const lines = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// A JWS alone proves no issuer: that the key is in the issuer's own set is for the caller to see to.
async function jose(keys) {
    const { compactVerify, createLocalJWKSet } = require('jose');
    return async ({ pass }) => {
        const digits = pass.slice('shc:/'.length).match(/../g);
        const jws = digits.map((pair) => String.fromCharCode(Number(pair) + 45)).join('');
        const { payload } = await compactVerify(jws, createLocalJWKSet({ keys }), { algorithms: ['ES256'] });
        const { iss } = JSON.parse(inflateRawSync(payload));
        return keys.some((key) => key.iss === iss);
    };
}

// It asks the network for keys; here the network is an issuer's published set, and a directory that lists nobody.
async function shcSdk(keys) {
    const answer = (url) => url === keys[0].iss + '/.well-known/jwks.json' ? { keys } : { SmartHealthCards: {} };
    const fetch = async (url) => ({ status: 200, json: async () => answer(url), text: async () => JSON.stringify(answer(url)) });
    const id = require.resolve('cross-fetch');
    require.cache[id] = { id, filename: id, loaded: true, exports: fetch };
    const { unpackAndVerify } = require('@pathcheck/shc-sdk');
    return async ({ pass }) => Boolean(await unpackAndVerify(pass));
}

async function nzcp(keys) {
    const { verifyPassURIOffline } = require('@vaxxnz/nzcp');
    const id = keys[0].iss;
    const methods = keys.map((key) => ({ id: `${id}#${key.kid}`, controller: id, type: 'JsonWebKey2020', publicKeyJwk: key }));
    const didDocument = { '@context': 'https://w3.org/ns/did/v1', id, verificationMethod: methods, assertionMethod: methods.map((m) => m.id) };
    return async ({ pass }) => (await verifyPassURIOffline(pass, { didDocument })).success;
}

async function judge(library) {
    const accepts = await library(JSON.parse(readFileSync(file)).keys);
    for (const record of lines) print(await accepts(record).catch(() => false) ? 'accepted' : 'refused');
}

async function signShc() {
    const { CompactSign, calculateJwkThumbprint } = require('jose');
    const key = createPrivateKey(readFileSync(file));
    const kid = await calculateJwkThumbprint(key.export({ format: 'jwk' }));
    for (const vc of lines) {
        const claims = JSON.stringify({ iss: issuer, nbf: Math.floor(Date.now() / 1000) - 60, vc });
        const jws = await new CompactSign(deflateRawSync(claims)).setProtectedHeader({ zip: 'DEF', alg: 'ES256', kid }).sign(key);
        print('shc:/' + [...jws].map((c) => String(c.charCodeAt(0) - 45).padStart(2, '0')).join(''));
    }
}

await (mode === 'sign-shc' ? signShc() : judge({ jose, 'shc-sdk': shcSdk, nzcp }[mode]));

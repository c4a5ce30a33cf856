// Writes the canonical N-Quads of lists of WHO's trust network, by npm's jsonld: FILE.document.nq and FILE.options.nq in the
// present folder, where the packages are, too.
//
//   node trust_lists.mjs FILE…
//
// Nothing is fetched. The first context is the W3C's, from npm's did-context. The other two are in no package: below is as
// much of them as the lists use, in our own words.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const require = createRequire(join(process.cwd(), 'here.js'));
const jsonld = require('jsonld');
const did = JSON.parse(readFileSync(join(process.cwd(), 'node_modules/did-context/contexts/did-v1.jsonld')));

const security = (name) => 'https://w3id.org/security#' + name;
const reference = (id) => ({ '@id': id, '@type': '@id' });
const keys = { id: '@id', type: '@type' };
const suite = {
    ...keys,
    JsonWebKey2020: {
        '@id': security('JsonWebKey2020'),
        '@context': { ...keys, controller: reference(security('controller')), publicKeyJwk: { '@id': security('publicKeyJwk'), '@type': '@json' } },
    },
    JsonWebSignature2020: {
        '@id': security('JsonWebSignature2020'),
        '@context': {
            ...keys,
            created: { '@id': 'http://purl.org/dc/terms/created', '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' },
            nonce: security('nonce'),
            proofPurpose: { '@id': security('proofPurpose'), '@type': '@vocab', '@context': { assertionMethod: security('assertionMethod') } },
            verificationMethod: reference(security('verificationMethod')),
        },
    },
};
// A code such as #DSC is relative to its value set, and stands for an address in it.
const coded = (values, suffix) => {
    const set = `https://smart.who.int/trust/ValueSet-${values}${suffix}.jsonld`;
    return { '@id': set, '@context': { '@base': set, code: '@id' } };
};
const network = (suffix) =>
    ({ domain: coded('Domains', suffix), participant: coded('Participants', suffix), keyusage: coded('KeyUsage', suffix) });

const contexts = new Map([['https://www.w3.org/ns/did/v1', did], ['https://w3id.org/security/suites/jws-2020/v1', { '@context': suite }]]);
for (const suffix of ['', '-UAT', '-DEV'])
    contexts.set(`https://smart.who.int/trust/tng-context/v1${suffix}.jsonld`, { '@context': network(suffix) });

async function documentLoader(url) {
    if (!contexts.has(url)) throw new Error('there is no context ' + url);
    return { contextUrl: null, documentUrl: url, document: contexts.get(url) };
}
const canonical = (document) => jsonld.canonize(document, { algorithm: 'URDNA2015', format: 'application/n-quads', documentLoader, safe: false });

for (const file of process.argv.slice(2)) {
    const { proof, ...document } = JSON.parse(readFileSync(file));
    const { jws, ...options } = proof;
    const name = basename(file, '.json');
    writeFileSync(name + '.document.nq', await canonical(document));
    writeFileSync(name + '.options.nq', await canonical({ '@context': document['@context'], ...options }));
}

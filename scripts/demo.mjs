// Does what the README tells a newcomer to do, against a running demo, and
// checks the answers. Run it by "make demo".

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

const { STACKMATCH_URL: url, STACKMATCH_DATA: data } = process.env;

function token(role) {
  return execFileSync('go', ['run', './cmd/stackmatch', 'token', '--role', role, '--data', data], { encoding: 'utf8' }).trim();
}

async function ask(query, bearer) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(bearer && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...(await response.json()) };
}

const near = (a, b) => Math.abs(a - b) < 1e-6;
const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);

for (const path of ['/healthz', '/readyz', '/metrics', '/schema.graphql', '/']) {
  assert.equal((await fetch(url + path)).status, 200, path);
}

const ranking = `{
  viewer { role }
  postings(filter: { mine: true }, first: 10) {
    nodes {
      title
      candidates(first: 3) {
        totalCount
        tierCounts { qualified near partial }
        nodes { alias match { score tier rank summary contributions { label points possible } } }
      }
    }
  }
}`;

const employer = await ask(ranking, token('employer'));
assert.equal(employer.errors, undefined, JSON.stringify(employer.errors));
assert.equal(employer.data.viewer.role, 'EMPLOYER');
const posting = employer.data.postings.nodes.find((p) => p.candidates?.nodes.length > 0);
assert.ok(posting, 'no posting of the employer has candidates');
for (const { match } of posting.candidates.nodes) {
  assert.ok(near(sum(match.contributions.map((c) => c.points)), match.score), 'a score is the sum of its reasons');
  assert.ok(near(sum(match.contributions.map((c) => c.possible)), 100), 'what is possible adds up to 100');
}
console.log(`employer: ${posting.title}: ${posting.candidates.totalCount} candidates`);
for (const { alias, match } of posting.candidates.nodes) console.log(`  ${match.rank}. ${alias} ${match.score} ${match.tier}: ${match.summary}`);

const earner = await ask('{ viewer { role earner { awards(first: 5) { nodes { microCredential { title } counts } } } } }', token('earner'));
assert.equal(earner.data?.viewer?.role, 'EARNER', JSON.stringify(earner.errors));
assert.ok(earner.data.viewer.earner.awards.nodes.length > 0, 'the earner has awards');
const others = await ask('{ earners { nodes { id } } }', token('earner'));
assert.equal(others.errors?.[0].extensions.code, 'FORBIDDEN', 'an earner sees nobody else');
console.log(`earner: ${earner.data.viewer.earner.awards.nodes.length} awards of their own`);

const anonymous = await ask(ranking);
const seen = anonymous.data?.postings?.nodes ?? [];
assert.equal(anonymous.data?.viewer ?? null, null);
assert.ok(seen.every((p) => p.candidates === null), 'nobody sees candidates without signing in');
console.log('anonymous: no viewer, no candidates');

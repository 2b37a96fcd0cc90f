// Follows changes with clients that are not ours, against a running demo: graphql-ws
// over a WebSocket and graphql-sse as an event stream. Run it by "make sockets".

import assert from 'node:assert/strict';
import { createClient as createStream } from 'graphql-sse';
import { ask, begun, socket, token, url, within } from './client.mjs';

// next takes the next answer of a subscription, which must be free of errors.
async function next(events, what) {
  const { value, done } = await within(events.next(), what);
  assert.equal(done, false, what);
  assert.equal(value.errors, undefined, JSON.stringify(value.errors));
  return value.data;
}

// hears starts a subscription.
async function hears(client, query, variables) {
  const events = client.iterate({ query, variables });
  const first = events.next();
  await begun(client);
  return { next: async (what) => next({ next: () => first }, what) };
}

const setVisibility = 'mutation ($input: SetVisibilityInput!) { setVisibility(input: $input) { problems { message } } }';
const show = (visibility) => ask('earner', setVisibility, { input: { visibility } });

// A posting of the demo's employer that lists the demo's earner: hiding them changes it.
async function postingThatListsTheEarner() {
  const { postings } = await ask('employer', '{ postings(filter: { mine: true }, first: 20) { nodes { id candidates(first: 0) { totalCount } } } }');
  await show('HIDDEN');
  for (const { id, candidates } of postings.nodes) {
    const { posting } = await ask('employer', 'query ($id: ID!) { posting(id: $id) { candidates(first: 0) { totalCount } } }', { id });
    if (posting.candidates.totalCount < candidates.totalCount) {
      await show('ANONYMOUS');
      return { id, total: candidates.totalCount };
    }
  }
  throw new Error('no posting of the employer lists the earner');
}

const candidatesChanged = `subscription ($posting: ID!, $resumeAfter: String) {
  candidatesChanged(posting: $posting, resumeAfter: $resumeAfter) {
    cursor
    tierCounts { qualified near partial }
    posting { candidates(first: 3) { totalCount nodes { alias } } }
  }
}`;

async function follow() {
  const { id, total } = await postingThatListsTheEarner();
  let client = socket(token('employer'));
  const events = await hears(client, candidatesChanged, { posting: id });
  await show('HIDDEN');
  const { candidatesChanged: gone } = await events.next('the earner hides');
  assert.equal(gone.posting.candidates.totalCount, total - 1);
  const counted = Object.values(gone.tierCounts).reduce((a, b) => a + b, 0);
  assert.equal(counted, total - 1);
  await client.dispose();
  await show('ANONYMOUS'); // while nobody listens
  client = socket(token('employer'));
  const resumed = client.iterate({ query: candidatesChanged, variables: { posting: id, resumeAfter: gone.cursor } });
  const { candidatesChanged: back } = await next(resumed, 'what was missed');
  assert.equal(back.posting.candidates.totalCount, total);
  await client.dispose();
  console.log(`graphql-ws: candidates of a posting fell from ${total} to ${total - 1}, and came back after a resumption`);
}

const awardChanged = 'subscription ($after: String) { awardChanged(resumeAfter: $after) { cursor award { id publicUrl } } }';

async function stream() {
  const { viewer } = await ask('earner', '{ viewer { earner { awards(first: 1) { nodes { id } } } } }');
  const { id } = viewer.earner.awards.nodes[0];
  const client = createStream({ url: `${url}/graphql`, headers: { Authorization: `Bearer ${token('earner')}` } });
  const publish = () => ask('earner', 'mutation ($input: PublishAwardInput!) { publishAward(input: $input) { problems { message } } }', { input: { id, showName: true } });
  const withdraw = () => ask('earner', 'mutation ($input: UnpublishAwardInput!) { unpublishAward(input: $input) { problems { message } } }', { input: { id } });
  const events = client.iterate({ query: awardChanged });
  const first = events.next();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await publish();
  const { awardChanged: published } = await next({ next: () => first }, 'an award is published');
  assert.equal(published.award.id, id);
  assert.ok(published.award.publicUrl);
  await events.return();
  await withdraw(); // while nobody listens
  const { awardChanged: withdrawn } = await next(client.iterate({ query: awardChanged, variables: { after: published.cursor } }), 'what was missed');
  assert.equal(withdrawn.award.publicUrl, null);
  client.dispose();
  console.log('graphql-sse: an award was published and withdrawn, the latter after a resumption');
}

async function refusals() {
  const anonymous = socket();
  const { value } = await within(anonymous.iterate({ query: '{ viewer { role } }' }).next(), 'an answer for nobody in particular');
  assert.equal(value.data.viewer, null);
  await assert.rejects(anonymous.iterate({ query: 'subscription { awardChanged { cursor } }' }).next(),
    (errors) => ['FORBIDDEN', 'UNAUTHENTICATED'].includes(errors[0].extensions.code));
  await anonymous.dispose();
  const forged = socket('nonsense', { retryAttempts: 0 });
  await assert.rejects(forged.iterate({ query: '{ viewer { role } }' }).next(), (closed) => closed.code === 4403);
  console.log('refused: subscriptions of nobody, and a token that is not ours by 4403');
}

await follow();
await stream();
await refusals();
process.exit(0);

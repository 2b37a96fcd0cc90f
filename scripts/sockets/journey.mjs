// The whole way from a posting to a hire, and back to a stranger: an employer and an
// earner at once, each over HTTP and a WebSocket of graphql-ws, against a running
// demo. Run it by "make sockets".

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { asks, begun, data, socket, token, within } from './client.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

// Person is somebody who asks over HTTP and listens over a WebSocket. Told is all that
// they were ever told, as it came.
class Person {
  told = [];
  constructor(bearer) {
    this.client = socket(bearer);
    this.ask = asks(bearer, (text) => this.told.push(text));
  }

  // hear follows a subscription, from now on or from after a cursor.
  hear(field, selection, { variables = '', values = {}, args = '' } = {}) {
    const query = `subscription${variables} { ${field}${args} { cursor ${selection} } }`;
    const events = [];
    let wake = () => {};
    this.client.subscribe({ query, variables: values }, {
      next: (message) => {
        this.told.push(JSON.stringify(message));
        events.push(message.errors ? new Error(JSON.stringify(message.errors)) : message.data[field]);
        wake();
      },
      error: (cause) => { events.push(Object.assign(new Error(`${field}: ${JSON.stringify(cause)}`), { cause })); wake(); },
      complete: () => {},
    });
    let read = 0;
    return {
      events,
      // until is the next event that is as wanted; those before it are passed over.
      until: (what, wanted = () => true) => within((async () => {
        for (;;) {
          while (read < events.length) {
            const event = events[read++];
            if (event instanceof Error) throw event;
            if (wanted(event)) return event;
          }
          await new Promise((resolve) => { wake = resolve; });
        }
      })(), what),
    };
  }
}

const other = (email) => execFileSync('go', ['run', './cmd/stackmatch', 'token', '--role', 'earner', '--as', email, '--data', data],
  { cwd: root, encoding: 'utf8' }).trim();
const employer = new Person(token('employer'));
const earner = new Person(token('earner'));
const issuer = new Person(token('issuer'));
const neighbor = new Person(other('earner2@example.org'));

const ownRecord = '{ viewer { earner { id name awards(first: 100) { nodes { microCredential { id } } } } } }';
const { viewer: { earner: self } } = await earner.ask(ownRecord);
const { viewer: { earner: next } } = await neighbor.ask(ownRecord);
const held = new Set([self, next].flatMap((e) => e.awards.nodes.map((a) => a.microCredential.id)));
const show = (person, visibility) => person.ask(
  'mutation ($v: Visibility!) { setVisibility(input: { visibility: $v }) { problems { code message } } }', { v: visibility });
await show(earner, 'ANONYMOUS');
await show(neighbor, 'ANONYMOUS');

// What the college awards, and neither of the two holds: so nobody is told too early.
const { viewer: { organization: college } } = await issuer.ask('{ viewer { organization { id } } }');
const { microCredentials } = await issuer.ask(
  'query ($of: [ID!]) { microCredentials(filter: { issuers: $of }, first: 100) { nodes { id title } } }', { of: [college.id] });
const wanted = microCredentials.nodes.find((m) => !held.has(m.id));
assert.ok(wanted, 'the college awards nothing that the two do not hold');
// An issuer awards those who let it.
await neighbor.ask('mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { problems { code message } } }',
  { input: { to: { organization: college.id }, purpose: 'COACHING', fields: ['NAME', 'AWARDS'] } });
const award = async (to) => (await issuer.ask(`mutation ($input: IssueAwardInput!) {
  issueAward(input: $input) { award { id } problems { code message } } }`, { input: { earner: to, microCredential: wanted.id } })).issueAward.award.id;

// The neighbor asks nothing of work; the earner of the demo a floor of pay, the day
// shift and a short way, which the posting meets.
await neighbor.ask('mutation { setWorkConditions(input: {}) { problems { code message } } }');

// The employer posts, saves the search, and both listen.
const { createPosting: { posting } } = await employer.ask(`mutation ($input: CreatePostingInput!) {
  createPosting(input: $input) { posting { id } problems { code message } } }`,
{
  input: {
    title: `Somebody with ${wanted.title}`, requirements: [{ ask: { anyOf: [wanted.id] } }],
    pay: { minimum: '22.00', unit: 'HOUR', currency: 'USD' }, shifts: ['DAY'],
  },
});
const { saveSearch: { savedSearch } } = await employer.ask(`mutation ($input: SaveSearchInput!) {
  saveSearch(input: $input) { savedSearch { id } problems { code message } } }`, { input: { name: wanted.title, posting: posting.id } });
const ofPosting = { variables: '($posting: ID!)', values: { posting: posting.id }, args: '(posting: $posting)' };
const ofSearch = { variables: '($search: ID!, $after: String)', args: '(search: $search, resumeAfter: $after)' };
const matchFields = 'match { id tier told candidate { id alias name match { tier } } }';
const contactFields = 'contactRequest { id status opened candidate { id name email } }';
const listed = 'posting { candidates(first: 100) { totalCount nodes { id alias } } }';
const employerHears = {
  matches: employer.hear('savedSearchMatched', matchFields, { ...ofSearch, values: { search: savedSearch.id } }),
  candidates: employer.hear('candidatesChanged', listed, ofPosting),
  contacts: employer.hear('contactRequestUpdated', contactFields),
  notices: employer.hear('notificationReceived', 'notification { kind subject text }'),
};
const earnerHears = {
  contacts: earner.hear('contactRequestUpdated', 'contactRequest { id status message organization { name } postingTitle }'),
  notices: earner.hear('notificationReceived', 'notification { kind subject text }'),
};
await Promise.all([begun(employer.client), begun(earner.client)]);
const candidatesNow = async () => (await employer.ask(`query ($id: ID!) { posting(id: $id) {
  candidates(first: 100) { totalCount edges { cursor } nodes { id alias name email } } } }`, { id: posting.id })).posting.candidates;
const before = await candidatesNow();

// An award makes the earner match: the alert arrives.
const made = await award(self.id);
const { cursor: matchedAt, match } = await employerHears.matches.until('the earner matches');
assert.deepEqual([match.tier, match.told, match.candidate.match.tier, match.candidate.name], ['QUALIFIED', true, 'QUALIFIED', null]);
const candidate = match.candidate.id;
const has = (page) => page.nodes.some((c) => c.id === candidate);
const { posting: grown } = await employerHears.candidates.until('the list grows', (e) => has(e.posting.candidates));
assert.equal(grown.candidates.totalCount, before.totalCount + 1);
assert.ok(!has(before));
await employerHears.notices.until('the inbox tells of the match', (e) => e.notification.kind === 'SEARCH_MATCHED');
await earnerHears.notices.until('the inbox tells of the award', (e) => e.notification.kind === 'AWARD_RECEIVED');
console.log(`journey: an award of ${wanted.title} made ${match.candidate.alias} match a saved search, and its employer was told`);

// Shortlist, contact, answer.
const { addToShortlist } = await employer.ask(`mutation ($input: AddToShortlistInput!) { addToShortlist(input: $input) {
  results { entry { id stage } problems { code } } problems { code message } } }`, { input: { posting: posting.id, candidates: [candidate] } });
const entry = addToShortlist.results[0].entry;
assert.equal(entry.stage, 'NEW');
const { requestContact } = await employer.ask(`mutation ($input: RequestContactInput!) { requestContact(input: $input) {
  contact { id status candidate { name } } problems { code message } } }`,
{ input: { posting: posting.id, candidate, message: 'Come and see our hall.' } });
const contact = requestContact.contact.id;
assert.equal(requestContact.contact.candidate.name, null);
const { contactRequest: asked } = await earnerHears.contacts.until('the earner is asked');
assert.deepEqual([asked.id, asked.status, asked.message], [contact, 'PENDING', 'Come and see our hall.']);
await earnerHears.notices.until('the inbox tells of the request', (e) => e.notification.kind === 'CONTACT_REQUESTED');
assert.ok(!employer.told.some((text) => text.includes(self.name)), 'the name was told before it was opened');
await earner.ask(`mutation ($input: AnswerContactInput!) { answerContact(input: $input) { problems { code message } } }`,
  { input: { id: contact, accept: true, fields: ['NAME', 'AWARDS', 'CONTACT'] } });
const { contactRequest: answered } = await employerHears.contacts.until('the earner accepts', (e) => e.contactRequest.status === 'ACCEPTED');
assert.deepEqual([answered.candidate.id, answered.candidate.name], [candidate, self.name]);
assert.deepEqual(answered.opened.toSorted(), ['AWARDS', 'CONTACT', 'NAME']);
await employerHears.notices.until('the inbox tells of the answer', (e) => e.notification.kind === 'CONTACT_ANSWERED');
console.log(`journey: asked and answered: ${match.candidate.alias} is ${self.name}`);

// Interview and hire, which become outcomes of the earner's.
for (const to of ['INTERVIEW', 'HIRED']) {
  await employer.ask('mutation ($input: MoveContactInput!) { moveContact(input: $input) { problems { code message } } }', { input: { id: contact, to } });
  await earnerHears.contacts.until(`the earner is told of ${to}`, (e) => e.contactRequest.status === to);
  await employerHears.contacts.until(`the employer is told of ${to}`, (e) => e.contactRequest.status === to);
}
const { myOutcomes } = await earner.ask('{ myOutcomes { nodes { kind source organization { id } awards { id } } } }');
for (const kind of ['INTERVIEWED', 'HIRED']) {
  const outcome = myOutcomes.nodes.find((o) => o.kind === kind && o.awards.some((a) => a.id === made));
  assert.ok(outcome, `${kind} rests on the award`);
}
const { viewLog } = await earner.ask('{ viewLog(first: 100) { nodes { organization { id name } posting { id } times fields } } }');
const looked = viewLog.nodes.filter((line) => line.posting?.id === posting.id);
assert.ok(looked.length > 0 && looked.every((line) => line.organization.name === asked.organization.name), JSON.stringify(viewLog));
assert.ok(looked.some((line) => ['alias', 'id', 'name'].every((field) => line.fields.includes(field))), JSON.stringify(looked));
console.log(`journey: interviewed and hired; the view log says that ${asked.organization.name} looked ${looked.reduce((n, l) => n + l.times, 0)} times`);

// The earner takes it all back.
const stillThere = await candidatesNow();
const place = stillThere.nodes.findIndex((c) => c.id === candidate);
const { viewer: { earner: { consents } } } = await earner.ask('{ viewer { earner { consents(first: 100) { nodes { id purpose organization { name } } } } } }');
for (const { id } of consents.nodes.filter((c) => c.purpose === 'CONTACT' && c.organization.name === asked.organization.name)) {
  await earner.ask('mutation ($id: ID!) { withdrawConsent(input: { id: $id }) { problems { code message } } }', { id });
}
const opened = employer.told.length;
const everything = `query ($contact: ID!, $candidate: ID!, $posting: ID!, $entry: ID!, $search: ID!) {
  contact: node(id: $contact) { ... on ContactRequest { status opened candidate { id name email } } }
  candidate: node(id: $candidate) { ... on Candidate { id name email } }
  shortlist(posting: $posting) { nodes { id stage candidate { id name } } }
  entry: node(id: $entry) { ... on ShortlistEntry { id candidate { id name } } }
  search: node(id: $search) { ... on SavedSearch { matches { nodes { id candidate { id name } } } } }
  contactRequests { nodes { id candidate { id name } } }
}`;
const all = { contact, candidate, posting: posting.id, entry: entry.id, search: savedSearch.id };
await employer.ask(everything, all);
assert.ok(!employer.told.slice(opened).some((text) => text.includes(self.name)), 'the name is gone with the next request');
await show(earner, 'HIDDEN');
const hidden = employer.told.length;
const gone = await employer.ask(everything, all);
assert.deepEqual([gone.candidate, gone.contact.candidate, gone.entry?.candidate ?? null], [null, null, null]);
assert.deepEqual(gone.shortlist.nodes.map((e) => e.candidate), [null]);
assert.deepEqual(gone.search.matches.nodes.find((m) => m.id === match.id)?.candidate ?? null, null);
assert.ok(!has(await candidatesNow()), 'the list still has them');
assert.ok(place >= 0, 'no cursor to go on from: they were not listed before');
for (const { cursor } of stillThere.edges.slice(Math.max(0, place - 1), place + 1)) { // pages that go on from where they stood
  const { posting: { candidates } } = await employer.ask(`query ($id: ID!, $after: String) { posting(id: $id) {
    candidates(first: 10, after: $after) { totalCount nodes { id } } } }`, { id: posting.id, after: cursor });
  assert.equal(candidates.totalCount, stillThere.totalCount - 1);
}

// Whatever becomes of them now, the employer's subscriptions tell others only: the
// neighbor's award comes after theirs in the feed.
await issuer.ask('mutation ($id: ID!) { revokeAward(input: { id: $id, reason: "Issued in error." }) { problems { code message } } }', { id: made });
await award(self.id);
await award(next.id);
const { match: neighbors } = await employerHears.matches.until('the neighbor matches');
assert.ok(neighbors.candidate && neighbors.candidate.id !== candidate);
await employerHears.candidates.until('the list has the neighbor', (e) => e.posting.candidates.nodes.some((c) => c.id === neighbors.candidate.id));
const replayed = employer.hear('savedSearchMatched', matchFields, { ...ofSearch, values: { search: savedSearch.id, after: matchedAt } });
assert.equal((await replayed.until('what came after the cursor')).match.id, neighbors.id);
const since = employer.told.slice(hidden);
for (const secret of [candidate, self.name, match.candidate.alias]) {
  assert.ok(!since.some((text) => text.includes(secret)), `${secret} was told after the withdrawal: ${since.find((text) => text.includes(secret))}`);
}
for (const secret of [self.id, made]) assert.ok(!employer.told.some((text) => text.includes(secret)), `${secret} was told to the employer`);
console.log('journey: withdrawn: name, node, list, shortlist, cursors and subscriptions know them no more');
process.exit(0);

// What the scripts of this directory have in common: who they are signed in as, and
// how they ask the running demo over HTTP and follow it over a WebSocket.

import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export const { STACKMATCH_URL: url, STACKMATCH_DATA: data } = process.env;
const patience = 20_000;

const accounts = await (await fetch(`${url}/demo/accounts`)).json();
export const token = (role) => accounts.find((account) => account.role === role).token;

// asks returns a function that does operations for who holds a token. What it is
// answered goes to heard too, as it came.
export const asks = (bearer, heard = () => {}) => async (query, variables) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  heard(text);
  const { data, errors } = JSON.parse(text);
  assert.equal(errors, undefined, `${query}: ${text}`);
  for (const payload of Object.values(data)) assert.deepEqual(payload?.problems ?? [], [], query);
  return data;
};

export const ask = (role, query, variables) => asks(token(role))(query, variables);

export const socket = (bearer, options) => createClient({
  url: `${url.replace('http', 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  lazyCloseTimeout: 2000,
  connectionParams: bearer && { Authorization: `Bearer ${bearer}` },
  ...options,
});

export const within = (promise, what) => Promise.race([
  promise,
  new Promise((_, reject) => setTimeout(() => reject(new Error(`never: ${what}`)), patience).unref()),
]);

// begun gives time for the server to have begun the subscriptions of a client: a query
// on the same socket is answered after.
export async function begun(client) {
  await client.iterate({ query: '{ viewer { role } }' }).next();
  await new Promise((resolve) => setTimeout(resolve, 500));
}

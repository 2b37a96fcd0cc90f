import './workers.js';
// The parts of graphiql/style.css, without its two embedded fonts.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.jsx';
import { readLink } from './link.js';

async function load(path, otherwise) {
  const response = await fetch(path, { credentials: 'omit' });
  return response.ok ? response.json() : otherwise;
}

// Who signed in by a link comes with their token in the fragment, which no browser
// sends: it is taken out of the address at once.
const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
if (token) {
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
}
const self = token ? [{ role: 'link', label: 'You, by your link', token }] : [];

const loadAccounts = async () => [...self, ...(await load('/demo/accounts', []))];
const { demo, examples } = await load('/examples.json', { demo: false, examples: [] });
const accounts = demo ? await loadAccounts() : [];
const link = readLink(window.location.search, examples);
link.role ||= self[0]?.role ?? '';

createRoot(document.getElementById('root')).render(
  <App accounts={accounts} examples={examples} link={link} loadAccounts={loadAccounts} />,
);

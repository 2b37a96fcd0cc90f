// Measures how well skills are found, step by step, and writes the tables into
// docs/search-quality.md: node scripts/search-quality.mjs, or with the names of
// the tables that are wanted: node scripts/search-quality.mjs steps told

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const page = 'docs/search-quality.md';
const tables = ['intervals', 'steps', 'without', 'told', 'sizes', 'tries'];

function measure(what) {
  const out = execFileSync('go', ['test', './search/skillindex', '-run', '^TestQuality$', '-count', '1', '-timeout', '30m', '-v'], {
    encoding: 'utf8',
    env: { ...process.env, STACKMATCH_QUALITY: what },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const rows = out.split('\n').filter((line) => line.startsWith('|'));
  if (rows.length < 3) throw new Error(`no figures of ${what}: are the judged sets there?\n${out}`);
  return rows.join('\n');
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((what) => !tables.includes(what));
if (unknown.length > 0) throw new Error(`no table ${unknown.join(', ')}: there are ${tables.join(', ')}`);

for (const what of wanted.length > 0 ? wanted : tables) {
  const started = Date.now();
  const rows = measure(what);
  const text = readFileSync(page, 'utf8');
  const marked = new RegExp(`<!-- ${what} -->[^]*<!-- /${what} -->`);
  if (!marked.test(text)) throw new Error(`${page} has no place for ${what}`);
  writeFileSync(page, text.replace(marked, () => `<!-- ${what} -->\n${rows}\n<!-- /${what} -->`));
  console.log(`${page}: ${what} written after ${Math.round((Date.now() - started) / 1000)} s`);
}

// Measures how well skills are found, step by step, and writes the tables into
// docs/search-quality.md: node scripts/search-quality.mjs

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const page = 'docs/search-quality.md';

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

for (const what of ['intervals', 'steps', 'without', 'told', 'tries']) {
  const rows = measure(what);
  const text = readFileSync(page, 'utf8');
  const marked = new RegExp(`<!-- ${what} -->[^]*<!-- /${what} -->`);
  if (!marked.test(text)) throw new Error(`${page} has no place for ${what}`);
  writeFileSync(page, text.replace(marked, () => `<!-- ${what} -->\n${rows}\n<!-- /${what} -->`));
  console.log(`${page}: ${what} written`);
}

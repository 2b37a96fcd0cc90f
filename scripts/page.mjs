// Opens the demo's page in headless Chromium as each kind of viewer, runs an
// example of theirs by its link, and reads what the page then shows; then looks at
// the public pages. Run it by "make page"; without Chromium it says so, and fails
// in CI.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { open } from './browser.mjs';
import { lookAtPublicPages } from './public.mjs';

const { STACKMATCH_URL: url, CI } = process.env;
const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--window-size=1700,2400', '--virtual-time-budget=20000',
];

// What the page shows, as plain text: the editor writes spans and hard spaces.
function shown(example) {
  const profile = mkdtempSync(join(tmpdir(), 'stackmatch-page-'));
  try {
    const link = `${url}/?example=${encodeURIComponent(example)}&run`;
    const run = spawnSync('chromium', [...flags, `--user-data-dir=${profile}`, '--dump-dom', link], {
      encoding: 'utf8', timeout: 90_000, maxBuffer: 1 << 26,
    });
    if (run.error?.code === 'ENOENT' && !CI) {
      console.log('chromium is not installed: nothing was looked at');
      process.exit(0);
    }
    assert.equal(run.status, 0, run.error?.message ?? run.stderr);
    return run.stdout.replace(/<[^>]*>/g, '').replace(/&nbsp;|\u00a0/g, ' ').replace(/&quot;/g, '"');
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

const cases = [
  ['The best candidates of a posting, with the reasons', [/"alias": "\w+ \w+ \d{3}"/, /"score": \d/, /"contributions": \[/, /"points": \d/]],
  ['What I have earned, and who may find me', [/"name": "Averil Fernbrook"/, /"earnedAt": "\d{4}-/]],
  ['The earners who agreed to coaching', [/"earners": \{/, /"microCredential": \{/]],
  ['The catalog, with what it costs to earn', [/"microCredentials": \{/]],
  ['Open postings, and the law behind what they ask', [/"postings": \{/, /"legalRule": /]],
];

for (const [example, wanted] of cases) {
  const text = shown(example);
  for (const one of wanted) assert.match(text, one, example);
  assert.doesNotMatch(text, /"errors": \[/, example);
  console.log(`${example}: shown`);
}

const browser = await open(flags.filter((flag) => !flag.startsWith('--virtual-time')));
try {
  await lookAtPublicPages(browser, url);
} finally {
  await browser.close();
}

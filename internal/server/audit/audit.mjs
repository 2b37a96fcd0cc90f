// Runs graphql-http's server audits against $STACKMATCH_URL and fails when one
// of them does: node audit.mjs
import { serverAudits } from 'graphql-http';

const base = process.env.STACKMATCH_URL;
if (!base) {
  console.error('set STACKMATCH_URL to the address of a running server');
  process.exit(2);
}

const audits = serverAudits({ url: new URL('/graphql', base).href, fetchFn: fetch });
let failed = 0;
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status !== 'ok') {
    failed++;
    console.log(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
  }
}
console.log(`${audits.length - failed} of ${audits.length} audits passed`);
process.exit(failed === 0 ? 0 : 1);

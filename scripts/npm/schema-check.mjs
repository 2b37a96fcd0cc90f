// Fails when the API's schema breaks clients of the released one.
//
//   node schema-check.mjs RELEASED.graphql SCHEMA_DIR            compare
//   node schema-check.mjs RELEASED.graphql SCHEMA_DIR --release  write RELEASED.graphql anew

import { writeFileSync } from 'node:fs';
import { printSchema } from 'graphql';
import { breaking, readSchema } from './schema.mjs';

const [released, current, flag] = process.argv.slice(2);
const schema = readSchema(current);

if (flag === '--release') {
  writeFileSync(released, `# The schema as released last: "make schema-check" compares with it, "make schema-release" writes it.\n\n${printSchema(schema)}\n`);
  process.exit(0);
}

const found = await breaking(readSchema(released), schema);
for (const change of found) console.error(`breaks clients: ${change.message}`);
if (found.length > 0) {
  console.error('Deprecate first, name the replacement, and remove two minor versions later.');
  process.exit(1);
}
console.log('the schema breaks no client of the released one');

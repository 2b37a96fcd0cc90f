// Runs "stackmatch bench" for the sizes given and writes the table into
// docs/performance.md: node scripts/bench.mjs 20543 100000 1000000

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';

const page = 'docs/performance.md';
const sizes = process.argv.slice(2);

const ms = (n) => (n < 10 ? n.toFixed(2) : n.toFixed(1));
const cell = ({ p50_ms, p99_ms, cpu_ms }) => `${ms(p50_ms)} / ${ms(p99_ms)} / ${ms(cpu_ms)}`;

function measure(earners) {
  const out = execFileSync('go', ['run', './cmd/stackmatch', 'bench', '--earners', earners, '--seed', '1', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out);
}

function table(result) {
  const rows = result.kinds.map(({ kind, differs, ours, stock, limit }) =>
    `| ${kind} | ${cell(ours)} | ${cell(stock)} | ${cell(limit)} | ${(ours.p50_ms / limit.p50_ms).toFixed(2)} | ${differs} |`);
  return [
    `### ${result.earners.toLocaleString('en-US')} earners`,
    '',
    `${Math.round(result.index_bytes_per_earner)} bytes of index per earner, ${Math.round(result.rebuild_per_cpu_s).toLocaleString('en-US')} earners indexed per second of CPU, ${Math.round(result.rss_bytes / 1e6)} MB resident.`,
    '',
    '| query | ours: p50 / p99 / CPU ms | stock | limit | ours : limit (p50) | differs |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const results = sizes.map(measure);
const machine = `Measured on ${cpus().length} cores (${cpus()[0].model.trim()}, ${arch()}).`;
const text = readFileSync(page, 'utf8');
writeFileSync(page, text.replace(
  /<!-- bench -->[^]*<!-- \/bench -->/,
  () => `<!-- bench -->\n${[machine, ...results.map(table)].join('\n\n')}\n<!-- /bench -->`,
));
const wrong = results.flatMap((r) => r.kinds).reduce((total, k) => total + k.differs, 0);
console.log(`${page}: written; ${wrong} answers differ from brute force`);
process.exit(wrong === 0 ? 0 : 1);

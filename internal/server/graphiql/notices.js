import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

// notices writes the licenses of all packages that a build took code from, the
// workers' builds included.
export function notices(fileName) {
  const roots = new Set();
  return {
    plugin: () => ({
      name: 'notices',
      transform(_code, id) {
        const root = packageRoot(id);
        if (root) {
          roots.add(root);
        }
      },
      generateBundle() {
        this.emitFile({ type: 'asset', fileName, source: text(roots) });
      },
    }),
  };
}

// Not a package of its own, and under a license of its own.
const icons = 'codicon.ttf: Visual Studio Code Icons, (c) Microsoft Corporation, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)';

function packageRoot(id) {
  let folder = dirname(id.replace(/^\0/, '').replace(/[?#].*$/, ''));
  while (folder.includes(`${sep}node_modules${sep}`)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name) {
      return folder;
    }
    folder = dirname(folder);
  }
  return undefined;
}

function text(roots) {
  const entries = [...roots].map((root) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const files = readdirSync(root).filter((file) => /^(licen[cs]e|notice|thirdpartynotices|copying)/i.test(file));
    const texts = files.sort().map((file) => readFileSync(join(root, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  return `This page holds code of the packages below, under their licenses.\n\n${'='.repeat(78)}\n${[...new Set([...entries, icons])].sort().join(`\n\n${'='.repeat(78)}\n`)}\n`;
}

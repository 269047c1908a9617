/**
 * The compiler keeps the walls between the top folders (project references). This file keeps the floors within
 * `server/src`: a file imports its own floor or a lower one, and the libraries that belong to one place stay there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Lower number, lower floor. The first prefix that fits counts. */
const floors: readonly (readonly [prefix: string, floor: number])[] = [
  ['grammar/', 0],
  ['server/src/errors/', 0],
  ['server/src/util/', 0],
  ['server/src/log.ts', 0],
  ['server/src/model/', 1],
  ['server/src/query/', 2],
  ['server/src/clicktime/', 3],
  ['server/src/memory/', 3],
  ['server/src/execution/', 4],
  ['server/src/protocol/', 5],
  ['server/src/service.ts', 6],
  ['server/src/http/', 7],
  ['server/src/', 8],
  ['server/simulator/', 8],
  ['server/conformance/', 8],
];

/** Packages that only these files may import. */
const homes: Readonly<Record<string, readonly string[]>> = {
  express: ['server/src/http/'],
  compression: ['server/src/http/'],
  undici: ['server/src/clicktime/client.ts'],
  '@redis/client': ['server/src/clicktime/redis-places.ts'],
  'proxy-addr': ['server/src/http/trusted-proxies.ts'],
};

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files = readSources('server/src');

test('the floors name every source file', () => {
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => floorOf(file.path) === undefined)).toEqual([]);
});

test('imports lead to the same floor or a lower one', () => {
  const upward = files.flatMap((file) =>
    file.imports
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => normalize(join(dirname(file.path), specifier)))
      .filter((target) => (floorOf(target) ?? Number.POSITIVE_INFINITY) > (floorOf(file.path) ?? 0))
      .map((target) => `${file.path} -> ${target}`),
  );
  expect(upward).toEqual([]);
});

test('of the two sources, neither knows the other', () => {
  const across = files.filter(
    (file) =>
      (file.path.startsWith('server/src/memory/') && file.text.includes('/clicktime/')) ||
      (file.path.startsWith('server/src/clicktime/') && file.text.includes('/memory/')),
  );
  expect(across.map((file) => file.path)).toEqual([]);
});

test('the engine does not know ClickTime', () => {
  const engine = /^server\/src\/(query|execution|protocol|memory)\//;
  const knowing = files.filter(
    (file) =>
      engine.test(file.path) && file.imports.some((specifier) => /clicktime|entity-sets|simulator/.test(specifier)),
  );
  expect(knowing.map((file) => file.path)).toEqual([]);
});

test.each(Object.entries(homes))('%s is imported only where it belongs', (name, allowed) => {
  const strays = files.filter(
    (file) =>
      file.imports.some((specifier) => specifier === name || specifier.startsWith(`${name}/`)) &&
      !allowed.some((prefix) => file.path.startsWith(prefix)),
  );
  expect(strays.map((file) => file.path)).toEqual([]);
});

test('the environment is read in main.ts alone, and nothing writes to the console', () => {
  const readers = files.filter((file) => file.text.includes('process.env') && file.path !== 'server/src/main.ts');
  const talkers = files.filter((file) => /\bconsole\./.test(file.text));
  expect(readers.map((file) => file.path)).toEqual([]);
  expect(talkers.map((file) => file.path)).toEqual([]);
});

test('the date is asked for in the clock alone: whatever is measured by it breaks when somebody sets it', () => {
  const allowed = ['server/src/util/clock.ts', 'server/src/main.ts'];
  const readers = files.filter(({ text }) => /\bDate\.now\b|\bDate\(\)|\bnew Date\b(?!\()/.test(text));
  expect(readers.map(({ path }) => path).filter((path) => !allowed.includes(path))).toEqual([]);
});

function floorOf(path: string): number | undefined {
  return floors.find(([prefix]) => path.startsWith(prefix))?.[1];
}

function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const path = relative(root, join(entry.parentPath, entry.name));
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, imports: importsOf(text) };
    });
}

function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].flatMap((match) => match[1] ?? []);
}

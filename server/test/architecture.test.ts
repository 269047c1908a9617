/**
 * The compiler keeps the walls between the top folders (project references). This file keeps the floors within
 * `server/src`: a file imports its own floor or a lower one, and the libraries that belong to one place stay there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The floors of docs/architecture.md, from the lowest up; a folder's own row counts before that of the folder around it. */
const floors = readFloors();

/** Packages that only these files may import. */
const homes: Readonly<Record<string, readonly string[]>> = {
  express: ['server/src/http/'],
  compression: ['server/src/http/'],
  undici: ['server/src/clicktime/upstream/client.ts'],
  '@redis/client': ['server/src/clicktime/upstream/redis-window.ts'],
  'prom-client': ['server/src/metrics/'],
  'proxy-addr': ['server/src/http/trusted-proxies.ts'],
};

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files = readSources('server/src');

test('the floors name every folder, and no other', () => {
  const rooms = new Set(floors.map(([prefix]) => prefix));
  const folders = new Set(files.map(({ path }) => `${dirname(path)}/`));
  expect(folders.size).toBeGreaterThan(20);
  expect([...folders].filter((folder) => !rooms.has(folder))).toEqual([]);
  expect([...rooms].filter((room) => !existsSync(join(root, room)))).toEqual([]);
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

test.each([
  ['bind', 'plan'],
  ['memory', 'clicktime'],
])('of %s and %s, neither knows the other', (one, other) => {
  const folderOf = (name: string): string => `server/src/${name}/`;
  const imports = ({ path, imports: specifiers }: SourceFile, name: string): boolean =>
    specifiers.some((specifier) => normalize(join(dirname(path), specifier)).startsWith(folderOf(name)));
  const across = files.filter(
    (file) =>
      (file.path.startsWith(folderOf(one)) && imports(file, other)) ||
      (file.path.startsWith(folderOf(other)) && imports(file, one)),
  );
  expect(across.map((file) => file.path)).toEqual([]);
});

test('what may follow what is asked where nothing is bound alone', () => {
  const asking = files.filter(
    ({ path, imports }) =>
      path.startsWith('server/src/bind/') &&
      !/\/(?:apply|hints|names)\//.test(path) &&
      imports.some((specifier) => /\/names\/(?!(?:model-names|names)\.ts)/.test(specifier)),
  );
  expect(asking.map(({ path }) => path)).toEqual(['server/src/bind/check-names.ts']);
});

test('the engine does not know ClickTime', () => {
  const engine = /^server\/src\/(model|source|bound|bind|plan|execution|protocol|memory)\//;
  const knowing = files.filter(
    (file) =>
      engine.test(file.path) && file.imports.some((specifier) => /clicktime|entity-sets|simulator/.test(specifier)),
  );
  expect(knowing.map((file) => file.path)).toEqual([]);
});

test("one row's way: each word is in the file that makes it", () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split("## One row's way")[1]?.split('\n## ')[0];
  const rows = [...(text ?? '').matchAll(/^\| (\w+) +\|.*\| `(server\/[^`]+)` +\|$/gm)];
  expect(rows).toHaveLength(5);
  const missing = rows.filter(([, word = '', path = '']) => !readFileSync(join(root, path), 'utf8').includes(word));
  expect(missing.map(([, word, path]) => `${word} in ${path}`)).toEqual([]);
});

test('the simulator knows nothing of the service', () => {
  const known = readSources('server/simulator').flatMap(({ path, imports }) =>
    imports
      .filter((specifier) => specifier.includes('/src/') && !specifier.includes('/src/util/'))
      .map((to) => [path, to]),
  );
  expect(known).toEqual([]);
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
  const allowed = ['server/src/util/clock.ts', 'server/src/serve.ts'];
  const readers = files.filter(({ text }) => /\bDate\.now\b|\bDate\(\)|\bnew Date\b(?!\()/.test(text));
  expect(readers.map(({ path }) => path).filter((path) => !allowed.includes(path))).toEqual([]);
});

/** The number of a file's floor: that of the longest prefix that fits. */
function floorOf(path: string): number | undefined {
  const fitting = floors.filter(([prefix]) => path.startsWith(prefix));
  return fitting.toSorted(([a], [b]) => b.length - a.length)[0]?.[1];
}

/** The rows of the table of floors, lowest last as in a house; each room with the number of its floor. */
function readFloors(): readonly (readonly [prefix: string, floor: number])[] {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const table = /<!-- floors -->([^]*?)<!-- \/floors -->/.exec(text)?.[1] ?? '';
  const rows = table.split('\n').filter((line) => /^\|.*`/.test(line));
  return rows.flatMap((line, index) =>
    [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, room = '']) => [room, rows.length - index] as const),
  );
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

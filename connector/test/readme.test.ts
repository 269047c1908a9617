// What the manual of the connector says is what the code does.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);
const readme = readFileSync(at('README.md'), 'utf8');
const sorted = (names: Iterable<string>): readonly string[] => [...names].toSorted((a, b) => a.localeCompare(b));
const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

test('every error has its row, and every row its error', () => {
  const [union = ''] =
    /type ConnectorErrorCode =[^;]*;/.exec(readFileSync(at('shared/connector-error.ts'), 'utf8')) ?? [];
  expect(sorted(all(readme, /^\| `([A-Z]\w+)`/gm))).toEqual(sorted(all(union, /'(\w+)'/g)));
});

test('every folder has its row', () => {
  const folders = readdirSync(at(''), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name);
  expect(sorted(all(readme, /^\| `([a-z]+)\/`/gm))).toEqual(sorted(folders));
});

test('the files and the command it names exist', () => {
  const files = all(readme, /`((?:shared|app|tools)\/[\w.-]+)`/g);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(at(file)))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(at('../package.json'), 'utf8')) as { scripts: Record<string, string> };
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...all(readme, /npm run ([\w:]+)/g)]));
});

test('the version is one and the same', () => {
  const version = (path: string): unknown => Reflect.get(Object(JSON.parse(readFileSync(at(path), 'utf8'))), 'version');
  expect([version('connector.json'), version('package.json')]).toEqual([
    version('../package.json'),
    version('../package.json'),
  ]);
});

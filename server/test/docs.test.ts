/**
 * What the documentation claims is what the code's tables say: settings, conformance, push-down, faults, the paths of files. Where
 * one of these fails, the expected table is in the message, ready to be pasted.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsTable } from '../src/config.ts';
import { clicktimeModel } from '../src/clicktime/model/clicktime-model.ts';
import { faultCatalogue } from '../simulator/fault-catalogue.ts';
import { conformanceTables } from '../src/protocol/metadata/capabilities.ts';
import { fieldsTables, ownRecordsTable, pushDownTable } from './model-tables.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const sources = ['connector', 'docs', 'e2e', 'grammar', 'scripts', 'server'].flatMap((folder) => filesIn(`/${folder}`));

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...sources.filter((path) => path.endsWith('.md')).map((path) => path.slice(1)),
];

test("README's table of settings", () => {
  expect(section(read('README.md'), 'settings')).toEqual(cells(settingsTable()));
});

test('docs/conformance.md lists the features and entity sets as the code has them', () => {
  expect(section(read('docs/conformance.md'), 'conformance')).toEqual(cells(conformanceTables(clicktimeModel)));
});

test('docs/conformance.md says what is sent on to ClickTime', () => {
  expect(section(read('docs/conformance.md'), 'push-down')).toEqual(cells(pushDownTable()));
});

test('docs/conformance.md says what an account gets that may not read the lists', () => {
  expect(section(read('docs/conformance.md'), 'own-records')).toEqual(cells(ownRecordsTable()));
});

test('docs/roots.md says which sets a period is of, and by which days', () => {
  const head = ['Entity set', 'Its days'];
  const rows = clicktimeModel.entitySets.flatMap(({ name, datedBy }) =>
    datedBy === undefined ? [] : [[name, datedBy.join(' to ')]],
  );
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  expect(section(read('docs/roots.md'), 'dated')).toEqual(cells(table));
});

test('docs/fields.md lists every field of every set', () => {
  expect(section(read('docs/fields.md'), 'fields')).toEqual(cells(fieldsTables()));
});

test("docs/faults.md has a row for each fault of the simulator's catalogue and no other", () => {
  const rows = section(read('docs/faults.md'), 'faults').slice(2);
  const faults = Object.entries(faultCatalogue).flatMap(([kind, inWords]) =>
    Object.keys(inWords).map((words) => [`\`${kind}\``, words]),
  );
  expect(rows.map(([, kind, words]) => [kind, words])).toEqual(faults);
});

test('the documentation names files and folders that exist', () => {
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/`([\w.-][\w./-]*(?:\.(?:ts|tsx|js|peggy)|\/))[`<]/g)].map(([, path = '']) => ({
      document,
      path,
    })),
  );
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter(({ path }) => !exists(path))).toEqual([]);
});

test('the scripts that the documentation tells people to run exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const told = ['README.md', 'CONTRIBUTING.md'].flatMap((file) =>
    [...read(file).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ''),
  );
  expect(told.length).toBeGreaterThan(3);
  expect(told.filter((name) => !(name in scripts))).toEqual([]);
});

/** Whether there is such a file or folder, by its path or the end of it. */
function exists(path: string): boolean {
  return sources.some((source) => (path.endsWith('/') ? source.includes(`/${path}`) : source.endsWith(`/${path}`)));
}

/** Paths of all files below a folder, but for those that npm installed there. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(new URL(`../..${folder}`, import.meta.url), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** The cells of the text between `<!-- name -->` and `<!-- /name -->`. */
function section(text: string, name: string): readonly (readonly string[])[] {
  const [, inside] = text.split(`<!-- ${name} -->`);
  return cells(inside?.split(`<!-- /${name} -->`)[0] ?? '');
}

/** Lines as lists of trimmed cells, without blank lines, so that padding makes no difference. */
function cells(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim().replace(/^-+$/, '---')));
}

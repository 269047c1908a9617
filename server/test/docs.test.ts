/**
 * What the documentation claims is what the code's tables say: settings, conformance, push-down, faults, the code map. Where
 * one of these fails, the expected table is in the message, ready to be pasted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsTable } from '../src/config.ts';
import { clicktimeModel, entitySetDefinitions } from '../src/clicktime/model/clicktime-model.ts';
import type { UpstreamPredicate } from '../src/clicktime/model/entity-sets/definition.ts';
import { faultCatalogue } from '../simulator/fault-catalogue.ts';
import { conformanceTables } from '../src/protocol/metadata/capabilities.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

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

test("docs/faults.md has a row for each fault of the simulator's catalogue and no other", () => {
  const rows = section(read('docs/faults.md'), 'faults').slice(2);
  const faults = Object.entries(faultCatalogue).flatMap(([kind, inWords]) =>
    Object.keys(inWords).map((words) => [`\`${kind}\``, words]),
  );
  expect(rows.map(([, kind, words]) => [kind, words])).toEqual(faults);
});

test('the code map of docs/architecture.md names what exists', () => {
  const named = [...read('docs/architecture.md').matchAll(/`((?:grammar|server|connector|e2e|docs)\/[\w./-]*)`/g)];
  const missing = named
    .map((match) => match[1] ?? '')
    .filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)));
  expect(named.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

test('the scripts that the documentation tells people to run exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const told = ['README.md', 'CONTRIBUTING.md'].flatMap((file) =>
    [...read(file).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ''),
  );
  expect(told.length).toBeGreaterThan(3);
  expect(told.filter((name) => !(name in scripts))).toEqual([]);
});

/** One row an entity set: order, filters ClickTime applies exactly, and filters that only narrow what it sends. */
function pushDownTable(): string {
  const rows = entitySetDefinitions.map(({ entitySet, upstream }) => {
    const named = (precision: 'exact' | 'superset'): string =>
      Object.entries(upstream.predicates)
        .flatMap(([property, predicate]) => describe(property, predicate, precision))
        .join(', ') || 'none';
    const order = upstream.order.map(({ property, descending }) => `${property}${descending ? ' desc' : ''}`);
    return [entitySet.name, order.join(', '), named('exact'), named('superset')];
  });
  const head = ['Entity set', "ClickTime's order", 'Filtered by ClickTime', 'Narrowed by ClickTime, filtered here'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** One row an entity set: what stands in for the company's list, and what is different there. */
function ownRecordsTable(): string {
  const rows = entitySetDefinitions.map(({ entitySet, upstream: { own, predicates } }) => {
    if (own === undefined) return [entitySet.name, 'nothing: 403', '', ''];
    const unfiltered = own.form === 'record' ? Object.keys(predicates) : own.unfiltered;
    return [entitySet.name, own.meaning, unfiltered.join(', ') || 'none', own.missing.join(', ') || 'none'];
  });
  const head = ['Entity set', 'Own records', 'Filtered here instead of by ClickTime', 'Empty there'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function describe(property: string, predicate: UpstreamPredicate, precision: 'exact' | 'superset'): readonly string[] {
  return [
    ...(predicate.in?.precision === precision || (predicate.recordPath === true && precision === 'exact')
      ? [`${property} eq, in`]
      : []),
    ...(predicate.range?.precision === precision ? [`${property} ge, gt, le, lt`] : []),
  ];
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

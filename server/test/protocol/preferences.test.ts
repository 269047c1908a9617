/** The Prefer header (RFC 7240) and what is said to have been applied. */
import { expect, test } from 'vitest';
import { parsePrefer, preferenceApplied, prefersExplained } from '../../src/protocol/preferences.ts';

const LARGEST_PAGE = 1000;

const applied = (header: string | undefined, kind: 'page' | 'value' | 'bare' = 'page'): string | undefined =>
  preferenceApplied(parsePrefer(header, LARGEST_PAGE), kind)['Preference-Applied'];

test.each<readonly [string | undefined, number | undefined, boolean, string | undefined]>([
  [undefined, undefined, false, undefined],
  ['', undefined, false, undefined],
  ['odata.maxpagesize=50', 50, false, 'odata.maxpagesize=50'],
  ['maxpagesize = "7"', 7, false, 'maxpagesize=7'],
  ['odata.maxpagesize="7"', 7, false, 'odata.maxpagesize=7'],
  ['MaxPageSize=7', 7, false, 'maxpagesize=7'],
  ['maxpagesize=1, maxpagesize=2', 1, false, 'maxpagesize=1'],
  ['odata.maxpagesize=3, maxpagesize=2', 2, false, 'maxpagesize=2'],
  ['maxpagesize=1000', 1000, false, 'maxpagesize=1000'],
  ['maxpagesize=1001', 1000, false, 'maxpagesize=1000'],
  [`odata.maxpagesize=${'9'.repeat(400)}`, 1000, false, 'odata.maxpagesize=1000'],
  ['maxpagesize=0', undefined, false, undefined],
  ['maxpagesize=-1', undefined, false, undefined],
  ['maxpagesize=many', undefined, false, undefined],
  ['maxpagesize', undefined, false, undefined],
  ['maxpagesize=5;strict', 5, false, 'maxpagesize=5'],
  ['omit-values=nulls', undefined, true, 'omit-values=nulls'],
  ['omit-values=defaults', undefined, false, undefined],
  ['=;,', undefined, false, undefined],
  [',', undefined, false, undefined],
  // Empty elements of a list are passed over (RFC 9110, 5.6.1).
  ['maxpagesize=5,,odata.include-annotations="*"', 5, false, 'maxpagesize=5'],
  [', ,\tmaxpagesize=5 , ', 5, false, 'maxpagesize=5'],
  // One that cannot be read does not take the others with it, wherever it stands (RFC 7240, 2).
  ['a=,odata.maxpagesize=5', 5, false, 'odata.maxpagesize=5'],
  ['maxpagesize=5,=', 5, false, 'maxpagesize=5'],
  ['maxpagesize=5 6,omit-values=nulls', undefined, true, 'omit-values=nulls'],
  ['maxpagesize=5,x="open, omit-values=nulls', 5, false, 'maxpagesize=5'],
  ['x=",maxpagesize=6,\\"",maxpagesize=5', 5, false, 'maxpagesize=5'],
  ['caf\u00e9, omit-values=nulls', undefined, true, 'omit-values=nulls'],
  ['maxpagesize=,maxpagesize=5', 5, false, 'maxpagesize=5'],
  [
    'respond-async, odata.include-annotations="*,-a.b", omit-values="nulls",odata.maxpagesize=3',
    3,
    true,
    'odata.maxpagesize=3, omit-values=nulls',
  ],
])('Prefer: %s', (header, maxPageSize, omitNulls, said) => {
  expect(parsePrefer(header, LARGEST_PAGE).maxPageSize).toBe(maxPageSize);
  expect(parsePrefer(header, LARGEST_PAGE).omitNulls).toBe(omitNulls);
  expect(applied(header)).toBe(said);
});

test('a single entity has no pages, and a value that is not JSON no nulls', () => {
  expect(applied('maxpagesize=3', 'value')).toBeUndefined();
  expect(applied('maxpagesize=3,omit-values=nulls,explain', 'value')).toBe('omit-values=nulls, explain');
  expect(applied('maxpagesize=3,omit-values=nulls,explain', 'bare')).toBe('explain');
});

test.each<readonly [string | undefined, boolean]>([
  [undefined, false],
  ['', false],
  ['explain', true],
  ['maxpagesize=5, Explain', true],
  ['explain=1;deep', true],
  // Not one of OData's, which alone have the prefix (Protocol 8.2.8).
  ['odata.explain', false],
  ['unexplained', false],
  ['x="explain"', false],
])('Prefer: %s asks for an explanation: %s', (header, isAsked) => {
  expect(prefersExplained(header)).toBe(isAsked);
  expect(applied(header)?.includes('explain') ?? false).toBe(isAsked);
});

test('however long the header, a bounded part of it is read', () => {
  const empty = `${','.repeat(3000)}omit-values=nulls,`;
  expect(parsePrefer(empty, LARGEST_PAGE).omitNulls).toBe(true);
  const full = `${'a,'.repeat(1000)}omit-values=nulls`;
  expect(parsePrefer(full, LARGEST_PAGE).omitNulls).toBe(false);
  const long = `omit-values=nulls,explain;${'a;'.repeat(40_000)}`;
  expect(parsePrefer(long, LARGEST_PAGE)).toEqual({ omitNulls: false, applied: {} });
  expect(prefersExplained(long)).toBe(false);
});

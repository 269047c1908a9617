/** The Prefer header (RFC 7240) and what is said to have been applied. */
import { expect, test } from 'vitest';
import { parsePrefer, preferenceApplied } from '../../src/protocol/preferences.ts';

test.each<readonly [string | undefined, object, object]>([
  [undefined, { omitNulls: false }, {}],
  ['', { omitNulls: false }, {}],
  ['odata.maxpagesize=50', { maxPageSize: 50, omitNulls: false }, { 'Preference-Applied': 'odata.maxpagesize=50' }],
  ['maxpagesize = "7"', { maxPageSize: 7, omitNulls: false }, { 'Preference-Applied': 'maxpagesize=7' }],
  ['MaxPageSize=7', { maxPageSize: 7, omitNulls: false }, { 'Preference-Applied': 'MaxPageSize=7' }],
  ['maxpagesize=1, maxpagesize=2', { maxPageSize: 1, omitNulls: false }, { 'Preference-Applied': 'maxpagesize=1' }],
  ['maxpagesize=0', { omitNulls: false }, {}],
  ['maxpagesize=-1', { omitNulls: false }, {}],
  ['maxpagesize=many', { omitNulls: false }, {}],
  ['maxpagesize', { omitNulls: false }, {}],
  ['maxpagesize=5;strict', { maxPageSize: 5, omitNulls: false }, { 'Preference-Applied': 'maxpagesize=5' }],
  ['omit-values=nulls', { omitNulls: true }, { 'Preference-Applied': 'omit-values=nulls' }],
  ['omit-values=defaults', { omitNulls: false }, {}],
  [
    'respond-async, odata.include-annotations="*,-a.b", omit-values="nulls",odata.maxpagesize=3',
    { maxPageSize: 3, omitNulls: true },
    { 'Preference-Applied': 'odata.maxpagesize=3, omit-values=nulls' },
  ],
])('Prefer: %s', (header, preferences, applied) => {
  expect(parsePrefer(header)).toEqual(preferences);
  expect(preferenceApplied(header, true)).toEqual(applied);
});

test('a single entity has no pages', () => {
  expect(preferenceApplied('maxpagesize=3', false)).toEqual({});
  expect(preferenceApplied('maxpagesize=3,omit-values=nulls', false)).toEqual({
    'Preference-Applied': 'omit-values=nulls',
  });
});

/** What single pages say of themselves, by table. `contradictions.test.ts` has what becomes of extracts. */
import { expect, test } from 'vitest';
import { contradictionIn, endOf, type End, type UpstreamPage } from '../../../src/clicktime/reading/page-facts.ts';

const rowsOf = (text: string) => text.split('').map((ID) => ({ ID }));

const page = (rows: string, facts: Partial<UpstreamPage> = {}): UpstreamPage => ({
  offset: 0,
  rows: rowsOf(rows),
  limit: 3,
  ...facts,
});

test.each<readonly [string, UpstreamPage, 'count' | 'rows' | undefined]>([
  ['a page in the middle', page('abc', { count: 9, hasNext: true }), undefined],
  ['a last page', page('abc', { count: 3, hasNext: false }), undefined],
  ['an empty list', page('', { count: 0, hasNext: false }), undefined],
  ['an empty page behind the list', page('', { offset: 9, count: 5, hasNext: false }), undefined],
  ['no next link before the end', page('abc', { count: 9, hasNext: false }), undefined],
  ['nothing said', page('abc'), undefined],
  ['fewer counted than shown', page('abc', { count: 2 }), 'count'],
  ['none counted', page('abc', { count: 0, hasNext: true }), 'count'],
  ['as many counted as shown, and a next page', page('abc', { count: 3, hasNext: true }), 'count'],
  ['no rows of some', page('', { count: 9 }), 'rows'],
  ['no rows, and a next page', page('', { count: 0, hasNext: true }), 'rows'],
  ['a row twice', page('aba', { count: 9 }), 'rows'],
  ['another offset', page('abc', { offset: 3, saidOffset: 0, count: 9 }), 'rows'],
])('%s', (_name, told, expected) => {
  expect(contradictionIn(told, { index: 0 })?.of).toBe(expected);
});

test.each([
  [10, 10, 'rows'],
  [10, 11, 'rows'],
  [10, 12, undefined],
  [10, 8, 'rows'],
  [undefined, undefined, 'rows'],
] as const)('the same rows two further on, where %s were counted and now %s', (before, now, expected) => {
  const previous = page('abc', { offset: 3, count: before });
  expect(contradictionIn(page('abc', { offset: 5, count: now }), { index: 0, previous })?.of).toBe(expected);
});

test('another offset does no harm where the row stands that was expected', () => {
  expect(contradictionIn(page('abc', { offset: 3, saidOffset: 0 }), { anchor: 'a', index: 0 })).toBeUndefined();
  expect(contradictionIn(page('abc', { offset: 3, saidOffset: 0 }), { anchor: 'b', index: 0 })?.of).toBe('rows');
});

test('the same rows from two offsets are not believed, whatever they say of themselves', () => {
  const previous = page('abc', { offset: 0 });
  const told = contradictionIn(page('abc', { offset: 2, saidOffset: 2 }), { anchor: 'c', index: 0, previous });
  expect(told?.reason).toBe('it sends the same 3 records from offset 0 on and from 2 on.');
});

test.each<readonly [string, UpstreamPage, number, End]>([
  ['the count is reached by a short page, nothing is linked to', page('ab', { count: 2, hasNext: false }), 2, 'Last'],
  ['the count is reached by a short page, no links', page('ab', { count: 2 }), 2, 'Last'],
  [
    'the count is reached by a full page, nothing is linked to',
    page('abc', { count: 3, hasNext: false }),
    3,
    'Unproven',
  ],
  ['the count is reached by a full page, no links', page('abc', { count: 3 }), 3, 'Unproven'],
  ['the count is not reached', page('abc', { count: 4, hasNext: false }), 3, 'More'],
  ['the count is not reached, nothing new', page('a', { count: 4 }), 0, 'More'],
  ['nothing is linked to, no count, full page', page('abc', { hasNext: false }), 3, 'Unproven'],
  ['nothing is linked to, no count, short page', page('ab', { hasNext: false }), 2, 'Unproven'],
  ['nothing is said, short page', page('ab'), 2, 'More'],
  ['nothing is said, nothing new', page('a'), 0, 'Unproven'],
  ['a next page is linked to', page('ab', { hasNext: true }), 2, 'More'],
  ['a next page is linked to, nothing new', page('a', { hasNext: true }), 0, 'Unproven'],
  [
    'a next page is linked to, the count is reached, nothing new',
    page('a', { count: 1, hasNext: true }),
    0,
    'Unproven',
  ],
])('%s: last or not', (_name, told, fresh, expected) => {
  expect(endOf(told, fresh)).toBe(expected);
});

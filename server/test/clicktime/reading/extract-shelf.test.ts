/** What is let go where there is no room. `extract-memory.test.ts` has the extracts. */
import { expect, test } from 'vitest';
import { createExtractShelf } from '../../../src/clicktime/reading/extract-shelf.ts';

function shelfOf(maxBytes: number) {
  let now = 0;
  const gone: string[] = [];
  const shelf = createExtractShelf<{ readonly name: string; bytes: number }>(
    { maxAgeMs: 1_000_000, maxBytes },
    { now: () => now, date: () => new Date(0), sleep: () => Promise.resolve() },
    ({ name }) => gone.push(name),
  );
  const item = (name: string) => ({ name, bytes: 0 });
  return { shelf, gone, item, pass: (ms: number) => void (now += ms) };
}

test('bytes times idle time decides, not the order of use alone', () => {
  const { shelf, gone, item, pass } = shelfOf(100);
  shelf.put(item('small'), 10);
  pass(10_000);
  shelf.put(item('large'), 60);
  pass(10_000);
  shelf.put(item('new'), 40);
  expect(gone).toEqual(['large']);
});

test('one that grows counts with its new size alone', () => {
  const { shelf, gone, item } = shelfOf(100);
  const growing = item('growing');
  for (let bytes = 10; bytes <= 90; bytes += 10) shelf.put(growing, bytes);
  shelf.put(item('other'), 10);
  expect(gone).toEqual([]);
  shelf.put(growing, 101);
  expect(gone).toEqual(['growing']);
  expect(shelf.touch(growing)).toBe(false);
});

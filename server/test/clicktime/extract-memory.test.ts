/** Which rows count as delivered, however clients follow, repeat and share next links. `seen-ids.test.ts` has the set. */
import { expect, test } from 'vitest';
import { createExtractMemory, type ExtractMemory, type PageMemory } from '../../src/clicktime/extract-memory.ts';
import { systemClock, type Clock } from '../../src/util/clock.ts';

const newMemory = (maxBytes = 1_000_000): ExtractMemory =>
  createExtractMemory({ maxAgeMs: 60_000, maxBytes }, systemClock);

const rowsOf = (text: string) => text.split('').map((ID) => ({ ID }));

/** The rows of `text` that are new to a page. */
function fresh(page: PageMemory | undefined, text: string): string {
  const indexes = page?.take(rowsOf(text)).fresh ?? text.split('').keys();
  return [...indexes].map((index) => text[index]).join('');
}

/** A page that delivered what is new in `text`, ready to be followed. */
function delivered(page: PageMemory, text: string): string {
  page.take(rowsOf(text));
  page.keep();
  return page.page;
}

test('a row comes once: within a page and on later ones', () => {
  const memory = newMemory();
  const first = memory.begin('me');
  expect(fresh(first, 'abcab')).toBe('abc');
  expect(fresh(first, 'cd')).toBe('d');
  first.keep();
  const second = memory.goOn('me', first.page, 7);
  expect(fresh(second, 'daef')).toBe('ef');
});

test('rows that were read but did not fit on the page are still to come', () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abcdef');
  expect(fresh(memory.goOn('me', page, 4), 'abcdef')).toBe('ef');
});

test('a page that is asked for again holds the same again', () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abc');
  for (const _ of [1, 2, 3]) {
    const second = memory.goOn('me', page, 3);
    expect(fresh(second, 'cdef')).toBe('def');
    second?.keep();
  }
});

test('two readers who share a page go on each from their own', () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abc');
  const one = memory.goOn('me', page, 3);
  const other = memory.goOn('me', page, 3);
  if (one === undefined || other === undefined) throw new Error('forgotten');
  const [afterOne, afterOther] = [delivered(one, 'def'), delivered(other, 'dxy')];
  for (const _ of [1, 2]) {
    expect(fresh(memory.goOn('me', afterOne, 3), 'abcdefxyz')).toBe('xyz');
    expect(fresh(memory.goOn('me', afterOther, 3), 'abcdefxyz')).toBe('efz');
  }
});

test('nobody goes on from what another one read, nor from what is forgotten or made up', () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abc');
  expect(memory.goOn('you', page, 3)).toBeUndefined();
  expect(memory.goOn('me', 'made-up', 3)).toBeUndefined();
  const small = newMemory(4_000);
  const pages = Array.from({ length: 50 }, () => delivered(small.begin('me'), 'abc'));
  const remembered = pages.map((each) => small.goOn('me', each, 3) !== undefined);
  expect([remembered[0], remembered.at(-1)]).toEqual([false, true]);
});

// ---- Room -----------------------------------------------------------------------------------------------------------

const MEGABYTE = 1024 * 1024;

/** A memory by a clock that is set by hand. */
function timed(
  maxBytes: number,
  maxAgeMs = 3_600_000,
): { readonly memory: ExtractMemory; readonly pass: (ms: number) => void } {
  let now = 0;
  const clock: Clock = { now: () => now, date: () => new Date(0), sleep: () => Promise.resolve() };
  return { memory: createExtractMemory({ maxAgeMs, maxBytes }, clock), pass: (ms) => void (now += ms) };
}

/** Reads pages of `size` rows until `count` are delivered; the name of the last page, and how to go on from it. */
function extractOf(memory: ExtractMemory, name: string, count: number, size: number, each = () => {}): string {
  let page = memory.begin('me');
  for (let from = 0; ; from += size) {
    page.take(Array.from({ length: size }, (_, index) => ({ ID: `${name}-${from + index}` })));
    page.keep();
    each();
    if (from + size >= count) return page.page;
    const next = memory.goOn('me', page.page, size);
    if (next === undefined) throw new Error(`${name} was forgotten after ${from + size} rows`);
    page = next;
  }
}

test('an extract of 200,000 rows leaves room for the idle one of 5,000, and for others of its own size', () => {
  const { memory, pass } = timed(20 * MEGABYTE);
  const idle = extractOf(memory, 'idle', 5_000, 5_000);
  const large = Array.from({ length: 3 }, (_, index) =>
    extractOf(memory, `large${index}`, 200_000, 5_000, () => pass(5_000)),
  );
  expect(memory.goOn('me', idle, 5_000)?.distinct).toBe(5_000);
  for (const page of large) expect(memory.goOn('me', page, 5_000)?.distinct).toBe(200_000);
});

test('pages of one row each, asked for again and again, cost as much as one each', () => {
  const { memory } = timed(MEGABYTE);
  const page = extractOf(memory, 'tiny', 2_000, 1);
  expect(memory.goOn('me', page, 1)?.distinct).toBe(2_000);
});

test('what is large and was not used for long goes first', () => {
  const { memory, pass } = timed(MEGABYTE);
  const [small, large] = [extractOf(memory, 'small', 1_000, 1_000), extractOf(memory, 'large', 30_000, 1_000)];
  pass(60_000);
  extractOf(memory, 'new', 30_000, 1_000);
  expect(memory.goOn('me', small, 1_000)?.distinct).toBe(1_000);
  expect(memory.goOn('me', large, 1_000)).toBeUndefined();
});

test('an extract larger than all the room is forgotten, the others are not', () => {
  const { memory } = timed(MEGABYTE);
  const small = extractOf(memory, 'small', 1_000, 1_000);
  expect(() => extractOf(memory, 'giant', 200_000, 5_000)).toThrow('forgotten');
  expect(memory.goOn('me', small, 1_000)).toBeDefined();
});

test('what was not used for its time is forgotten', () => {
  const { memory, pass } = timed(MEGABYTE, 1_000);
  const page = delivered(memory.begin('me'), 'abc');
  pass(900);
  expect(memory.goOn('me', page, 3)).toBeDefined();
  pass(1_001);
  expect(memory.goOn('me', page, 3)).toBeUndefined();
});

test('a page counts its different rows once, with those of the pages before it', () => {
  const memory = newMemory();
  const first = memory.begin('me');
  first.take(rowsOf('abcab'));
  expect(first.distinct).toBe(3);
  first.keep();
  const second = memory.goOn('me', first.page, 2);
  expect(second?.distinct).toBe(2);
  second?.take(rowsOf('bcd'));
  expect(second?.distinct).toBe(4);
});

test('a row is told apart that came from a list read earlier', () => {
  const page = newMemory().begin('me');
  page.take(rowsOf('abc'));
  const since = page.taken;
  expect(page.take(rowsOf('cde'), since)).toEqual({ fresh: [1, 2], earlier: 1 });
  expect(page.take(rowsOf('def'), since)).toEqual({ fresh: [2], earlier: 0 });
});

/** Which rows count as delivered, however clients follow, repeat and share next links. `seen-ids.test.ts` has the set. */
import { expect, test } from 'vitest';
import { uncountedShare } from '../../../src/util/memory-budget.ts';
import { unpaced } from '../../../src/util/turns.ts';
import {
  createExtractMemory,
  type ExtractMemory,
  type PageMemory,
} from '../../../src/clicktime/reading/extract-memory.ts';
import { systemClock, type Clock } from '../../../src/util/clock.ts';

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

test('a row comes once: within a page and on later ones', async () => {
  const memory = newMemory();
  const first = memory.begin('me');
  expect(fresh(first, 'abcab')).toBe('abc');
  expect(fresh(first, 'cd')).toBe('d');
  first.keep();
  const second = await memory.goOn('me', first.page, 7, {});
  expect(fresh(second, 'daef')).toBe('ef');
});

test('rows that were read but did not fit on the page are still to come', async () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abcdef');
  expect(fresh(await memory.goOn('me', page, 4, {}), 'abcdef')).toBe('ef');
});

test('a page that is asked for again holds the same again', async () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abc');
  for (const _ of [1, 2, 3]) {
    const second = await memory.goOn('me', page, 3, {});
    expect(fresh(second, 'cdef')).toBe('def');
    second?.keep();
  }
});

test('two readers who share a page go on each from their own', async () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abc');
  const one = await memory.goOn('me', page, 3, {});
  const other = await memory.goOn('me', page, 3, {});
  if (one === undefined || other === undefined) throw new Error('forgotten');
  const [afterOne, afterOther] = [delivered(one, 'def'), delivered(other, 'dxy')];
  for (const _ of [1, 2]) {
    expect(fresh(await memory.goOn('me', afterOne, 3, {}), 'abcdefxyz')).toBe('xyz');
    expect(fresh(await memory.goOn('me', afterOther, 3, {}), 'abcdefxyz')).toBe('efz');
  }
});

test('an extract that is copied is counted, and copied in slices; whoever shares its page meanwhile loses nothing', async () => {
  const { memory } = timed(20 * MEGABYTE);
  const page = await extractOf(memory, 'large', 50_000, 5_000);
  let reserved = 0;
  let pauses = 0;
  const copying = {
    memory: { ...uncountedShare, reserve: async (bytes: number) => void (reserved += bytes) },
    pace: { ...unpaced, isDue: () => true, pause: async () => void pauses++ },
  };
  const versions: string[] = [];
  for (const rows of ['a', 'bc', 'def']) {
    const version = await memory.goOn('me', page, 5_000, copying);
    if (version !== undefined) versions.push(delivered(version, rows));
  }
  const goOn = async (index: number) => (await memory.goOn('me', versions[index] ?? '', index + 1, copying))?.distinct;
  expect([await goOn(0), reserved, pauses]).toEqual([50_001, 0, 0]);
  expect(await Promise.all([goOn(1), goOn(2), goOn(0)])).toEqual([50_002, 50_003, 50_001]);
  expect(reserved).toBeGreaterThan(2 * 12 * 45_000);
  expect(pauses).toBeGreaterThan(100);
});

test('nobody goes on from what another one read, nor from what is forgotten or made up', async () => {
  const memory = newMemory();
  const page = delivered(memory.begin('me'), 'abc');
  expect(await memory.goOn('you', page, 3, {})).toBeUndefined();
  expect(await memory.goOn('me', 'made-up', 3, {})).toBeUndefined();
  const small = newMemory(4_000);
  const pages = Array.from({ length: 50 }, () => delivered(small.begin('me'), 'abc'));
  const remembered = await Promise.all(pages.map(async (each) => (await small.goOn('me', each, 3, {})) !== undefined));
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
async function extractOf(
  memory: ExtractMemory,
  name: string,
  count: number,
  size: number,
  each = () => {},
): Promise<string> {
  let page = memory.begin('me');
  for (let from = 0; ; from += size) {
    page.take(Array.from({ length: size }, (_, index) => ({ ID: `${name}-${from + index}` })));
    page.keep();
    each();
    if (from + size >= count) return page.page;
    const next = await memory.goOn('me', page.page, size, {});
    if (next === undefined) throw new Error(`${name} was forgotten after ${from + size} rows`);
    page = next;
  }
}

test('an extract of 200,000 rows leaves room for the idle one of 5,000, and for others of its own size', async () => {
  const { memory, pass } = timed(20 * MEGABYTE);
  const idle = await extractOf(memory, 'idle', 5_000, 5_000);
  const large: string[] = [];
  for (const name of ['large0', 'large1', 'large2']) {
    large.push(await extractOf(memory, name, 200_000, 5_000, () => pass(5_000)));
  }
  expect((await memory.goOn('me', idle, 5_000, {}))?.distinct).toBe(5_000);
  for (const page of large) expect((await memory.goOn('me', page, 5_000, {}))?.distinct).toBe(200_000);
});

test('pages of one row each, asked for again and again, cost as much as one each', async () => {
  const { memory } = timed(MEGABYTE);
  const page = await extractOf(memory, 'tiny', 2_000, 1);
  expect((await memory.goOn('me', page, 1, {}))?.distinct).toBe(2_000);
});

test('what is large and was not used for long goes first', async () => {
  const { memory, pass } = timed(MEGABYTE);
  const small = await extractOf(memory, 'small', 1_000, 1_000);
  const large = await extractOf(memory, 'large', 30_000, 1_000);
  pass(60_000);
  await extractOf(memory, 'new', 30_000, 1_000);
  expect((await memory.goOn('me', small, 1_000, {}))?.distinct).toBe(1_000);
  expect(await memory.goOn('me', large, 1_000, {})).toBeUndefined();
});

test('an extract larger than all the room is forgotten, the others are not', async () => {
  const { memory } = timed(MEGABYTE);
  const small = await extractOf(memory, 'small', 1_000, 1_000);
  await expect(extractOf(memory, 'giant', 200_000, 5_000)).rejects.toThrow('forgotten');
  expect(await memory.goOn('me', small, 1_000, {})).toBeDefined();
});

test('what was not used for its time is forgotten', async () => {
  const { memory, pass } = timed(MEGABYTE, 1_000);
  const page = delivered(memory.begin('me'), 'abc');
  pass(900);
  expect(await memory.goOn('me', page, 3, {})).toBeDefined();
  pass(1_001);
  expect(await memory.goOn('me', page, 3, {})).toBeUndefined();
});

test('a page counts its different rows once, with those of the pages before it', async () => {
  const memory = newMemory();
  const first = memory.begin('me');
  first.take(rowsOf('abcab'));
  expect(first.distinct).toBe(3);
  first.keep();
  const second = await memory.goOn('me', first.page, 2, {});
  expect(second?.distinct).toBe(2);
  second?.take(rowsOf('bcd'));
  expect(second?.distinct).toBe(4);
});

test('a row is told apart that came from a list read earlier', async () => {
  const page = newMemory().begin('me');
  page.take(rowsOf('abc'));
  const since = page.taken;
  expect(page.take(rowsOf('cde'), since)).toEqual({ fresh: [1, 2], earlier: 1 });
  expect(page.take(rowsOf('def'), since)).toEqual({ fresh: [2], earlier: 0 });
});

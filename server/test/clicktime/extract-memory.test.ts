/** Which rows count as delivered, however clients follow, repeat and share next links. `seen-ids.test.ts` has the set. */
import { expect, test } from 'vitest';
import { createExtractMemory, type ExtractMemory, type PageMemory } from '../../src/clicktime/extract-memory.ts';
import { systemClock } from '../../src/util/clock.ts';

const newMemory = (maxBytes = 1_000_000): ExtractMemory =>
  createExtractMemory({ maxAgeMs: 60_000, maxBytes }, systemClock);

const rowsOf = (text: string) => text.split('').map((ID) => ({ ID }));

/** The rows of `text` that are new to a page. */
function fresh(page: PageMemory | undefined, text: string): string {
  const indexes = page?.take(rowsOf(text)) ?? text.split('').keys();
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

/** Rows that are text: their values, and the text of those that stand together. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/model/values.ts';
import { narrowed, type Batch } from '../../src/source/batch.ts';
import { ownTexts, runOfText, textLength, textRowMaker, withValues } from '../../src/source/text-row.ts';

const names = ['ID', 'Name', 'Hours'];
const values = [
  { ID: 'a', Name: 'Zoë "Z"', Hours: 7.5 },
  { ID: 'b', Name: null, Hours: 0 },
  ...Array.from({ length: 18 }, (_, index) => ({ ID: `c${index}`, Name: 'x'.repeat(10), Hours: -1 - index })),
];
const rows = rowsOf(values);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

interface Named {
  readonly ID: string;
  readonly Name: Value;
  readonly Hours: Value;
}

function rowsOf(some: readonly Named[]) {
  const texts = some.map((value) => JSON.stringify(value));
  const starts = [1];
  for (const text of texts) starts.push((starts.at(-1) ?? 0) + Buffer.byteLength(text) + 1);
  const ends = some.flatMap(({ ID, Name }, row) => {
    const first = Buffer.byteLength(`{"ID":${JSON.stringify(ID)}`);
    const second = first + Buffer.byteLength(`,"Name":${JSON.stringify(Name)}`);
    return [first, second, Buffer.byteLength(texts[row] ?? '') - 1];
  });
  const makeRow = textRowMaker(names);
  const rowTexts = {
    bytes: Buffer.from(texts.map((text) => `,${text}`).join('')),
    names,
    starts: Uint32Array.from(starts),
    values: { ends: Uint16Array.from(ends), leads: names.map((name) => name.length + 4), makeRow },
  };
  return some.map(({ ID }, index) => makeRow(rowTexts, index, ID));
}

test('a row has its values under their names, and no others', () => {
  expect(rows.map((row) => names.map((name) => row[name]))).toEqual(values.map(Object.values));
  expect(rows[0]?.['Other']).toBeUndefined();
  expect(rows.map(withValues)).toEqual(values);
  expect(withValues({ ID: 'plain' })).toEqual({ ID: 'plain' });
});

test('every value is the one that its JSON says', () => {
  const number = fc
    .tuple(fc.integer({ min: -(10 ** 15 - 1), max: 10 ** 15 - 1 }), fc.nat(6))
    .map(([digits, scale]) => Number(`${digits}e-${scale}`))
    .filter((value) => !Object.is(value, -0) && JSON.stringify(value).replaceAll(/[-.]/g, '').length <= 15);
  const single = fc.oneof(number, fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null));
  const value = fc.oneof(single, fc.dictionary(fc.string(), single, { noNullPrototype: true }));
  fc.assert(
    fc.property(value, value, (Name, Hours) => {
      const [row] = rowsOf([{ ID: 'a', Name, Hours }]);
      expect([row?.['Name'], row?.['Hours']]).toEqual(
        [Name, Hours].map((each) => JSON.parse(JSON.stringify(each)) as Value),
      );
    }),
    { numRuns: 2000 },
  );
});

test('the length of a row is that of its text and a comma', () => {
  expect(rows.map(textLength)).toEqual(values.map((value) => Buffer.byteLength(JSON.stringify(value)) + 1));
  expect(textLength({ ID: 'plain' })).toBeUndefined();
});

describe('rows in a text of their own', () => {
  test('are the same in the order they are given in, and stand together', () => {
    const chosen = [9, 3, 0, 19].map((index) => rows[index] ?? {});
    const own = ownTexts(chosen);
    const expected = [9, 3, 0, 19].map((index) => values[index]);
    expect(own.map((row) => names.map((name) => row[name]))).toEqual(
      expected.map((value) => Object.values(value ?? {})),
    );
    expect(own.map(withValues)).toEqual(expected);
    const run = runOfText(own, 0, names, 10_000);
    expect(run?.count).toBe(4);
    expect(JSON.parse(`[${textOf(run?.bytes ?? new Uint8Array()).slice(1)}]`)).toEqual(expected);
    expect(run?.bytes.buffer.byteLength).toBe(run?.bytes.length);
  });

  test('leave alone what is none, or has other members', () => {
    const plain = { ID: 'plain' };
    const [other = {}] = rowsOf([{ ID: 'o', Name: 'of another list', Hours: 1 }]);
    const texts = [plain, ...rows.slice(0, 2), plain];
    expect(ownTexts([plain, plain])).toEqual([plain, plain]);
    expect(ownTexts(texts).map(withValues)).toEqual([plain, ...values.slice(0, 2), plain]);
    expect(ownTexts([...rows.slice(0, 1), other]).map(withValues)).toEqual([values[0], withValues(other)]);
  });
});

describe('rows that stand together', () => {
  test('are one text, which begins with a comma', () => {
    const run = runOfText(rows, 1, names, 10_000);
    expect(run?.count).toBe(19);
    expect(JSON.parse(`[${textOf(run?.bytes ?? new Uint8Array()).slice(1)}]`)).toEqual(values.slice(1));
  });

  test('end where there is no room for more, but for the first', () => {
    expect(runOfText(rows, 0, names, 1)?.count).toBe(1);
    const run = runOfText(rows, 2, names, 100);
    expect([run?.count, (run?.bytes.length ?? 0) <= 101]).toEqual([2, true]);
  });

  test('end where one is left out, of another text, or none', () => {
    const [a, b, c] = rows;
    if (a === undefined || b === undefined || c === undefined) throw new Error('There are three.');
    expect(runOfText([a, c], 0, names, 10_000)?.count).toBe(1);
    expect(runOfText([a, ...rowsOf(values).slice(1)], 0, names, 10_000)?.count).toBe(1);
    expect(runOfText([a, b, { ID: 'd' }], 0, names, 10_000)?.count).toBe(2);
    expect(runOfText([{ ID: 'd' }, a], 0, names, 10_000)).toBeUndefined();
  });

  test.each([[['ID', 'Name']], [['ID', 'Hours', 'Name']], [[...names, 'More']]])(
    'are none with the members %j',
    (other) => {
      expect(runOfText(rows, 0, other, 10_000)).toBeUndefined();
    },
  );
});

test('few that are left of many do not hold the text of all', () => {
  const batch: Batch = { rows, size: rows.length, mark: undefined };
  expect(narrowed(batch, [3, 4]).rows.map(textLength)).toEqual([undefined, undefined]);
  expect(narrowed(batch, [3, 4]).rows).toEqual(values.slice(3, 5));
  const [row] = narrowed(batch, [3, 4, 5]).rows;
  expect(row).toBe(rows[3]);
});

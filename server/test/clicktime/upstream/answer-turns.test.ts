/** Answers are read in turns with other work, and not into one another. */
import { expect, test } from 'vitest';
import { timeEntries } from '../../../src/clicktime/model/entity-sets/time-entries.ts';
import { recordScanner } from '../../../src/clicktime/model/scan/scan-records.ts';
import { decodeRecords } from '../../../src/clicktime/reading/decode-records.ts';
import { oneAtATime } from '../../../src/clicktime/upstream/answer-turns.ts';
import { textOf } from '../../../src/clicktime/upstream/body.ts';
import { processTurns } from '../../../src/util/turns.ts';

const ROWS = 3000;
const columns = timeEntries.fields.map(({ property }) => property.name);
const answerOf = (name: string): Buffer =>
  Buffer.from(
    `{"data":[${Array.from({ length: ROWS }, (_, index) => `{"ID":"${name}-${index}","Comment":"${name.repeat(40)}"}`).join()}]}`,
  );

/** How often the event loop turned while something was done. */
async function turnsWhile(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

test('answers that arrive together are read whole, each by itself', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const scan = recordScanner(timeEntries, columns);
  const read = await Promise.all(names.map((name) => textOf([answerOf(name)], '', 1e7, scan)));
  for (const [index, answer] of read.entries()) {
    const rows = answer.kind === 'Text' ? answer.rows : undefined;
    expect(rows?.map((row) => row['ID'])).toEqual(Array.from({ length: ROWS }, (_, row) => `${names[index]}-${row}`));
    expect(rows?.every((row) => row['Comment'] === names[index]?.repeat(40))).toBe(true);
  }
});

test('while a long answer is decoded the event loop turns', async () => {
  const slow = (record: unknown): { readonly ID: string } => {
    const start = processTurns.elapsed();
    while (processTurns.elapsed() - start < 0.5);
    return { ID: String(record) };
  };
  let rows: readonly unknown[] = [];
  const turns = await turnsWhile(async () => {
    rows = await decodeRecords(
      Array.from({ length: 160 }, (_, index) => index),
      slow,
    );
  });
  expect(rows).toHaveLength(160);
  // 16 records take 8 ms, which is more than a slice.
  expect(turns).toBeGreaterThanOrEqual(8);
});

test('what fails does not hold up what comes after it', async () => {
  const failed = oneAtATime(() => Promise.reject(new Error('damaged')));
  const next = oneAtATime(() => Promise.resolve('read'));
  await expect(failed).rejects.toThrow('damaged');
  await expect(next).resolves.toBe('read');
});

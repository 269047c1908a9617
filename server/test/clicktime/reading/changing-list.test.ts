/**
 * Extracts through the engine and its pages, of an honest list whose rows come and go meanwhile: what exists throughout
 * comes exactly once, however long pages are. `extract.test.ts` has the reading alone, with rows that move.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ODataError } from '../../../src/errors/odata-error.ts';
import { extracted, honestly, sourceOf, type Sent } from '../upstream/answers.ts';

const day = (index: number): string => new Date(Date.UTC(2026, 0, 1) - index * 86_400_000).toISOString().slice(0, 10);

/** Time entries in ClickTime's order, three a day. */
const entries = (count: number): Sent[] =>
  Array.from({ length: count }, (_, index) => ({ ID: `t${index}`, Date: day(Math.floor(index / 3)), Hours: 1 }));

const idsOf = (records: readonly Sent[]): readonly string[] => records.map(({ ID }) => String(ID));

/** Those that exist throughout and do not come, and those that come twice. */
async function extractWhile(
  list: Sent[],
  change: (turn: number) => void,
  { most = 500, maxPageSize, options = {} }: { most?: number; maxPageSize?: number; options?: Record<string, string> },
) {
  const before = idsOf(list);
  let turn = 0;
  const source = sourceOf((asked) => {
    change(turn++);
    return honestly(list, asked, most);
  });
  const { ids, count } = await extracted(source, 'TimeEntries', options, maxPageSize);
  const now = new Set(idsOf(list));
  const found = new Set(ids);
  return { lost: before.filter((id) => now.has(id) && !found.has(id)), repeated: ids.length - found.size, count, turn };
}

test.each([1_405, 1_414])('%i rows of which some vanish behind the reader: the last ones come too', async (length) => {
  const list = entries(length);
  const options = { options: { $count: 'true' } };
  const read = await extractWhile(list, (turn) => void (turn === 1 && list.splice(10, 20)), options);
  expect(read).toMatchObject({ lost: [], repeated: 0 });
});

test('nor are they lost where a row vanishes before each of many requests', async () => {
  const list = entries(600);
  const read = await extractWhile(list, (turn) => void (turn > 0 && list.splice(turn % 20, 1)), { most: 50 });
  expect(read).toMatchObject({ lost: [], repeated: 0 });
});

test.each([499, 500, 501, 999, 1_000, 1_498])(
  '%i rows that stay cost no request for it, but where the last page is full',
  async (length) => {
    const list = entries(length);
    const { turn } = await extractWhile(list, () => undefined, { options: { $count: 'true' } });
    const pages = length <= 500 ? 1 : Math.ceil((length - 1) / 499);
    // A last page that is full to the row shows nothing of what is behind it, so that is asked for.
    const isFull = length > 1 && (length - 1) % 499 === 0;
    expect(turn).toBe(isFull ? pages + 1 : pages);
  },
);

test('what exists throughout comes exactly once', async () => {
  const change = fc.record({
    isDeletion: fc.boolean(),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    rows: fc.integer({ min: 1, max: 7 }),
  });
  const example = fc.record({
    length: fc.integer({ min: 1, max: 300 }),
    most: fc.constantFrom(10, 25, 50, 100, 500),
    maxPageSize: fc.option(fc.constantFrom(7, 20, 50, 99, 100, 250), { nil: undefined }),
    options: fc.constantFrom<Record<string, string>>(
      {},
      { $count: 'true' },
      { $top: '1000' },
      { $orderby: 'Date desc' },
    ),
    changes: fc.array(fc.option(change, { nil: undefined }), { maxLength: 40 }),
  });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(example, async ({ length, most, maxPageSize, options, changes }) => {
      const list = entries(length);
      let made = 0;
      const reading = extractWhile(
        list,
        (turn) => {
          const now = changes[turn];
          if (now === undefined) return;
          const at = Math.floor(now.at * list.length);
          if (now.isDeletion) list.splice(at, list.length < 30 ? 0 : now.rows);
          else {
            const date = list[at]?.['Date'] ?? day(0);
            list.splice(
              at,
              0,
              ...Array.from({ length: now.rows }, () => ({ ID: `new${made++}`, Date: date, Hours: 1 })),
            );
          }
        },
        { most, options, ...(maxPageSize !== undefined && { maxPageSize }) },
      );
      const read = await reading.catch((error: unknown) => {
        // Where an order is asked for, nothing can be read again: with all rows around a place gone, it is lost.
        const isLost = error instanceof ODataError && (error.status === 410 || error.status === 502);
        if (!('$orderby' in options && isLost)) throw error;
        refused++;
        return { lost: [], repeated: 0 };
      });
      expect(read).toMatchObject({ lost: [], repeated: 0 });
    }),
    { seed: 9, numRuns: 1_000 },
  );
  expect(refused).toBeLessThan(30);
});

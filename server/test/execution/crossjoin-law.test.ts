/** `$crossjoin` is the product of its sets, filtered: whatever the filter, what is looked up leaves nothing out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row, Value } from '../../src/model/values.ts';
import { recording, runPages } from './harness.ts';

const text = fc.constantFrom(null, 'a', 'b', 'c', '');
const number = fc.constantFrom(null, 0, 1, 2, '9007199254740993');

const people = fc.array(fc.record({ FirstName: text, LastName: text, Age: number }), { maxLength: 6 });
const expenses = fc.array(fc.record({ PersonName: text, Notes: text, Amount: number }), { maxLength: 6 });

interface Combination {
  readonly People: Row;
  readonly Expenses: Row;
}

interface Condition {
  readonly text: string;
  readonly holds: (combination: Combination) => boolean;
}

const isEqual = (a: Value | undefined, b: Value | undefined): boolean => (a ?? null) === (b ?? null);

/** Of one set, of the other, of both by equality, of both otherwise, and of none. */
const conditions: readonly Condition[] = [
  { text: "People/FirstName eq 'a'", holds: ({ People }) => People['FirstName'] === 'a' },
  { text: 'Expenses/Notes ne null', holds: ({ Expenses }) => Expenses['Notes'] !== null },
  {
    text: 'People/FirstName eq Expenses/PersonName',
    holds: ({ People, Expenses }) => isEqual(People['FirstName'], Expenses['PersonName']),
  },
  {
    text: 'Expenses/Notes eq People/LastName',
    holds: ({ People, Expenses }) => isEqual(People['LastName'], Expenses['Notes']),
  },
  {
    text: 'People/Age eq Expenses/Amount',
    holds: ({ People, Expenses }) => isEqual(People['Age'], Expenses['Amount']),
  },
  {
    text: "(People/LastName eq Expenses/Notes or People/FirstName eq 'b')",
    holds: ({ People, Expenses }) => isEqual(People['LastName'], Expenses['Notes']) || People['FirstName'] === 'b',
  },
  {
    text: 'People/LastName ne Expenses/Notes',
    holds: ({ People, Expenses }) => !isEqual(People['LastName'], Expenses['Notes']),
  },
  { text: 'true', holds: () => true },
];

const chosen = fc.uniqueArray(fc.nat(conditions.length - 1), { maxLength: 4 });

test('for random rows, filters and page sizes', async () => {
  await fc.assert(
    fc.asyncProperty(
      people,
      expenses,
      chosen,
      fc.integer({ min: 1, max: 5 }),
      async (left, right, picks, maxPageSize) => {
        const rowsBySet = {
          People: left.map((row, index) => ({ ...row, UserName: `u${index}` })),
          Expenses: right.map((row, index) => ({ ...row, Id: index })),
        };
        const picked = picks.flatMap((pick) => conditions[pick] ?? []);
        const wanted = rowsBySet.People.flatMap((person) =>
          rowsBySet.Expenses.filter((expense) =>
            picked.every(({ holds }) => holds({ People: person, Expenses: expense })),
          ).map((expense) => `${person.UserName} ${expense.Id}`),
        );
        const options = {
          ...(picked.length === 0 ? {} : { $filter: picked.map((each) => each.text).join(' and ') }),
          $count: 'true',
        };
        const pages = await runPages('$crossjoin(People,Expenses)', options, {
          source: createMemorySource({ rowsBySet, batchSize: 2, onlyRequested: true }),
          maxPageSize,
        });
        const found = pages.flatMap(({ rows }) => rows).map(keyOf);
        expect(found.toSorted()).toEqual(wanted.toSorted());
        expect(pages[0]?.count).toBe(wanted.length);
      },
    ),
    { seed: 13, numRuns: 300 },
  );
});

const keyOf = (row: Row): string => {
  const { People, Expenses } = row;
  return [idOf(People, 'UserName'), idOf(Expenses, 'Id')].join(' ');
};

const idOf = (value: Value | undefined, name: string): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? `${Reflect.get(value, name)}` : '';

test('conditions on one set are asked of its source alone, and what is not expanded is read by its key', async () => {
  const rowsBySet = { People: [{ UserName: 'a', FirstName: 'x' }], Expenses: [{ Id: 1, PersonName: 'a' }] };
  const { source, reads } = recording(createMemorySource({ rowsBySet }));
  const filter = "People/UserName eq 'a' and Expenses/PersonName eq People/UserName";
  await runPages('$crossjoin(People,Expenses)', { $filter: filter }, { source });
  expect(reads).toMatchObject([
    { entitySet: { name: 'Expenses' }, predicates: [], properties: ['Id', 'PersonName'] },
    { entitySet: { name: 'People' }, predicates: [{ property: 'UserName', values: ['a'] }], properties: ['UserName'] },
  ]);
});

/*
 * The store of time entries against the plainest possible model, an array of records: whatever was inserted, changed and deleted, every
 * query finds the same rows in the same order. company.test.ts proves what the generated rows hold.
 */
import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { EntryQuery } from '../../simulator/company/entry-filter.ts';
import type { EntryStore } from '../../simulator/company/entry-store.ts';
import type { TimeEntryFields } from '../../simulator/records.ts';
import { formatDay, parseDay } from '../../simulator/company/dates.ts';
import { makeCompany } from '../../simulator/company/company.ts';

const options = { timeEntries: 400, users: 5, months: 1 };
const sample = makeCompany(options);
const { today, firstDay } = sample.shape;
const ids = (kind: 'Users' | 'Jobs' | 'Tasks'): readonly string[] =>
  Array.from({ length: Math.min(6, sample.tables[kind].count()) }, (_, index) => sample.tables[kind].at(index).ID);

type Step =
  | { readonly kind: 'insert'; readonly day: number; readonly user: string; readonly job: string }
  | { readonly kind: 'update'; readonly pick: number; readonly day: number; readonly job: string }
  | { readonly kind: 'delete'; readonly pick: number };

// Days before, within and after the generated history, working days or not.
const day = fc.integer({ min: firstDay - 3, max: today + 3 });
const user = fc.constantFrom(...ids('Users'));
const job = fc.constantFrom(...ids('Jobs'));
const pick = fc.nat(10_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), day, user, job }),
  fc.record({ kind: fc.constant('update' as const), pick, day, job }),
  fc.record({ kind: fc.constant('delete' as const), pick }),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { minLength: 1, maxLength: 3 });
const query: fc.Arbitrary<EntryQuery> = fc.record({
  users: maybe(some(user)),
  jobs: maybe(some(job)),
  tasks: maybe(some(fc.constantFrom(...ids('Tasks')))),
  days: maybe(some(day)),
  from: maybe(day),
  to: maybe(day),
});

function apply(store: EntryStore, model: TimeEntryFields[], one: Step): void {
  if (one.kind === 'insert') {
    const like = sample.generator.record(0);
    model.push(store.insert({ ...like, Date: formatDay(one.day), UserID: one.user, JobID: one.job }));
    return;
  }
  const index = one.pick % Math.max(model.length, 1);
  const record = model[index];
  if (record === undefined) return;
  if (one.kind === 'delete') {
    store.remove(record.ID);
    model.splice(index, 1);
    return;
  }
  const changed = { ...record, Date: formatDay(one.day), JobID: one.job };
  store.replace(changed);
  model[index] = changed;
}

function expected(
  model: readonly TimeEntryFields[],
  { users, jobs, tasks, days, from, to, ids: wanted }: EntryQuery,
): readonly string[] {
  const number = ({ ID }: TimeEntryFields): number => sample.generator.numberOf(ID) ?? -1;
  const dayOf = ({ Date }: TimeEntryFields): number => parseDay(Date) ?? 0;
  return model
    .filter(
      (record) =>
        (wanted?.includes(record.ID) ?? true) &&
        (users?.includes(record.UserID) ?? true) &&
        (jobs?.includes(record.JobID) ?? true) &&
        (tasks?.includes(record.TaskID ?? '') ?? true) &&
        (days?.includes(dayOf(record)) ?? true) &&
        dayOf(record) >= (from ?? -Infinity) &&
        dayOf(record) <= (to ?? Infinity),
    )
    .toSorted((a, b) => dayOf(b) - dayOf(a) || number(b) - number(a))
    .map(({ ID }) => ID);
}

function found(store: EntryStore, one: EntryQuery, offset = 0, limit = Infinity): readonly string[] {
  const selection = store.select(one);
  return selection.numbers(offset, Math.min(limit, selection.count)).map((number) => store.get(number).ID);
}

test('after any changes, any query finds what the plain model finds, page by page too', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.array(query, { minLength: 1, maxLength: 6 }),
      (steps, queries) => {
        const { entries } = makeCompany(options);
        const model = [...found(entries, {})].map((id) => entries.byId(id)).filter((record) => record !== undefined);
        for (const one of steps) apply(entries, model, one);
        expect(entries.count()).toBe(model.length);
        for (const one of [{}, ...queries]) {
          const rows = expected(model, one);
          expect(found(entries, one)).toEqual(rows);
          expect(found(entries, one, 3, 7)).toEqual(rows.slice(3, 10));
        }
        const idsAsked = [model[0]?.ID ?? '', model[5]?.ID ?? '', model[0]?.ID ?? '', 'unknown'];
        for (const one of [{ ids: idsAsked }, { ids: idsAsked, ...queries[0] }])
          expect(found(entries, one)).toEqual(expected(model, one));
      },
    ),
    { seed: 7, numRuns: 80 },
  );
});

test('hours of a day follow changes', () => {
  const company = makeCompany(options);
  const [newest] = company.entries.select({}).numbers(0, 1);
  const record = company.entries.get(newest ?? -1);
  const dayNumber = parseDay(record.Date) ?? 0;
  const before = company.microHours(record.UserID, dayNumber);
  company.entries.replace({ ...record, Hours: '0.000001' });
  expect(company.microHours(record.UserID, dayNumber)).toBe(before - Math.round(Number(record.Hours) * 1e6) + 1);
  company.entries.remove(record.ID);
  expect(company.microHours(record.UserID, dayNumber)).toBe(before - Math.round(Number(record.Hours) * 1e6));
  expect(company.entries.remove(record.ID)).toBe(false);
  expect(() => company.entries.replace(record)).toThrow(`There is no time entry '${record.ID}'.`);
});

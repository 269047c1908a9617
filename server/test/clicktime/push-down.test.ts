/** What is asked of ClickTime, as query text; `source.test.ts` adds that its answers are right. */
import { expect, test } from 'vitest';
import { capabilitiesOf, pushDown } from '../../src/clicktime/push-down.ts';
import { timeEntries } from '../../src/clicktime/model/entity-sets/time-entries.ts';
import { timesheets } from '../../src/clicktime/model/entity-sets/timesheets.ts';
import { users } from '../../src/clicktime/model/entity-sets/users.ts';
import type { EntitySetDefinition } from '../../src/clicktime/model/entity-sets/definition.ts';
import type { SourcePredicate } from '../../src/source/source.ts';
import { anyOf } from './connection.ts';

const between = (from?: string, to?: string) => ({ from, to });

const range = (property: string, from?: string, to?: string): SourcePredicate => ({
  kind: 'RangePredicate',
  property,
  ranges: [between(from, to)],
});

test.each<[string, EntitySetDefinition, readonly SourcePredicate[], string, boolean]>([
  ['nothing', timeEntries, [], '', true],
  ['one of two', timeEntries, [anyOf('JobID', 'a', 'b')], 'JobID=a&JobID=b', true],
  ['several properties', timeEntries, [anyOf('JobID', 'a'), anyOf('UserID', 'u')], 'JobID=a&UserID=u', true],
  [
    'a range of days',
    timeEntries,
    [range('Date', '2026-01-01', '2026-01-31')],
    'StartDate=2026-01-01&EndDate=2026-01-31',
    true,
  ],
  [
    'open ranges that meet',
    timeEntries,
    [range('Date', '2026-01-01'), range('Date', '2026-01-05'), range('Date', undefined, '2026-02-01')],
    'StartDate=2026-01-05&EndDate=2026-02-01',
    true,
  ],
  [
    'single days',
    timeEntries,
    [anyOf('Date', '2026-01-01', '2026-01-03')],
    'EntryDate=2026-01-01&EntryDate=2026-01-03',
    true,
  ],
  [
    'a period, wider by a month',
    timesheets,
    [range('StartDate', '2026-03-01'), range('EndDate', '2026-02-27', '2026-03-31')],
    'FromDate=2026-01-29&ToDate=2026-05-01',
    false,
  ],
  ['the ends of the calendar', timesheets, [range('StartDate', '0001-01-01', '9999-12-31')], '', false],
  ['a month before the end of the calendar', timesheets, [range('StartDate', undefined, '9999-12-10')], '', false],
  [
    'from a day before the calendar',
    timeEntries,
    [range('Date', '-0001-01-01', '2026-01-31')],
    'EndDate=2026-01-31',
    true,
  ],
  [
    'to a day behind the calendar',
    timeEntries,
    [range('Date', '2026-01-31', '10000-01-01')],
    'StartDate=2026-01-31',
    true,
  ],
  ['every day', timeEntries, [range('Date', '-4000-01-01', '10000-01-01')], '', false],
  [
    'days before databases begin',
    timeEntries,
    [range('Date', '1200-01-01', '1500-01-01')],
    'EndDate=1753-01-01',
    false,
  ],
  [
    'from before databases begin',
    timeEntries,
    [range('Date', '1200-01-01', '2026-01-31')],
    'EndDate=2026-01-31',
    false,
  ],
  ['the first day databases know', timeEntries, [range('Date', '1753-01-01')], 'StartDate=1753-01-01', true],
  [
    'a day off the calendar among others',
    timeEntries,
    [anyOf('Date', '2026-01-01', '10000-01-01')],
    'EntryDate=2026-01-01',
    true,
  ],
  [
    'a day before databases begin',
    timeEntries,
    [anyOf('Date', '2026-01-01', '0001-01-01')],
    'EndDate=2026-01-01',
    false,
  ],
  [
    'ranges, one of them off the calendar',
    timeEntries,
    [{ kind: 'RangePredicate', property: 'Date', ranges: [between(undefined, '2026-01-31'), between('10000-01-01')] }],
    'EndDate=2026-01-31',
    true,
  ],
  [
    'a timesheet around the first day of the calendar',
    timesheets,
    [range('StartDate', undefined, '0001-01-20')],
    'ToDate=1753-01-01',
    false,
  ],
  ['a flag', users, [anyOf('IsActive', false)], 'IsActive=false', true],
  ['a flag that is not named', users, [], 'IsActive=true&IsActive=false', true],
  ['a flag and what cannot be sent', users, [anyOf('IsActive', true), anyOf('Name', '\ud800')], 'IsActive=true', false],
  [
    'a flag that cannot be sent',
    users,
    [{ kind: 'InPredicate', property: 'IsActive', values: [true, null] }],
    'IsActive=true&IsActive=false',
    false,
  ],
  [
    'text that needs encoding',
    users,
    [anyOf('Name', "O'Hara & Sons, Zo\u00eb")],
    "Name=O'Hara%20%26%20Sons%2C%20Zo%C3%AB&IsActive=true&IsActive=false",
    false,
  ],
  ['text that is no text', users, [anyOf('Name', '\ud800')], 'IsActive=true&IsActive=false', false],
  ['a text that no ID looks like', timeEntries, [anyOf('UserID', 'u', 'a b')], '', false],
  ['the empty text', timeEntries, [anyOf('JobID', '')], '', false],
  ['a known word', timesheets, [anyOf('Status', 'Open')], 'Status=Open', false],
  ['an unknown word is not sent', timesheets, [anyOf('Status', 'Open', 'Frozen')], '', false],
])('%s', (_name, definition, predicates, query, complete) => {
  expect(pushDown(definition, predicates)).toMatchObject({ queries: [query], complete });
});

test.each<[string, EntitySetDefinition, readonly SourcePredicate[]]>([
  ['days behind the calendar', timeEntries, [range('Date', '10000-01-01')]],
  ['days before the calendar', timeEntries, [range('Date', undefined, '0000-12-31')]],
  ['days before Christ', timesheets, [range('EndDate', '-0044-01-01', '-0044-03-15')]],
  ['a day off the calendar', timeEntries, [anyOf('Date', '10000-01-01', '0000-01-01', '-0001-01-01')]],
  ['a record and no day', timeEntries, [anyOf('ID', 'a'), anyOf('Date', '-0001-01-01')]],
  [
    'a timesheet that ends before it starts',
    timesheets,
    [range('StartDate', '2026-06-01'), range('EndDate', undefined, '2026-01-31')],
  ],
])('%s: nothing is asked', (_name, definition, predicates) => {
  expect(pushDown(definition, predicates)).toEqual({ queries: [], recordIds: [], checked: [], complete: false });
});

test('rows are checked for days off the calendar too', () => {
  const { keeps } = pushDown(timeEntries, [range('Date', '9999-01-01', '10000-01-01')]);
  expect(['9998-12-31', '9999-01-01', '9999-12-31', null].map((Date) => keeps?.({ Date }))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

const many = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`.padEnd(24, '-'));

/** The values of a parameter, part by part. */
const valuesIn = (queries: readonly string[], parameter: string): readonly (readonly string[])[] =>
  queries.map((query) => new URLSearchParams(query).getAll(parameter));

test('a list too long for a URL is asked for in parts that fit one, each value in one of them', () => {
  const { queries, complete } = pushDown(timeEntries, [
    anyOf('JobID', ...many('j', 150)),
    anyOf('UserID', ...many('u', 20)),
  ]);
  expect(queries.every((query) => query.length < 1_930)).toBe(true);
  expect(valuesIn(queries, 'UserID')).toEqual(queries.map(() => many('u', 20)));
  expect(valuesIn(queries, 'JobID').flat()).toEqual(many('j', 150));
  expect(queries.length).toBeLessThanOrEqual(4);
  expect(complete).toBe(true);
});

test('several ranges of days are parts, the latest first, and each is asked for every part of a list', () => {
  const ranges = [between(undefined, '2026-01-31'), between('2026-03-01', '2026-03-31')];
  const days: SourcePredicate = { kind: 'RangePredicate', property: 'Date', ranges };
  const latestFirst = ['StartDate=2026-03-01&EndDate=2026-03-31', 'EndDate=2026-01-31'];
  expect(pushDown(timeEntries, [days])).toMatchObject({ queries: latestFirst, complete: true });
  expect(pushDown(timeEntries, [days], { ordered: true })).toMatchObject({ queries: latestFirst, complete: true });
  const { queries, complete } = pushDown(timeEntries, [days, anyOf('JobID', ...many('j', 100))]);
  expect(queries.map((query) => query.replace(/&?JobID=[^&]*/g, ''))).toEqual(
    latestFirst.flatMap((each) => [each, each]),
  );
  expect(complete).toBe(true);
});

test('what would take too many parts, or an order that parts would lose, is checked on the rows instead', () => {
  const tooMany = [anyOf('JobID', ...many('j', 600)), anyOf('UserID', ...many('u', 20))];
  const { queries, keeps, complete } = pushDown(timeEntries, tooMany);
  expect(valuesIn(queries, 'UserID')).toEqual([many('u', 20)]);
  expect(valuesIn(queries, 'JobID')).toEqual([[]]);
  expect(complete).toBe(false);
  const inOrder = pushDown(timeEntries, [anyOf('JobID', ...many('j', 100))], { ordered: true });
  expect(inOrder).toMatchObject({ queries: [''], complete: false });
  // A reference set is remembered whole.
  expect(pushDown(users, [anyOf('DivisionID', ...many('d', 200))])).toMatchObject({
    queries: ['IsActive=true&IsActive=false'],
    complete: false,
  });
  expect(pushDown(users, [anyOf('DivisionID', ...many('d', 90))]).queries).toHaveLength(2);
  const [user = '', job = ''] = [many('u', 20)[3], many('j', 50)[30]];
  expect(keeps?.({ ID: 'e', UserID: user, JobID: job })).toBe(true);
  expect(keeps?.({ ID: 'e', UserID: user, JobID: 'other' })).toBe(false);
});

test('as many usual IDs as the planner may hand over fit the URLs', () => {
  const { predicates } = capabilitiesOf(timeEntries);
  for (const [property, { maxValues = 0, maxRequests = 1 }] of Object.entries(predicates)) {
    const ids = Array.from({ length: maxValues * maxRequests }, (_, index) => String(index).padStart(24, 'x'));
    expect(pushDown(timeEntries, [anyOf(property, ...ids.slice(0, maxValues))])).toMatchObject({
      queries: [expect.stringContaining('x0')],
      complete: true,
    });
    const { queries, complete } = pushDown(timeEntries, [anyOf(property, ...ids)]);
    expect(queries).toHaveLength(maxRequests);
    expect(complete).toBe(true);
  }
});

test('one ID, and any timesheet, is read by its own path', () => {
  expect(pushDown(users, [anyOf('ID', 'a')]).recordIds).toEqual(['a']);
  expect(pushDown(users, [anyOf('ID', 'a', 'b')]).recordIds).toBeUndefined();
  expect(pushDown(timesheets, [anyOf('ID', 'a', 'b', 'a', '..', '')]).recordIds).toEqual(['a', 'b']);
});

test('only an order that is certain is promised', () => {
  expect(capabilitiesOf(timeEntries).order).toEqual([{ property: 'Date', descending: true }]);
  expect(capabilitiesOf(timesheets).order).toEqual([{ property: 'StartDate', descending: true }]);
  expect(capabilitiesOf(users).order).toEqual([]);
});

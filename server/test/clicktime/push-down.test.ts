/** What is asked of ClickTime, as query text; `source.test.ts` adds that its answers are right. */
import { expect, test } from 'vitest';
import { capabilitiesOf, pushDown } from '../../src/clicktime/push-down.ts';
import { timeEntries } from '../../src/model/entity-sets/time-entries.ts';
import { timesheets } from '../../src/model/entity-sets/timesheets.ts';
import { users } from '../../src/model/entity-sets/users.ts';
import type { EntitySetDefinition } from '../../src/model/entity-sets/definition.ts';
import type { SourcePredicate } from '../../src/query/source.ts';
import { anyOf } from './connection.ts';

const range = (property: string, from?: string, to?: string): SourcePredicate => ({
  kind: 'RangePredicate',
  property,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
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
  [
    'the ends of the calendar',
    timesheets,
    [range('StartDate', '0001-01-01', '9999-12-31')],
    'FromDate=0001-01-01&ToDate=9999-12-31',
    false,
  ],
  ['a flag', users, [anyOf('IsActive', false)], 'IsActive=false', true],
  [
    'text that needs encoding',
    users,
    [anyOf('Name', "O'Hara & Sons, Zo\u00eb")],
    "Name=O'Hara%20%26%20Sons%2C%20Zo%C3%AB",
    false,
  ],
  ['text that is no text', users, [anyOf('Name', '\ud800')], '', false],
  ['a text that no ID looks like', timeEntries, [anyOf('UserID', 'u', 'a b')], '', false],
  ['the empty text', timeEntries, [anyOf('JobID', '')], '', false],
  ['a known word', timesheets, [anyOf('Status', 'Open')], 'Status=Open', false],
  ['an unknown word is not sent', timesheets, [anyOf('Status', 'Open', 'Frozen')], '', false],
])('%s', (_name, definition, predicates, query, complete) => {
  expect(pushDown(definition, predicates)).toMatchObject({ query, complete });
});

test('lists too long for a URL are checked on the rows instead, the longest first', () => {
  const many = (letter: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `${letter}${index}`.padEnd(24, '-'));
  const { query, keeps, complete } = pushDown(timeEntries, [
    anyOf('JobID', ...many('j', 50)),
    anyOf('UserID', ...many('u', 20)),
  ]);
  expect(query.startsWith('UserID=u0')).toBe(true);
  expect(query).not.toContain('JobID');
  expect(query.length).toBeLessThan(1_900);
  expect(complete).toBe(false);
  const [user = '', job = ''] = [many('u', 20)[3], many('j', 50)[30]];
  expect(keeps?.({ ID: 'e', UserID: user, JobID: job })).toBe(true);
  expect(keeps?.({ ID: 'e', UserID: user, JobID: 'other' })).toBe(false);
});

test('as many usual IDs as the planner may hand over fit one URL', () => {
  const { predicates } = capabilitiesOf(timeEntries);
  for (const [property, { maxValues = 0 }] of Object.entries(predicates)) {
    const ids = Array.from({ length: maxValues }, (_, index) => String(index).padStart(24, 'x'));
    expect(pushDown(timeEntries, [anyOf(property, ...ids)])).toMatchObject({ complete: property !== 'none' });
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

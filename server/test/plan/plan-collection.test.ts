/**
 * Plans as people read them. plan-law.test.ts proves that no plan loses or adds an entity; this file shows that what
 * can be pushed down is, and that nothing is fetched, joined or sorted without need.
 */
import { expect, test } from 'vitest';
import { isBounded, isOneOf } from '../../src/bound/conditions.ts';
import type { EdmModel } from '../../src/model/edm.ts';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { planCollection } from '../../src/plan/plan-collection.ts';
import { printPlan } from '../../src/plan/print-plan.ts';
import type { SourceCapabilities } from '../../src/source/source.ts';
import { tripPin } from '../models/trip-pin.ts';
import { bindCollection } from '../bind/harness.ts';

const timeEntries: SourceCapabilities = {
  predicates: {
    ID: { in: 'exact' },
    JobID: { in: 'exact', maxValues: 3 },
    Comment: { in: 'superset' },
    Date: { in: 'exact', range: 'exact', maxRanges: 2 },
    TaskID: { in: 'exact', maxValues: 2, maxRequests: 2 },
    Hours: { range: 'exact' },
    BreakTime: { range: 'superset' },
  },
  order: [
    { property: 'Date', descending: true },
    { property: 'ID', descending: true },
  ],
};

function planText(url: string, model: EdmModel, capabilities: SourceCapabilities): string {
  const { access, options } = bindCollection(url, model);
  return printPlan(planCollection({ entitySet: access.entitySet, ...options }, capabilities));
}

/** The plan without its first and last line, which say what is read and fetched. */
const workOf = (filter: string): readonly string[] =>
  planText(`TimeEntries?$select=ID&$filter=${filter}`, clicktimeModel, timeEntries).split('\n').slice(1, -1);

test('without a filter everything is fetched, in the order of the source', () => {
  expect(planText('TimeEntries?$select=Hours', clicktimeModel, timeEntries)).toBe(
    ['read    TimeEntries', 'fetch   ID, Hours'].join('\n'),
  );
});

test('a plan names what is pushed, joined, filtered, sorted and fetched', () => {
  const url =
    "TimeEntries?$select=Comment&$expand=Task&$orderby=Job/Client/Name,User/Name desc&$filter=Date ge 2024-01-01 and Job/Name ne 'x'";
  expect(planText(url, clicktimeModel, timeEntries)).toBe(
    [
      'read    TimeEntries',
      'push    Date from 2024-01-01',
      'join    Job(ID, Name, ClientID, Client(ID, Name))',
      'join    User(ID, Name)',
      "filter  (Date ge 2024-01-01) and (Job/Name ne 'x')",
      'sort    Job/Client/Name,User/Name desc',
      'fetch   ID, UserID, JobID, TaskID, Date, Comment',
    ].join('\n'),
  );
});

test.each([
  // the predicates say it all
  ["JobID eq 'a'", ["push    JobID in ('a')"]],
  ["'a' eq JobID", ["push    JobID in ('a')"]],
  ["JobID in ('a','b')", ["push    JobID in ('a','b')"]],
  ["JobID eq 'a' or JobID in ('b','a')", ["push    JobID in ('a','b')"]],
  ["not (JobID ne 'a' and JobID ne 'b')", ["push    JobID in ('a','b')"]],
  ["JobID in ('a','b') and JobID in ('b','c')", ["push    JobID in ('b')"]],
  ["JobID eq 'a' and ID eq 'x'", ["push    JobID in ('a')", "push    ID in ('x')"]],
  ["true and JobID eq 'a'", ["push    JobID in ('a')"]],
  ["false or JobID eq 'a'", ["push    JobID in ('a')"]],
  // days: strict bounds become the neighbouring day
  ['Date ge 2024-01-01 and Date le 2024-01-31', ['push    Date from 2024-01-01 to 2024-01-31']],
  ['Date gt 2023-12-31 and Date lt 2024-03-01', ['push    Date from 2024-01-01 to 2024-02-29']],
  ['Date ge 2024-01-01T00:00:00Z and Date lt 2024-02-01T00:00:00Z', ['push    Date from 2024-01-01 to 2024-01-31']],
  ['Date ge 2024-01-01 and Date ge 2024-01-05', ['push    Date from 2024-01-05']],
  ['Date ge 2024-01-01 and Date le 2024-01-01', ['push    Date in (2024-01-01)']],
  ['Date in (2024-01-01,2024-01-09) and Date lt 2024-01-05', ['push    Date in (2024-01-01)']],
  ['Hours eq 5', ['push    Hours from 5 to 5']],
  // parts of days
  ['year(Date) eq 2024', ['push    Date from 2024-01-01 to 2024-12-31']],
  ['2024 le year(Date)', ['push    Date from 2024-01-01']],
  ['year(Date) gt 2023 and year(Date) lt 2026', ['push    Date from 2024-01-01 to 2025-12-31']],
  ['year(Date) in (2024,2026)', ['push    Date from 2024-01-01 to 2024-12-31 or from 2026-01-01 to 2026-12-31']],
  ['year(Date) eq 2024 and month(Date) eq 2', ['push    Date from 2024-02-01 to 2024-02-29']],
  ['month(Date) ge 11 and year(Date) eq 2024', ['push    Date from 2024-11-01 to 2024-12-31']],
  ['year(Date) eq 2024 and month(Date) eq 2 and day(Date) eq 29', ['push    Date in (2024-02-29)']],
  [
    'month(Date) eq 12 and Date ge 2024-12-24 and Date lt 2026-01-01',
    ['push    Date from 2024-12-24 to 2024-12-31 or from 2025-12-01 to 2025-12-31'],
  ],
  [
    'year(Date) eq 2025 and month(Date) eq 12 or year(Date) eq 2026 and month(Date) eq 1',
    ['push    Date from 2025-12-01 to 2026-01-31'],
  ],
  // several ranges of one property, those that touch made one
  [
    'Date lt 2024-01-01 or Date ge 2025-01-01 and Date le 2025-01-31',
    ['push    Date to 2023-12-31 or from 2025-01-01 to 2025-01-31'],
  ],
  [
    'Date ge 2025-01-01 and Date le 2025-01-31 or Date le 2023-12-31 or Date ge 2025-02-01',
    ['push    Date to 2023-12-31 or from 2025-01-01'],
  ],
  [
    '(Date lt 2024-01-01 or Date ge 2025-01-01) and Date ge 2023-12-01 and Date le 2025-06-30',
    ['push    Date from 2023-12-01 to 2023-12-31 or from 2025-01-01 to 2025-06-30'],
  ],
  // more values than the source takes at once
  ["TaskID in ('a','b','c','d')", ["push    TaskID in ('a','b','c','d')"]],
  ['Hours ge 5 and Hours le 7.5', ['push    Hours from 5 to 7.5']],
  // they only narrow it down
  ["JobID eq 'a' and Hours ne 5", ["push    JobID in ('a')", "filter  (JobID eq 'a') and (Hours ne 5)"]],
  ['Hours gt 5', ['push    Hours from 5', 'filter  Hours gt 5']],
  ['BreakTime ge 5', ['push    BreakTime from 5', 'filter  BreakTime ge 5']],
  ["Comment eq 'a'", ["push    Comment in ('a')", "filter  Comment eq 'a'"]],
  ['Hours in (1,2,3)', ['push    Hours from 1 to 3', 'filter  Hours in (1,2,3)']],
  // more ranges than the source takes: the one around them, if that says anything
  [
    'Date lt 2024-01-01 or Date eq 2024-01-05 or Date eq 2025-01-01',
    ['push    Date to 2025-01-01', 'filter  (Date lt 2024-01-01) or (Date in (2024-01-05,2025-01-01))'],
  ],
  [
    'Date lt 2024-01-01 or Date eq 2024-01-05 or Date ge 2025-01-01',
    ['filter  (Date lt 2024-01-01) or (Date eq 2024-01-05) or (Date ge 2025-01-01)'],
  ],
  [
    "JobID eq 'a' and Hours gt 1 or JobID eq 'b' and Hours gt 2",
    [
      "push    JobID in ('a','b')",
      'push    Hours from 1',
      "filter  ((JobID eq 'a') and (Hours gt 1)) or ((JobID eq 'b') and (Hours gt 2))",
    ],
  ],
  ["Job/ID eq 'a'", ["push    JobID in ('a')", 'join    Job(ID)', "filter  Job/ID eq 'a'"]],
  [
    'year(Date) ge 2024 and month(Date) eq 2',
    ['push    Date from 2024-01-01', 'filter  (year(Date) ge 2024) and (month(Date) eq 2)'],
  ],
  // nothing can be said
  ['month(Date) eq 2', ['filter  month(Date) eq 2']],
  ['year(Date) ne 2024', ['filter  year(Date) ne 2024']],
  ['year(Date) eq 2024.5', ['filter  year(Date) eq 2024.5']],
  ["UserID eq 'a' or UserID eq 'b'", ["filter  UserID in ('a','b')"]],
  ["JobID eq 'a' or Hours gt 5", ["filter  (JobID eq 'a') or (Hours gt 5)"]],
  ["JobID in ('a','b','c','d')", ["filter  JobID in ('a','b','c','d')"]],
  ["TaskID in ('a','b','c','d','e')", ["filter  TaskID in ('a','b','c','d','e')"]],
  ['Date le 2024-01-01 or Date gt 2024-01-01', ['filter  (Date le 2024-01-01) or (Date gt 2024-01-01)']],
  ["JobID in ('a',null)", ["filter  JobID in ('a',null)"]],
  ['JobID eq null', ['filter  JobID eq null']],
  ["not (JobID eq 'a')", ["filter  not (JobID eq 'a')"]],
  ['not (not (Hours add 1 eq 5))', ['filter  (Hours add 1) eq 5']],
  ['Hours eq 1e-1', ['filter  Hours eq 0.1']],
  ['Hours le null', ['filter  Hours le null']],
  ['User eq null', ['join    User(ID)', 'filter  User eq null']],
])('%s', (filter, expected) => {
  expect(workOf(filter)).toEqual(expected);
});

test.each([
  "JobID eq 'a' and JobID eq 'b'",
  'year(Date) eq 2024 and year(Date) eq 2025',
  'year(Date) eq 2025 and month(Date) eq 2 and day(Date) eq 29',
  'year(Date) eq 2025 and month(Date) eq 13',
  'Date gt 2024-01-01 and Date lt 2024-01-02',
  'Date ge 2024-02-01 and Date le 2024-01-01',
  'Date in (2024-01-01) and Date gt 2024-01-01',
  'false',
  "JobID eq 'a' and false",
  'ID eq null',
  'not true or not true',
  'null',
])('%s can match nothing', (filter) => {
  const plan = planText(`TimeEntries?$filter=${filter}`, clicktimeModel, timeEntries);
  expect(plan).toBe('empty   TimeEntries: no entity can match');
});

test.each([
  ['Date desc', undefined],
  ['Date desc,ID desc', undefined],
  ['Date', 'Date'],
  ['ID desc', 'ID desc'],
  ['Date desc,Hours', 'Date desc,Hours'],
  ['Date desc,ID desc,Hours', 'Date desc,ID desc,Hours'],
  ['year(Date) desc', 'year(Date) desc'],
])('$orderby=%s', (orderby, sort) => {
  const plan = planText(`TimeEntries?$orderby=${orderby}`, clicktimeModel, timeEntries);
  expect(/^sort +(.*)$/m.exec(plan)?.[1]).toBe(sort);
});

const [people] = tripPin.entitySets;

test.each([
  ["Gender eq 'Female'", "push    Gender in ('Female')"],
  ["Preferences eq 'Comfort' and Preferences eq 'Window,Silence'", "push    Preferences in ('Comfort')"],
  ['Age gt 5', 'push    Age from 6'],
  ['Age lt 9007199254740993', 'push    Age to 9007199254740993'],
])('people: %s', (filter, expected) => {
  const anything = { in: 'exact', range: 'exact' } as const;
  const predicates = Object.fromEntries(people?.entityType.properties.map(({ name }) => [name, anything]) ?? []);
  expect(planText(`People?$filter=${filter}`, tripPin, { predicates, order: [] })).toContain(expected);
});

test('conditions besides the filter are pushed down, or filtered by with it', () => {
  const { access, options } = bindCollection('TimeEntries?$select=ID&$filter=Hours ge 1', clicktimeModel);
  const { entitySet } = access;
  const named = (name: string) => entitySet.entityType.properties.filter((property) => property.name === name);
  const where = [
    ...named('UserID').map((property) => isOneOf(property, ['u'])),
    ...named('Date').map((property) => isBounded(property, 'ge', '2024-01-01')),
    ...named('Date').map((property) => isBounded(property, 'le', '2024-01-07')),
  ];
  const query = { entitySet, ...options, where };
  expect(printPlan(planCollection(query, timeEntries)).split('\n')).toEqual([
    'read    TimeEntries',
    'push    Date from 2024-01-01 to 2024-01-07',
    'push    Hours from 1',
    "filter  (UserID in ('u')) and (Date ge 2024-01-01) and (Date le 2024-01-07) and (Hours ge 1)",
    'fetch   ID, UserID, Date, Hours',
  ]);
});

test('a count fetches no more than its conditions look at', () => {
  const { access, options } = bindCollection("TimeEntries?$filter=contains(Comment,'a')", clicktimeModel);
  const query = { entitySet: access.entitySet, filter: options.filter };
  expect(planCollection(query, timeEntries).properties).toEqual(['ID', 'Comment']);
});

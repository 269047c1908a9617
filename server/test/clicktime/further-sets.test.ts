/*
 * The sets behind the seven: that each role gets just what ClickTime's REST answers hold, value for value, in one go and by
 * pages, and how many requests that takes. That single values of any kind are read is proved in model/decode-record.test.ts.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clicktimeModel, entitySetDefinitions } from '../../src/clicktime/model/clicktime-model.ts';
import type { FieldForm } from '../../src/clicktime/model/entity-sets/definition.ts';
import { defaultOwnDataOptions } from '../../src/clicktime/own-data.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';
import type { Position, RequestContext, SourcePredicate } from '../../src/source/source.ts';
import { systemClock, type Clock } from '../../src/util/clock.ts';
import { fetchAll, fetchApi } from '../simulator/fetch-api.ts';
import { anyOf, contextOf, propertiesOf, startRig, type Rig } from './connection.ts';

type Record = Readonly<{ [field: string]: unknown }>;

/** The simulator's history ends on 2026-07-31. */
const clock: Clock = { ...systemClock, date: () => new Date('2026-07-31T12:00:00Z') };
const months = Array.from({ length: 12 }, (_, index) => {
  const first = new Date(Date.UTC(2026, 6 - index, 1));
  const last = new Date(Date.UTC(2026, 7 - index, 0));
  return `StartDate=${first.toISOString().slice(0, 10)}&EndDate=${last.toISOString().slice(0, 10)}`;
});

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ users: 12, months: 14 }, { ownData: defaultOwnDataOptions }, clock);
  rig.simulator.tokens.add('bare-manager', 1, []);
  rig.simulator.tokens.add('locking-manager', 1, ['Lock timesheets', 'View Jobs']);
});
afterAll(() => rig.close());
beforeEach(() => rig.simulator.requests.reset());

function setOf(name: string): EntitySet {
  const found = [...clicktimeModel.entitySets, ...(clicktimeModel.singletons ?? [])].find((set) => set.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

const sent = (): readonly string[] => rig.simulator.requests.all().map(({ path }) => path);

interface Wanted {
  readonly predicates?: readonly SourcePredicate[];
  readonly context?: RequestContext;
  readonly skip?: number;
}

async function readSet(
  name: string,
  { context = contextOf('demo-admin'), ...wanted }: Wanted = {},
): Promise<readonly Row[]> {
  const entitySet = setOf(name);
  const rows: Row[] = [];
  const request = { entitySet, predicates: [], properties: propertiesOf(entitySet), ...wanted };
  for await (const batch of rig.source.read(request, { ...context })) rows.push(...batch.rows);
  return rows;
}

/** By pages, each from a position that has been to the client and back. */
async function readInPages(name: string, size: number, token: string, meanwhile = () => {}): Promise<readonly Row[]> {
  const entitySet = setOf(name);
  const rows: Row[] = [];
  for (let after: Position | undefined, isMore = true; isMore;) {
    isMore = false;
    let taken = 0;
    const request = { entitySet, predicates: [], properties: propertiesOf(entitySet), limit: size };
    for await (const batch of rig.source.read({ ...request, ...(after && { after }) }, contextOf(token))) {
      const part = batch.rows.slice(0, size - taken);
      rows.push(...part);
      taken += part.length;
      if (taken < size) continue;
      after = JSON.parse(JSON.stringify(rig.source.positionAfter(batch, part.length - 1))) as Position;
      isMore = true;
      meanwhile();
      break;
    }
  }
  return rows;
}

// ---- What ClickTime's answers hold ------------------------------------------------------------------------------------

const all = (path: string, token: string) => fetchAll(rig.simulator, path, 500, token);
const whole = async (path: string, token: string) => (await fetchApi(rig.simulator, path, token)).rows;
const flat = async (lists: readonly Promise<readonly Record[]>[]) => (await Promise.all(lists)).flat();

const daysOf = (path: string) => (token: string) => flat(months.map((month) => whole(`${path}?${month}`, token)));

async function expectedWorkOf(token: string): Promise<readonly Record[]> {
  const people = await all('/Users', token);
  return flat(people.map(({ ID }) => all(`/Users/${String(ID)}/ExpectedWork`, token)));
}

const definitionsOf =
  (...records: readonly string[]) =>
  (token: string) =>
    flat(records.map((name) => all(`/${name}/CustomFieldDefinitions`, token)));

type Truth = (token: string) => Promise<readonly Record[]>;
const list =
  (path: string): Truth =>
  (token) =>
    all(path, token);

/** Of each set and role, where ClickTime has what the facade is to show. */
const roles: readonly (readonly [set: string, token: string, truth: Truth])[] = [
  ...['demo-admin', 'demo-manager', 'bare-manager', 'demo-standard'].map(
    (token) =>
      ['Company', token, async () => [(await fetchApi(rig.simulator, '/Company', token)).data as Record]] as const,
  ),
  ['EmploymentTypes', 'demo-admin', list('/EmploymentTypes')],
  ['EmploymentTypes', 'bare-manager', list('/EmploymentTypes')],
  ['CustomFieldDefinitions', 'demo-admin', list('/CustomFieldDefinitions')],
  [
    'CustomFieldDefinitions',
    'demo-manager',
    definitionsOf('TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions'),
  ],
  ['CustomFieldDefinitions', 'locking-manager', definitionsOf('TimeEntries', 'Jobs')],
  ['CustomFieldDefinitions', 'demo-standard', definitionsOf('TimeEntries')],
  ['JobSummaries', 'demo-admin', (token) => whole('/Reports/TimeSummary/Jobs', token)],
  ['JobSummaries', 'bare-manager', (token) => whole('/Reports/TimeSummary/Jobs', token)],
  ['UserDays', 'demo-admin', daysOf('/Reports/TimeSummary/Daily')],
  ['UserDays', 'demo-manager', daysOf('/Reports/TimeSummary/Daily')],
  ['UserDays', 'bare-manager', daysOf('/Me/Reports/TimeSummary/Daily')],
  ['UserDays', 'demo-standard', daysOf('/Me/Reports/TimeSummary/Daily')],
  ['TimeOff', 'demo-admin', list('/TimeOff')],
  ['TimeOff', 'locking-manager', list('/Manage/Timesheets/TimeOff')],
  ['TimeOff', 'bare-manager', list('/Me/TimeOff')],
  ['TimeOff', 'demo-standard', list('/Me/TimeOff')],
  ['TimeOffTypes', 'demo-admin', list('/TimeOffTypes')],
  ['TimeOffTypes', 'demo-manager', list('/TimeOffTypes')],
  ['TimeOffTypes', 'bare-manager', list('/Me/TimeOffTypes')],
  ['TimeOffTypes', 'demo-standard', list('/Me/TimeOffTypes')],
  ['Holidays', 'demo-admin', list('/Holidays')],
  ['Holidays', 'demo-standard', list('/Holidays')],
  ['HolidayTypes', 'demo-admin', list('/HolidayTypes')],
  ['HolidayTypes', 'demo-standard', list('/HolidayTypes')],
  ['ExpectedWork', 'demo-admin', expectedWorkOf],
  ['ExpectedWork', 'demo-manager', expectedWorkOf],
  ['ExpenseDetails', 'demo-admin', list('/Reports/Expense?verbose=true')],
  ['ExpenseDetails', 'demo-manager', list('/Reports/Expense?verbose=true')],
];

/** A value as it ought to be, by its kind alone. */
function meant(form: FieldForm, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (form === 'boolean') return ['true', '1', 'yes'].includes(text.toLowerCase());
  if (form === 'decimal' || form === 'integer') return Number(text);
  if (form === 'instant') return new Date(/[Zz]$/.test(text) ? text : `${text}Z`).getTime();
  return form === 'json' ? text : value;
}

function comparable(set: string, rows: readonly Record[]): readonly string[] {
  const definition = entitySetDefinitions.find(({ entitySet }) => entitySet.name === set);
  const read = (row: Record) =>
    definition?.fields.map(({ property, form }) => {
      const value = row[property.name];
      return [property.name, meant(form, value)];
    });
  return rows.map((row) => JSON.stringify(read(row))).toSorted();
}

test.each(roles)('%s of %s is what ClickTime holds, in one go and by pages', async (set, token, truth) => {
  const context = contextOf(token);
  const expected = comparable(set, await truth(token));
  expect(expected.length).toBeGreaterThan(0);
  expect(comparable(set, await readSet(set, { context }))).toEqual(expected);
  const pages = await readInPages(set, Math.max(1, Math.ceil(expected.length / 7)), token);
  expect(comparable(set, pages)).toEqual(expected);
  expect(await rig.source.count({ entitySet: setOf(set), predicates: [] }, contextOf(token))).toBe(expected.length);
  const some = await readSet(set, { context, skip: 1 });
  expect(some).toHaveLength(expected.length - 1);
});

test.each([
  ['EmploymentTypes', 'demo-standard'],
  ['JobSummaries', 'demo-standard'],
  ['ExpectedWork', 'bare-manager'],
  ['ExpectedWork', 'demo-standard'],
  ['ExpenseDetails', 'bare-manager'],
  ['ExpenseDetails', 'demo-standard'],
])('%s of %s is refused with the reason', async (set, token) => {
  await expect(readSet(set, { context: contextOf(token) })).rejects.toMatchObject({
    code: 'Forbidden',
    message: expect.stringContaining('ClickTime shows '),
  });
});

test('a module that the company does not have is a reason that is told', async () => {
  const poor = await startRig({ users: 5, months: 1, missingModules: ['Expenses'], dcaaLog: true }, {}, clock);
  for (const [name, words] of [
    ['ExpenseDetails', 'Expenses module'],
    ['Holidays', 'DCAA'],
    ['HolidayTypes', 'DCAA'],
  ] as const) {
    const entitySet = setOf(name);
    const read = async () => {
      for await (const batch of poor.source.read(
        { entitySet, predicates: [], properties: ['ID'] },
        contextOf('demo-admin'),
      ))
        void batch;
    };
    await expect(read()).rejects.toMatchObject({ code: 'Forbidden', message: expect.stringContaining(words) });
  }
  await poor.close();
});

// ---- Own records ------------------------------------------------------------------------------------------------------

test('without own records, an account gets 403 where it may read neither the company’s nor what it manages', async () => {
  const strict = await startRig({ users: 5, months: 2 }, {}, clock);
  strict.simulator.tokens.add('locking-manager', 1, ['Lock timesheets']);
  const read = async (name: string, token: string): Promise<number> => {
    let count = 0;
    const request = { entitySet: setOf(name), predicates: [], properties: [] };
    for await (const { rows } of strict.source.read(request, contextOf(token))) count += rows.length;
    return count;
  };
  for (const name of ['TimeOff', 'TimeOffTypes', 'UserDays']) {
    await expect(read(name, 'demo-standard')).rejects.toMatchObject({ code: 'Forbidden' });
  }
  expect(await read('TimeOff', 'locking-manager')).toBeGreaterThan(0);
  expect(await read('CustomFieldDefinitions', 'demo-standard')).toBe(3);
  await strict.close();
});

test('a page of what a manager manages leads on in it, and nowhere else', async () => {
  const entitySet = setOf('TimeOff');
  const context = contextOf('locking-manager');
  for await (const batch of rig.source.read({ entitySet, predicates: [], properties: ['ID'], limit: 3 }, context)) {
    expect(rig.source.positionAfter(batch, 2)).toMatchObject({ own: 'managed' });
    break;
  }
  const forged = { own: 'managed', place: { part: 0, offset: 1, anchors: ['x'] } };
  const read = rig.source.read({ entitySet: setOf('Jobs'), predicates: [], properties: [], after: forged }, context);
  await expect(read[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'InvalidSkiptoken' });
});

// ---- Requests ---------------------------------------------------------------------------------------------------------

const within = (from: string | undefined, to: string | undefined): SourcePredicate => ({
  kind: 'RangePredicate',
  property: 'Date',
  ranges: [{ from, to }],
});

test.each([
  ['Company', [], 1],
  ['EmploymentTypes', [], 1],
  ['CustomFieldDefinitions', [], 1],
  ['JobSummaries', [], 1],
  ['UserDays', [], 12],
  ['UserDays', [within('2026-05-20', undefined)], 3],
  ['UserDays', [within(undefined, '2025-09-10')], 12],
  ['UserDays', [within('2026-05-20', '2026-05-22')], 1],
  ['UserDays', [anyOf('Date', '2026-05-20', '2026-02-03')], 2],
  ['Holidays', [], 1],
  ['ExpectedWork', [], 13],
] as const)('%s by %j takes %i requests', async (set, predicates, requests) => {
  await readSet(set, { predicates });
  expect(sent()).toHaveLength(requests);
});

test('the days of a filter are those that are asked for, and the people, and nobody is asked for twice', async () => {
  const [one, two] = [rig.simulator.company.userId(1), rig.simulator.company.userId(4)];
  const days = await readSet('UserDays', {
    predicates: [within('2026-05-20', '2026-06-02'), anyOf('UserID', one, two)],
  });
  expect(rig.simulator.requests.all().map(({ query }) => query)).toEqual([
    `UserID=${one}&UserID=${two}&StartDate=2026-06-01&EndDate=2026-06-02`,
    `UserID=${one}&UserID=${two}&StartDate=2026-05-20&EndDate=2026-05-31`,
  ]);
  const entries = await all(
    `/TimeEntries?UserID=${one}&UserID=${two}&StartDate=2026-05-20&EndDate=2026-06-02`,
    'demo-admin',
  );
  expect(days.length).toBe(new Set(entries.map(({ UserID, Date: day }) => `${String(UserID)} ${String(day)}`)).size);
  rig.simulator.requests.reset();
  const work = await readSet('ExpectedWork', { predicates: [anyOf('UserID', two, one, two, 'nobody', '..')] });
  expect(sent().toSorted()).toEqual([one, two, 'nobody'].map((id) => `/Users/${id}/ExpectedWork`).toSorted());
  expect(new Set(work.map(({ UserID }) => UserID))).toEqual(new Set([one, two]));
});

test('the first row of a gathered list costs its first answer alone', async () => {
  const request = { entitySet: setOf('UserDays'), predicates: [], properties: ['Hours'], limit: 1 };
  for await (const batch of rig.source.read(request, contextOf('demo-admin'))) {
    expect(batch.rows.length).toBeGreaterThan(0);
    break;
  }
  expect(sent()).toEqual(['/Reports/TimeSummary/Daily']);
});

test('days of too many months are refused with the number, and days off the calendar are nobody’s', async () => {
  const asked = readSet('UserDays', { predicates: [within('1999-01-01', undefined)] });
  await expect(asked).rejects.toMatchObject({
    code: 'QueryTooComplex',
    message: expect.stringContaining('122 months'),
  });
  expect(await readSet('UserDays', { predicates: [within(undefined, '-0005-01-01')] })).toEqual([]);
  expect(sent()).toEqual([]);
});

test('the present month is the one in the time zone that is set', async () => {
  const at = { ...systemClock, date: () => new Date('2026-07-31T23:30:00Z') };
  for (const [timeZone, month] of [
    ['UTC', 'StartDate=2026-07-01&EndDate=2026-07-31'],
    ['Pacific/Auckland', 'StartDate=2026-08-01&EndDate=2026-08-31'],
  ] as const) {
    const there = await startRig({ users: 4, months: 2 }, { timeZone }, at);
    const request = { entitySet: setOf('UserDays'), predicates: [], properties: [], limit: 1 };
    for await (const batch of there.source.read(request, contextOf('demo-admin'))) if (batch.size >= 0) break;
    expect(there.simulator.requests.all()[0]?.query).toBe(month);
    await there.close();
  }
});

test('an extract of days goes on from where it began, also over the end of a month', async () => {
  let today = '2026-07-31T23:59:00Z';
  const moving = await startRig({ users: 4, months: 14 }, {}, { ...systemClock, date: () => new Date(today) });
  const entitySet = setOf('UserDays');
  const days: unknown[] = [];
  for (let after: Position | undefined, isMore = true; isMore;) {
    isMore = false;
    const request = { entitySet, predicates: [], properties: ['Date'], limit: 50, ...(after && { after }) };
    for await (const batch of moving.source.read(request, contextOf('demo-admin'))) {
      days.push(...batch.rows.map((row) => row['Date']));
      if (batch.rows.length === 0) continue;
      after = JSON.parse(JSON.stringify(moving.source.positionAfter(batch, batch.rows.length - 1))) as Position;
      today = '2026-08-01T00:01:00Z';
      isMore = true;
      break;
    }
  }
  expect(days.at(-1)).toMatch(/^2025-08/);
  await moving.close();
});

test('people who come and go while expected work is read neither repeat a record nor hide one', async () => {
  const { simulator } = rig;
  const before = await expectedWorkOf('demo-admin');
  const gone = simulator.company.userId(11);
  const rows = await readInPages('ExpectedWork', 2, 'demo-admin', () => void simulator.mutate.delete('Users', gone));
  const keyOf = (row: Record): string => JSON.stringify([row['UserID'], row['ID']]);
  const ids = rows.map(keyOf);
  expect(new Set(ids).size).toBe(ids.length);
  const kept = before.filter(({ UserID }) => UserID !== gone).map(keyOf);
  expect(kept.filter((id) => !ids.includes(id))).toEqual([]);
});

// ---- ClickTime's bad days -----------------------------------------------------------------------------------------------

test.each([
  ['UserDays', 'repeatedRow'],
  ['JobSummaries', 'repeatedRow'],
  ['JobSummaries', 'wildCount'],
  ['ExpectedWork', 'repeatedRow'],
] as const)('%s: an answer with %s is asked for again, and not believed where ClickTime insists', async (set, lie) => {
  const { path } = entitySetDefinitions.find(({ entitySet }) => entitySet.name === set)?.upstream ?? { path: set };
  const fault = {
    match: { path: set === 'ExpectedWork' ? 'ExpectedWork$' : `^/${path}$` },
    action: { kind: 'page', lie },
  } as const;
  const expected = await readSet(set);
  rig.simulator.faults.add({ ...fault, times: 1 });
  expect(await readSet(set)).toEqual(expected);
  rig.simulator.faults.add({ ...fault, times: Number.POSITIVE_INFINITY });
  await expect(readSet(set)).rejects.toMatchObject({ code: 'UpstreamInvalidResponse' });
  rig.simulator.faults.clear();
});

test('a month that is too large to be read is asked for in halves', async () => {
  const predicates = [within('2026-07-01', '2026-07-31')];
  const expected = await readSet('UserDays', { predicates });
  const narrow = await startRig({ users: 12, months: 14 }, { client: { maxBodyBytes: 12_000 } }, clock);
  const request = { entitySet: setOf('UserDays'), predicates, properties: propertiesOf(setOf('UserDays')) };
  const rows: Row[] = [];
  for await (const batch of narrow.source.read(request, contextOf('demo-admin'))) rows.push(...batch.rows);
  expect(comparable('UserDays', rows)).toEqual(comparable('UserDays', expected));
  expect(narrow.simulator.requests.count()).toBeGreaterThan(2);
  await narrow.close();
});

test('records of another person than the one asked for are not believed', async () => {
  const path = `^/Users/${rig.simulator.company.userId(3)}/ExpectedWork$`;
  const action = { kind: 'shape', shape: 'wrongFieldType', field: 'UserID', value: 'somebody' } as const;
  rig.simulator.faults.add({ match: { path }, times: Number.POSITIVE_INFINITY, action });
  await expect(readSet('ExpectedWork')).rejects.toMatchObject({
    code: 'UpstreamInvalidResponse',
    message: expect.stringContaining("another 'UserID'"),
  });
  rig.simulator.faults.clear();
});

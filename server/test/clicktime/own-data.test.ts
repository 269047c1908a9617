/**
 * Accounts that may not read the company's lists, against the simulator over real sockets. `source.test.ts` proves
 * reading itself; this adds which list is read, that no answer mixes two, and that nothing of others is seen.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chooseList, defaultOwnDataOptions } from '../../src/clicktime/own-data.ts';
import { ownList } from '../../src/clicktime/reading/upstream-list.ts';
import { pushDown } from '../../src/clicktime/push-down.ts';
import { clicktimeModelWithOwnData, entitySetDefinitions } from '../../src/clicktime/model/clicktime-model.ts';
import type { EntitySetDefinition } from '../../src/clicktime/model/entity-sets/definition.ts';
import { divisions } from '../../src/clicktime/model/entity-sets/divisions.ts';
import { jobs } from '../../src/clicktime/model/entity-sets/jobs.ts';
import { timeEntries } from '../../src/clicktime/model/entity-sets/time-entries.ts';
import { users } from '../../src/clicktime/model/entity-sets/users.ts';
import { entityContainers } from '../../src/model/model-index.ts';
import type { Row } from '../../src/model/values.ts';
import type { Batch } from '../../src/source/batch.ts';
import type { Position, RequestContext, SourcePredicate } from '../../src/source/source.ts';
import { systemClock, type Clock } from '../../src/util/clock.ts';
import type { Permission } from '../../simulator/api/caller.ts';
import { anyOf, contextOf, propertiesOf, readAll, setNamed, startRig, type Rig } from './connection.ts';

const SETTINGS = { ownData: defaultOwnDataOptions } as const;
const MANAGER = 1;
const STANDARD_USER = 2;

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ seed: 11, users: 9, timeEntries: 6_000 }, SETTINGS);
});

afterEach(() => rig.simulator.faults.clear());

afterAll(() => rig.close());

/** A token of the standard user that nobody has used before. */
const newcomer = (() => {
  let number = 0;
  return (at: Rig = rig): RequestContext => {
    const token = `newcomer-number-${(number += 1)}`;
    at.simulator.tokens.add(token, STANDARD_USER);
    return contextOf(token);
  };
})();

/** The manager, with exactly these permissions from now on. */
function manager(token: string, permissions: readonly Permission[]): RequestContext {
  rig.simulator.tokens.add(token, MANAGER, permissions);
  return contextOf(token);
}

/** A property's value where it is text. */
const textOf = (row: Row | undefined, property: string): string => {
  const value = row?.[property];
  return typeof value === 'string' ? value : '';
};

const idsOf = (rows: readonly Row[]): readonly unknown[] => rows.map(({ ID }) => ID);
const me = (): string => rig.simulator.company.userId(STANDARD_USER);
const pathsOf = ({ simulator }: Rig): readonly string[] => simulator.requests.all().map(({ path }) => path);

/** The first batch of an answer, and what its position leads to. */
async function firstBatch(context: RequestContext, set: string, after?: Position, at: Rig = rig): Promise<Batch> {
  const request = { entitySet: setNamed(set), predicates: [], properties: ['ID', 'UserID'] };
  for await (const batch of at.source.read({ ...request, ...(after !== undefined && { after }) }, context))
    return batch;
  throw new Error(`There is nothing in ${set}.`);
}

// ---- Decisions ------------------------------------------------------------------------------------------------------

const never = (): boolean => false;
const always = (): boolean => true;

test.each([
  ['not wanted', timeEntries, undefined, undefined, 'TimeEntries', undefined],
  ['first time', timeEntries, undefined, never, 'TimeEntries', 'Me/TimeEntries'],
  ['refused before', timeEntries, undefined, always, 'Me/TimeEntries', undefined],
  ['going on in the company', timeEntries, false, always, 'TimeEntries', undefined],
  ['going on in the own ones', timeEntries, true, never, 'Me/TimeEntries', undefined],
  ['none of its own', divisions, undefined, always, 'Divisions', undefined],
] as const)('%s', (_name, definition, began, refused, path, fallback) => {
  const choice = chooseList(definition, began, refused);
  expect([choice.list.path, choice.fallbacks[0]?.path]).toEqual([path, fallback]);
});

test('an extract of own records ends where they are not served any more', async () => {
  expect(() => chooseList(timeEntries, true, undefined)).toThrow(expect.objectContaining({ code: 'StaleSkiptoken' }));
  expect(() => chooseList(divisions, true, always)).toThrow(expect.objectContaining({ code: 'InvalidSkiptoken' }));
  const forged = readAll(rig, 'TimeEntries', { after: { own: 'yes', place: { part: 0, offset: 1, anchors: [] } } });
  await expect(forged).rejects.toMatchObject({ code: 'InvalidSkiptoken' });
});

test("a position without a mark is one of the company's list", async () => {
  const context = newcomer();
  await readAll(rig, 'TimeEntries', { context });
  const marked = readAll(rig, 'TimeEntries', { context, after: { place: { part: 0, offset: 7, anchors: ['a'] } } });
  await expect(marked).rejects.toMatchObject({ code: 'Forbidden' });
});

test.each<[EntitySetDefinition, SourcePredicate, string, boolean]>([
  [timeEntries, anyOf('UserID', 'u'), '', false],
  [timeEntries, anyOf('JobID', 'j'), 'JobID=j', true],
  [jobs, anyOf('ProjectManagerID', 'u'), 'IsActive=true&IsActive=false', false],
  [users, anyOf('ID', 'u'), '', false],
  [users, anyOf('IsActive', true), '', false],
])(
  '%#: what has no parameter among the own records is not sent, but checked',
  (definition, predicate, query, complete) => {
    const list = ownList(definition);
    const work = pushDown(definition, [predicate], list === undefined ? {} : { list });
    expect(work).toMatchObject({ queries: [query], complete, checked: [predicate.property] });
    expect(work.recordIds).toBeUndefined();
  },
);

test.each(entitySetDefinitions)('$entitySet.name: names of own records are names of properties', (definition) => {
  const { own, predicates } = definition.upstream;
  const properties = propertiesOf(definition.entitySet);
  expect((own?.missing ?? []).filter((name) => !properties.includes(name))).toEqual([]);
  expect((own?.unfiltered ?? []).filter((name) => !(name in predicates))).toEqual([]);
  const described = entityContainers(clicktimeModelWithOwnData).find(({ name }) => name === definition.entitySet.name);
  const refused = "An account that may not read the company's list gets";
  expect(described?.description?.includes(refused)).toBe(definition.upstream.isOpen !== true);
  expect(described?.entityType).toBe(definition.entitySet.entityType);
});

// ---- What is read ---------------------------------------------------------------------------------------------------

const LISTS = ['TimeEntries', 'Jobs', 'Clients', 'Tasks', 'Timesheets'] as const;

test.each(LISTS)(
  '%s: the own records, all of them, and none of the fields that are said to be missing',
  async (set) => {
    const mine = [...rig.simulator.company.list(set, { token: 'demo-standard', mine: true, verbose: true })];
    expect(mine.length).toBeGreaterThan(1);
    expect(idsOf(await readAll(rig, set, { context: newcomer() }))).toEqual(mine.map(({ ID }) => ID));
    const own = entitySetDefinitions.find(({ entitySet }) => entitySet.name === set)?.upstream.own;
    expect(mine.flatMap((record) => own?.missing.filter((name) => name in record))).toEqual([]);
    const count = await rig.source.count({ entitySet: setNamed(set), predicates: [] }, newcomer());
    expect(count).toBe(mine.length);
  },
);

test('Users: the account itself, without its token, whatever comes with it', async () => {
  const context = newcomer();
  const rows = await readAll(rig, 'Users', { context });
  const own = rig.simulator.company.record('Users', me());
  expect(rows.map(({ ID, Name }) => [ID, Name])).toEqual([[me(), own?.Name]]);
  const declared = new Set(propertiesOf(setNamed('Users')));
  expect(Object.keys(rows[0] ?? {}).filter((name) => !declared.has(name))).toEqual([]);
  expect(JSON.stringify(rows)).not.toContain(context.credentials.reveal());
  const entitySet = setNamed('Users');
  expect(await rig.source.count({ entitySet, predicates: [] }, context)).toBe(1);
  expect(await readAll(rig, 'Users', { context, skip: 1 })).toEqual([]);
  const first = await firstBatch(context, 'Users');
  expect(await readAll(rig, 'Users', { context, after: rig.source.positionAfter(first, 0) })).toEqual([]);
});

test('no list that a company needs a module for has own records: a 403 there says nothing about the account', () => {
  const needing = entitySetDefinitions.filter(({ upstream }) => /\bmodule\b/.test(upstream.access));
  expect(needing.map(({ entitySet }) => entitySet.name)).toEqual(['Divisions', 'ExpenseDetails']);
  expect(needing.map(({ upstream }) => upstream.own)).toEqual([undefined, undefined]);
});

test.each(LISTS)('%s: who is refused the own records too gets 403, not an empty answer', async (set) => {
  rig.simulator.faults.add({
    match: { path: `^/(Me/)?${set}$` },
    times: Number.POSITIVE_INFINITY,
    action: { kind: 'status', status: 403 },
  });
  const refused = { code: 'Forbidden', message: expect.stringContaining('its own records, too') };
  await expect(readAll(rig, set, { context: newcomer() })).rejects.toMatchObject(refused);
});

test("Divisions are nobody else's: 403 with the reason, while the others work", async () => {
  const context = newcomer();
  await expect(readAll(rig, 'Divisions', { context })).rejects.toThrow('Corporate or Enterprise module');
  expect((await readAll(rig, 'Tasks', { context })).length).toBeGreaterThan(0);
});

test('predicates, counts and skips agree with filtering the own records here', async () => {
  const context = newcomer();
  const [entries, all] = await Promise.all(['TimeEntries', 'Jobs'].map((set) => readAll(rig, set, { context })));
  const some = textOf(entries?.[0], 'JobID');
  const others = rig.simulator.company.userId(0);
  const foreign = [...rig.simulator.company.list('TimeEntries')].find(({ UserID }) => UserID !== me())?.ID ?? '';
  const cases: readonly (readonly [string, readonly Row[] | undefined, SourcePredicate, (row: Row) => boolean])[] = [
    ['TimeEntries', entries, anyOf('UserID', me()), () => true],
    ['TimeEntries', entries, anyOf('UserID', others), () => false],
    ['TimeEntries', entries, anyOf('UserID', others, me()), () => true],
    ['TimeEntries', entries, anyOf('JobID', some), ({ JobID }) => JobID === some],
    ['TimeEntries', entries, anyOf('ID', textOf(entries?.[2], 'ID')), ({ ID }) => ID === entries?.[2]?.['ID']],
    ['TimeEntries', entries, anyOf('ID', foreign), () => false],
    ['TimeEntries', entries, anyOf('ID', foreign, textOf(entries?.[1], 'ID')), ({ ID }) => ID === entries?.[1]?.['ID']],
    ['Jobs', all, anyOf('ProjectManagerID', others), () => false],
    ['Jobs', all, anyOf('IsActive', true), ({ IsActive }) => IsActive === true],
  ];
  for (const [set, rows = [], predicate, holds] of cases) {
    const expected = idsOf(rows.filter(holds));
    const request = { predicates: [predicate], context };
    expect(idsOf(await readAll(rig, set, request)), `${set} ${JSON.stringify(predicate)}`).toEqual(expected);
    expect(idsOf(await readAll(rig, set, { ...request, skip: 1 }))).toEqual(expected.slice(1));
    const entitySet = setNamed(set);
    expect(await rig.source.count({ entitySet, predicates: [predicate] }, context)).toBe(expected.length);
  }
});

test('single timesheets and people by their IDs: the own ones alone', async () => {
  const context = newcomer();
  const [own, another] = await Promise.all([
    readAll(rig, 'Timesheets', { context }),
    readAll(rig, 'Timesheets', { properties: ['ID', 'UserID'] }),
  ]);
  const foreign = another.find(({ UserID }) => UserID !== me());
  const IDs = [textOf(own[0], 'ID'), textOf(foreign, 'ID')];
  expect(idsOf(await readAll(rig, 'Timesheets', { context, predicates: [anyOf('ID', ...IDs)] }))).toEqual([IDs[0]]);
  const people = [anyOf('ID', me(), rig.simulator.company.userId(0))];
  expect(idsOf(await readAll(rig, 'Users', { context, predicates: people }))).toEqual([me()]);
});

test('a manager without the permission gets their own hours, and the lists of the company that are open to them', async () => {
  const context = manager('plain-manager', []);
  const rows = await readAll(rig, 'TimeEntries', { context });
  expect(new Set(rows.map(({ UserID }) => UserID))).toEqual(new Set([rig.simulator.company.userId(MANAGER)]));
  expect((await readAll(rig, 'Users', { context })).length).toBe(rig.simulator.company.count('Users'));
});

test('without the setting it is 403, and nothing is asked below /Me', async () => {
  const plain = await startRig({ seed: 11, users: 9, months: 1 });
  for (const set of [...LISTS, 'Users', 'Divisions']) {
    const context = contextOf(plain.simulator.tokens.standard);
    await expect(readAll(plain, set, { context })).rejects.toMatchObject({ code: 'Forbidden', status: 403 });
    const counted = plain.source.count({ entitySet: setNamed(set), predicates: [] }, context);
    await expect(counted).rejects.toMatchObject({ code: 'Forbidden' });
  }
  expect(pathsOf(plain).filter((path) => path.startsWith('/Me'))).toEqual([]);
  await plain.close();
});

// ---- Never two lists in one answer ----------------------------------------------------------------------------------

test("what began with the company's list ends with 403 where that is refused from then on", async () => {
  const context = manager('demoted', ['Review timesheets']);
  const first = await firstBatch(context, 'TimeEntries');
  manager('demoted', []);
  rig.simulator.requests.reset();
  for (const after of [rig.source.positionAfter(first, 400), first.origin]) {
    const rest = readAll(rig, 'TimeEntries', { context, ...(after !== undefined && { after }) });
    await expect(rest).rejects.toMatchObject({ code: 'Forbidden' });
  }
  expect(pathsOf(rig).filter((path) => path.startsWith('/Me'))).toEqual([]);
});

test('so it does within one read, and the next one gets the own records', async () => {
  const context = manager('demoted-meanwhile', ['Review timesheets']);
  const read = async (): Promise<readonly Row[]> => readAll(rig, 'TimeEntries', { context, properties: ['UserID'] });
  rig.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    skip: 3,
    times: Number.POSITIVE_INFINITY,
    action: { kind: 'status', status: 403 },
  });
  await expect(read()).rejects.toMatchObject({ code: 'Forbidden' });
  const own = await read();
  expect(new Set(own.map(({ UserID }) => UserID))).toEqual(new Set([rig.simulator.company.userId(MANAGER)]));
});

test('a refusal in the middle, once, leaves the next read the whole list', async () => {
  const context = manager('refused-once', ['Review timesheets']);
  const read = async (after?: Position): Promise<readonly Row[]> =>
    readAll(rig, 'TimeEntries', { context, properties: ['ID'], ...(after !== undefined && { after }) });
  const whole = await read();
  const middle = rig.source.positionAfter(await firstBatch(context, 'TimeEntries'), 99);
  for (const after of [undefined, middle]) {
    rig.simulator.faults.add({
      match: { path: '^/TimeEntries$', query: 'offset=' },
      action: { kind: 'status', status: 403 },
    });
    await expect(read(after)).rejects.toMatchObject({ code: 'Forbidden' });
    expect(await read()).toHaveLength(whole.length);
  }
});

test('who lost the right meanwhile is not shown the beginning from memory', async () => {
  const remembering = await startRig(
    { seed: 11, users: 9, months: 1 },
    { ...SETTINGS, pages: { maxAgeMs: 60_000, maxBytes: 1e7 } },
  );
  const context = contextOf(remembering.simulator.tokens.manager);
  const read = async (): Promise<readonly Row[]> =>
    readAll(remembering, 'TimeEntries', { context, properties: ['ID'] });
  await read();
  remembering.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    times: Number.POSITIVE_INFINITY,
    action: { kind: 'status', status: 403 },
  });
  remembering.simulator.requests.reset();
  await expect(read()).rejects.toMatchObject({ code: 'Forbidden' });
  expect((await read()).length).toBeGreaterThan(0);
  expect(pathsOf(remembering)).toContain('/Me/TimeEntries');
  await remembering.close();
});

test('what began with the own records goes on with them, also for a manager who may read all by then', async () => {
  const context = manager('promoted', []);
  const all = idsOf(await readAll(rig, 'TimeEntries', { context }));
  const first = await firstBatch(context, 'TimeEntries');
  manager('promoted', ['Review timesheets']);
  rig.simulator.requests.reset();
  const after = JSON.parse(JSON.stringify(rig.source.positionAfter(first, 99))) as Position;
  expect(idsOf(await readAll(rig, 'TimeEntries', { context, after }))).toEqual(all.slice(100));
  expect(first.origin).toEqual({ own: true });
  expect(idsOf(await readAll(rig, 'TimeEntries', { context, after: { own: true } }))).toEqual(all);
  expect(pathsOf(rig).filter((path) => path === '/TimeEntries')).toEqual([]);
});

// ---- What is no refusal of the list ---------------------------------------------------------------------------------

const lasting = Number.POSITIVE_INFINITY;
const forbidden = { kind: 'status', status: 403 } as const;

/** Days of two parts, of which the later one, read first, has no row. */
const twoParts: readonly SourcePredicate[] = [
  { kind: 'RangePredicate', property: 'Date', ranges: [{ to: '2090-01-01' }, { from: '2090-06-01' }] },
];

/** Reads rows, and counts them: both decide alike. */
const bothWays = (predicates: readonly SourcePredicate[], at: Rig = rig) =>
  [
    ['rows', (context: RequestContext) => readAll(at, 'TimeEntries', { context, properties: ['ID'], predicates })],
    [
      'count',
      (context: RequestContext) => at.source.count({ entitySet: setNamed('TimeEntries'), predicates }, context),
    ],
  ] as const;

test.each([
  ["a proxy's page", 403, 'proxy'],
  ['no word at all', 403, 'empty'],
  ["a proxy's 401", 401, 'proxy'],
  ['an envelope without words', 403, 'wordless'],
  ['errors without an envelope', 403, 'dataless'],
  ['a message without an envelope', 403, 'message'],
  ["a framework's 401", 401, 'message'],
] as const)("a refusal that is not ClickTime's own, %s, is 503 and says what came", async (_name, status, body) => {
  for (const [name, read] of bothWays([])) {
    const context = manager(`behind-a-proxy-${status}-${body}-${name}`, ['Review timesheets']);
    const whole = await read({ ...context });
    rig.simulator.faults.add({
      match: { path: '^/TimeEntries$' },
      times: lasting,
      action: { kind: 'status', status, body },
    });
    rig.simulator.requests.reset();
    await expect(read({ ...context }), `${name}`).rejects.toMatchObject({
      code: 'UpstreamUnavailable',
      status: 503,
      message: expect.stringContaining(
        body === 'proxy'
          ? `sent by 'nginx': "${status}`
          : `with status ${status} and ${body === 'empty' ? 'no' : 'app'}`,
      ),
    });
    expect(pathsOf(rig).filter((path) => path.startsWith('/Me'))).toEqual([]);
    rig.simulator.faults.clear();
    expect(await read({ ...context }), `${name}`).toEqual(whole);
  }
});

test("ClickTime's own refusal is one with an empty list beside it, too", async () => {
  const context = manager('refused-with-an-empty-list', ['Review timesheets']);
  rig.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    action: { kind: 'status', status: 403, body: 'emptyData' },
  });
  const rows = await readAll(rig, 'TimeEntries', { context, properties: ['UserID'] });
  expect(new Set(rows.map(({ UserID }) => UserID))).toEqual(new Set([rig.simulator.company.userId(MANAGER)]));
});

test("what ASP.NET says by itself to a token is ClickTime's word where the account signs in", async () => {
  const refuse = (path: string) =>
    rig.simulator.faults.add({
      match: { path },
      times: lasting,
      action: { kind: 'status', status: 401, body: 'message' },
    });
  const context = contextOf('refused-by-the-framework');
  rig.simulator.tokens.add('refused-by-the-framework', STANDARD_USER);
  const fault = refuse('^/Me$');
  const refused = {
    code: 'InvalidToken',
    status: 401,
    message: expect.stringContaining('ClickTime says: A simulated'),
  };
  await expect(rig.source.authenticate(context)).rejects.toMatchObject(refused);
  rig.simulator.faults.remove(fault);
  refuse('^/Users$');
  refuse('^/Me$');
  await expect(readAll(rig, 'Users', { context })).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
});

test("a proxy's 401 signs nobody out and drops nothing that is remembered", async () => {
  const remembering = await startRig(
    { seed: 11, users: 9, months: 1 },
    { ...SETTINGS, pages: { maxAgeMs: 600_000, maxBytes: 1e7 } },
  );
  const context = contextOf(remembering.simulator.tokens.admin);
  await remembering.source.authenticate(context);
  await readAll(remembering, 'Jobs', { context });
  remembering.simulator.faults.add({ times: lasting, action: { kind: 'status', status: 401, body: 'proxy' } });
  await expect(readAll(remembering, 'Tasks', { context })).rejects.toMatchObject({ status: 503 });
  await remembering.source.authenticate(context);
  expect((await readAll(remembering, 'Jobs', { context })).length).toBeGreaterThan(0);
  await remembering.close();
});

test('a part that is refused where another has answered, though without a row, is 403', async () => {
  for (const [name, read] of bothWays(twoParts)) {
    const context = manager(`one-part-${name}`, ['Review timesheets']);
    const whole = await read({ ...context });
    for (const skip of [0, 1]) {
      rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, skip, action: forbidden });
      await expect(read({ ...context }), `${name} ${skip}`).rejects.toMatchObject({ code: 'Forbidden' });
      rig.simulator.faults.clear();
      expect(await read({ ...context }), `${name}, the next one`).toEqual(whole);
    }
  }
});

test.each([
  [
    'many IDs',
    () => [anyOf('ID', ...[...rig.simulator.company.list('TimeEntries')].map(({ ID }) => ID).slice(0, 200))],
  ],
  ['one of a job', () => [anyOf('JobID', [...rig.simulator.company.list('TimeEntries')][0]?.JobID ?? '')]],
  ['one record', () => [anyOf('ID', [...rig.simulator.company.list('TimeEntries')][5]?.ID ?? '')]],
] as const)('a selection that is refused, of a list that is not: %s', async (name, predicatesOf) => {
  const predicates = predicatesOf();
  for (const [way, read] of bothWays(predicates)) {
    const context = manager(`refused-selection-${name.replaceAll(' ', '-')}-${way}`, ['Review timesheets']);
    const whole = await read({ ...context });
    rig.simulator.faults.add({ match: { path: '^/TimeEntries(/.*)?$' }, action: forbidden });
    await expect(read({ ...context }), `${way}`).rejects.toMatchObject({ code: 'Forbidden' });
    expect(await read({ ...context }), `${way}`).toEqual(whole);
    const list = await readAll(rig, 'TimeEntries', { context, properties: ['ID'] });
    expect(list).toHaveLength(rig.simulator.company.count('TimeEntries'));
  }
});

test('a selection that is refused with the whole list is one of the own records', async () => {
  const context = newcomer();
  const [first] = await readAll(rig, 'TimeEntries', { context: newcomer(), properties: ['ID'] });
  rig.simulator.requests.reset();
  const found = await readAll(rig, 'TimeEntries', { context, predicates: [anyOf('ID', textOf(first, 'ID'))] });
  expect(idsOf(found)).toEqual([textOf(first, 'ID')]);
  expect(pathsOf(rig).map((path) => path.replace(textOf(first, 'ID'), '...'))).toEqual([
    '/TimeEntries/...',
    '/TimeEntries',
    '/Me/TimeEntries/...',
  ]);
});

test('what cannot be found out is not guessed: where the list does not answer, the answer is an error', async () => {
  const context = newcomer();
  rig.simulator.faults.add({ match: { path: '^/TimeEntries/' }, action: forbidden });
  rig.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    times: lasting,
    action: { kind: 'status', status: 503 },
  });
  const one = readAll(rig, 'TimeEntries', { context, predicates: [anyOf('ID', 'any')] });
  await expect(one).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
});

test('rows and count of one answer are of one list, whatever rights change in between', async () => {
  const entitySet = setNamed('TimeEntries');
  const context = manager('promoted-between', []);
  const rows: Row[] = [];
  for await (const batch of rig.source.read({ entitySet, predicates: [], properties: ['ID'] }, context)) {
    rows.push(...batch.rows);
  }
  manager('promoted-between', ['Review timesheets']);
  // Nothing that is remembered of the refusal decides: the answer does.
  expect(await rig.source.count({ entitySet, predicates: [] }, context)).toBe(rows.length);
  const asked = { ...context, fresh: true };
  expect(await rig.source.count({ entitySet, predicates: [] }, asked)).toBeGreaterThan(rows.length);
});

test("ClickTime's own words of a refusal are passed on", async () => {
  rig.simulator.faults.add({ match: { path: '^/Divisions$' }, action: forbidden });
  await expect(readAll(rig, 'Divisions')).rejects.toThrow('ClickTime says: A simulated fault.');
  await expect(readAll(rig, 'Jobs', { context: contextOf('nobody') })).rejects.toThrow(
    'ClickTime says: Invalid Credentials',
  );
});

// ---- What is remembered ---------------------------------------------------------------------------------------------

test('a refusal is asked for once, anew with no-cache, and anew when it is a minute old', async () => {
  let now = systemClock.now();
  const clock: Clock = { ...systemClock, now: () => now };
  const timed = await startRig({ seed: 11, users: 9, months: 1 }, SETTINGS, clock);
  const context = newcomer(timed);
  const asked = async (with_: RequestContext, set = 'Clients'): Promise<readonly string[]> => {
    timed.simulator.requests.reset();
    await readAll(timed, set, { context: with_ });
    return pathsOf(timed);
  };
  expect(await asked(context)).toEqual(['/Clients', '/Me/Clients']);
  expect(await asked(context)).toEqual(['/Me/Clients']);
  expect(await asked({ ...context, fresh: true })).toEqual(['/Clients', '/Me/Clients']);
  expect(await asked(context, 'Tasks'), 'each set for itself').toEqual(['/Tasks', '/Me/Tasks']);
  expect(await asked(newcomer(timed)), 'each token for itself').toEqual(['/Clients', '/Me/Clients']);
  now += defaultOwnDataOptions.rememberMs + 1;
  expect(await asked({ ...context, deadline: now + 60_000, pageDeadline: now + 60_000 })).toEqual([
    '/Clients',
    '/Me/Clients',
  ]);
  await timed.close();
});

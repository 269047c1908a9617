/**
 * The source against the simulator over real sockets. Below it, paging over changing lists (`paging.test.ts`), single
 * fields (`decode-record.test.ts`) and decisions (`retry`, `window`) are proved without sockets; this adds that they
 * work together: complete and exact reads, every fault, push-down, permissions.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Decimal } from 'decimal.js';
import type { Row, Value } from '../../src/model/values.ts';
import { systemClock } from '../../src/util/clock.ts';
import type { SourcePredicate } from '../../src/source/source.ts';
import type { EntityName } from '../../simulator/records.ts';
import type { FaultAction } from '../../simulator/faults.ts';
import { anyOf, contextOf, propertiesOf, readAll, readByPages, setNamed, startRig, type Rig } from './connection.ts';

const entitySets: readonly EntityName[] = [
  'TimeEntries',
  'Users',
  'Jobs',
  'Clients',
  'Tasks',
  'Divisions',
  'Timesheets',
];

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ seed: 7, timeEntries: 3_000 }, { client: { attemptTimeoutMs: 500 } });
});

afterEach(() => rig.simulator.faults.clear());

afterAll(() => rig.close());

/** A property's value where it is text. */
const textOf = (row: Row | undefined, property: string): string => {
  const value = row?.[property];
  return typeof value === 'string' ? value : '';
};

const idsOf = (rows: readonly Row[]): readonly unknown[] => rows.map(({ ID }) => ID);

// ---- Complete and exact ---------------------------------------------------------------------------------------------

/** A second, slow reading of ClickTime's records: what each property must be. */
function expectedValue(name: string, type: string, record: Readonly<Record<string, unknown>>): unknown {
  if (name === 'CustomFieldsStr') return record['CustomFields'] ? JSON.stringify(record['CustomFields']) : null;
  if (name === 'CustomFields' && record[name]) {
    return Object.fromEntries(
      Object.entries(record[name]).map(([field, value]) => [field.replace(' ', '_x0020_'), value]),
    );
  }
  if (name === 'TotalHours') {
    const days = record['DayTotals'] as readonly { readonly Hours: number | string }[] | null | undefined;
    return days === null || days === undefined ? null : Decimal.sum(0, ...days.map(({ Hours }) => Hours)).toNumber();
  }
  const value = record[name] ?? null;
  if (value === null) return null;
  if (type === 'Edm.Decimal') return new Decimal(value as string).toNumber();
  if (type === 'Edm.DateTimeOffset')
    return new Date(/Z|[+-]\d\d:\d\d$/.test(value as string) ? (value as string) : `${value as string}Z`).getTime();
  if (name === 'StartTime' || name === 'EndTime') return (value as string).slice(0, 5);
  return value;
}

const comparable = (type: string, value: Value | undefined): unknown =>
  type === 'Edm.DateTimeOffset' && typeof value === 'string' ? Date.parse(value) : (value ?? null);

const readings = entitySets.flatMap((name) => [false, true].map((texts) => ({ name, texts })));

test.each(readings)('$name: every record, in order, value for value (as text: $texts)', async ({ name, texts }) => {
  const rows = await readAll(rig, name, { texts });
  const records: readonly Readonly<Record<string, unknown>>[] = [
    ...rig.simulator.company.list(name, { verbose: true }),
  ];
  const { properties } = setNamed(name).entityType;
  const expected = records.map((record) =>
    properties.map((property) => expectedValue(property.name, property.type.name, record)),
  );
  const found = rows.map((row) => properties.map((property) => comparable(property.type.name, row[property.name])));
  expect(found).toEqual(expected);
});

test.each(entitySets)('%s: the same by pages of any size', { timeout: 60_000 }, async (name) => {
  const all = await readAll(rig, name);
  expect(idsOf(await readByPages(rig, name, 7))).toEqual(idsOf(all));
  expect(idsOf(await readByPages(rig, name, 501))).toEqual(idsOf(all));
});

test('a small wish is one small upstream page', async () => {
  rig.simulator.requests.reset();
  const entitySet = setNamed('TimeEntries');
  const request = { entitySet, predicates: [], properties: propertiesOf(entitySet), limit: 50 };
  for await (const batch of rig.source.read(request, contextOf(rig.simulator.tokens.admin))) {
    expect(batch.rows.length).toBe(50);
    // A number that is only said is not handed on.
    expect(batch.total).toBeUndefined();
    break;
  }
  expect(rig.simulator.requests.all().map(({ query }) => query)).toEqual(['limit=50']);
});

test('verbose is asked for only where a property needs it', async () => {
  rig.simulator.requests.reset();
  await readAll(rig, 'Timesheets', { properties: ['ID', 'Status'], limit: 1 });
  expect(rig.simulator.requests.all().some(({ query }) => query.includes('verbose'))).toBe(false);
  await readAll(rig, 'Timesheets', { properties: ['TotalHours'] });
  expect(rig.simulator.requests.all().some(({ query }) => query.includes('verbose=true'))).toBe(true);
});

// ---- Push-down ------------------------------------------------------------------------------------------------------

const matching = (rows: readonly Row[], test: (row: Row) => boolean): readonly unknown[] => idsOf(rows.filter(test));

test('predicates, pages and counts agree with filtering everything here', async () => {
  const all = await readAll(rig, 'TimeEntries');
  const [UserID, JobID, day] = ['UserID', 'JobID', 'Date'].map((name) => textOf(all[1_500], name)) as [
    string,
    string,
    string,
  ];
  const users = [UserID, textOf(all[3], 'UserID')];
  const cases: readonly (readonly [readonly SourcePredicate[], (row: Row) => boolean])[] = [
    [[anyOf('UserID', ...users)], (row) => users.includes(textOf(row, 'UserID'))],
    [
      [anyOf('UserID', ...users), anyOf('JobID', JobID)],
      (row) => users.includes(textOf(row, 'UserID')) && row['JobID'] === JobID,
    ],
    [
      [{ kind: 'RangePredicate', property: 'Date', ranges: [{ from: day, to: '2026-07-15' }] }],
      (row) => textOf(row, 'Date') >= day && textOf(row, 'Date') <= '2026-07-15',
    ],
    [[{ kind: 'RangePredicate', property: 'Date', ranges: [{ to: day }] }], (row) => textOf(row, 'Date') <= day],
    [
      [{ kind: 'RangePredicate', property: 'Date', ranges: [{ to: day }, { from: '2026-07-01', to: '2026-07-15' }] }],
      (row) =>
        textOf(row, 'Date') <= day || (textOf(row, 'Date') >= '2026-07-01' && textOf(row, 'Date') <= '2026-07-15'),
    ],
    [[anyOf('Date', day, '2026-07-01')], (row) => row['Date'] === day || row['Date'] === '2026-07-01'],
    [[anyOf('UserID', 'nobody')], () => false],
    [[anyOf('UserID', '')], () => false],
    [[anyOf('UserID', UserID, 'a b', 'Zo\u00eb', 'x'.repeat(65))], (row) => row['UserID'] === UserID],
    [
      [anyOf('UserID', ...users, ...Array.from({ length: 300 }, (_, index) => `unknown-user-number-${index}`))],
      (row) => users.includes(textOf(row, 'UserID')),
    ],
  ];
  const entitySet = setNamed('TimeEntries');
  for (const [predicates, test] of cases) {
    const expected = matching(all, test);
    expect(idsOf(await readAll(rig, 'TimeEntries', { predicates }))).toEqual(expected);
    expect(idsOf(await readAll(rig, 'TimeEntries', { predicates, skip: 3 }))).toEqual(expected.slice(3));
    expect(await rig.source.count({ entitySet, predicates }, contextOf(rig.simulator.tokens.admin))).toBe(
      expected.length,
    );
  }
});

test('several ranges of days cost the requests for their rows alone', async () => {
  const day = (row: Row | undefined): string => textOf(row, 'Date');
  const all = await readAll(rig, 'TimeEntries');
  const [latest, earliest] = [day(all[100]), day(all.at(-100))];
  const predicates = [
    { kind: 'RangePredicate', property: 'Date', ranges: [{ to: earliest }, { from: latest }] },
  ] as const;
  const before = rig.simulator.requests.all().length;
  const read = await readAll(rig, 'TimeEntries', { predicates });
  expect(idsOf(read)).toEqual(matching(all, (row) => day(row) <= earliest || day(row) >= latest));
  // One for each range, and one that asks whether the first has grown; all entities would take six.
  expect(rig.simulator.requests.all().length - before).toBe(3);
});

test('more IDs than a URL has room for are asked for in parts, each entity once, in one go and by pages', async () => {
  const all = await readAll(rig, 'TimeEntries');
  const ids = all.filter((_, index) => index % 12 === 0).map((row) => textOf(row, 'ID'));
  expect(ids.length).toBeGreaterThan(200);
  const predicates = [anyOf('ID', ...ids)];
  const context = contextOf(rig.simulator.tokens.admin);
  const before = rig.simulator.requests.all().length;
  const once = await readAll(rig, 'TimeEntries', { predicates });
  const requests = rig.simulator.requests.all().slice(before);
  expect(requests.every(({ query }) => query.includes('ID='))).toBe(true);
  expect(once).toHaveLength(ids.length);
  expect(new Set(idsOf(once))).toEqual(new Set(ids));
  const paged = await readByPages(rig, 'TimeEntries', 37, () => undefined, predicates);
  expect(idsOf(paged)).toEqual(idsOf(once));
  expect(await rig.source.count({ entitySet: setNamed('TimeEntries'), predicates }, context)).toBe(ids.length);
});

test.each([
  ['by offset', 700, []],
  ['one by one, for it is read in parts', 700, [{ to: '2026-06-30' }, { from: '2026-07-02' }]],
] as const)('what is passed over is told, %s', async (_how, skip, ranges) => {
  const predicates: readonly SourcePredicate[] =
    ranges.length === 0 ? [] : [{ kind: 'RangePredicate', property: 'Date', ranges }];
  const all = await readAll(rig, 'TimeEntries', { predicates });
  const entitySet = setNamed('TimeEntries');
  const request = { entitySet, predicates, properties: ['ID'], skip };
  const rows: Row[] = [];
  let skipped = 0;
  for await (const batch of rig.source.read(request, contextOf(rig.simulator.tokens.admin))) {
    skipped += batch.skipped ?? 0;
    rows.push(...batch.rows);
  }
  expect(skipped).toBe(skip);
  expect(idsOf(rows)).toEqual(idsOf(all).slice(skip));
});

test('an order that was asked for is kept, whatever has to be read for it', async () => {
  const all = await readAll(rig, 'TimeEntries');
  const jobs = [...new Set(all.map((row) => textOf(row, 'JobID')))].slice(0, 10);
  const made = Array.from({ length: 100 }, (_, index) => `unknown-job-number-${index}`.padEnd(24, '-'));
  const predicates = [anyOf('JobID', ...jobs.slice(0, 5), ...made, ...jobs.slice(5))];
  const read = await readAll(rig, 'TimeEntries', { predicates, ordered: true });
  expect(idsOf(read)).toEqual(matching(all, (row) => jobs.includes(textOf(row, 'JobID'))));
  const unordered = await readAll(rig, 'TimeEntries', { predicates });
  expect(unordered).toHaveLength(read.length);
  expect(new Set(idsOf(unordered))).toEqual(new Set(idsOf(read)));
});

test.each([{ part: 1 }, { part: -1 }, { part: 'a' }, { part: 8 }, { part: 9 }])(
  'a position in a part that there is not is refused: %j',
  async (forged) => {
    const after = { place: { ...forged, offset: 10, anchors: ['a'] } };
    await expect(readAll(rig, 'TimeEntries', { after })).rejects.toMatchObject({ code: 'InvalidSkiptoken' });
  },
);

test('a superset holds all timesheets whose period touches the days', async () => {
  const all = await readAll(rig, 'Timesheets');
  const within = (row: Row): boolean =>
    textOf(row, 'StartDate') >= '2026-06-10' && textOf(row, 'EndDate') <= '2026-07-05';
  const predicates: readonly SourcePredicate[] = [
    { kind: 'RangePredicate', property: 'StartDate', ranges: [{ from: '2026-06-10' }] },
    { kind: 'RangePredicate', property: 'EndDate', ranges: [{ to: '2026-07-05' }] },
  ];
  const read = await readAll(rig, 'Timesheets', { predicates });
  expect(matching(read, within)).toEqual(matching(all, within));
  expect(read.length).toBeLessThan(all.length);
});

test.each(entitySets)('%s: records by ID, one and several, and none for what does not exist', async (name) => {
  const all = await readAll(rig, name);
  const some = [all[0], all[2]].map((row) => textOf(row, 'ID'));
  const [one = ''] = some;
  expect(idsOf(await readAll(rig, name, { predicates: [anyOf('ID', one)] }))).toEqual([one]);
  expect(idsOf(await readAll(rig, name, { predicates: [anyOf('ID', ...some, 'no-such-record')] }))).toEqual(some);
  for (const odd of [
    'no-such-record',
    'CustomFieldDefinitions',
    '..',
    '.',
    '',
    'a/b',
    'a?b#c',
    '2026-07-27',
    '\ud800',
  ]) {
    expect(await readAll(rig, name, { predicates: [anyOf('ID', odd)] })).toEqual([]);
  }
});

test('other predicates hold for records read by their IDs too', async () => {
  const [first] = await readAll(rig, 'Timesheets');
  const ID = textOf(first, 'ID');
  const read = (user: string): Promise<readonly Row[]> =>
    readAll(rig, 'Timesheets', { predicates: [anyOf('ID', ID), anyOf('UserID', user)], properties: ['ID'] });
  expect(idsOf(await read(textOf(first, 'UserID')))).toEqual([ID]);
  expect(await read('somebody-else')).toEqual([]);
});

// ---- Faults ---------------------------------------------------------------------------------------------------------

const passing: readonly (readonly [string, FaultAction])[] = [
  ['429 with Retry-After', { kind: 'status', status: 429, retryAfter: 2 }],
  ['429 without', { kind: 'status', status: 429 }],
  ['500', { kind: 'status', status: 500 }],
  ['502 with HTML', { kind: 'status', status: 502, body: 'html' }],
  ['503 with a date', { kind: 'status', status: 503, retryAfter: 'Fri, 31 Jul 2026 12:00:00 GMT' }],
  ['504 without a body', { kind: 'status', status: 504, body: 'empty' }],
  ['a stalled body', { kind: 'stall' }],
  ['an answer that comes too late', { kind: 'delay', milliseconds: 3_000 }],
  ['a reset before the answer', { kind: 'reset', afterBytes: -1 }],
  ['a reset in the middle', { kind: 'reset' }],
  ['truncated JSON', { kind: 'truncate' }],
  ['a web page', { kind: 'html', status: 200 }],
  ['a maintenance page', { kind: 'html', status: 503 }],
  ['a success with errors', { kind: 'shape', shape: 'errorsInSuccess' }],
];

test.each(passing)('%s in the middle of an extract changes nothing', async (_name, action) => {
  const expected = idsOf(await readAll(rig, 'TimeEntries'));
  rig.simulator.faults.add({ match: { path: '^/TimeEntries$', query: 'offset=' }, skip: 1, times: 3, action });
  expect(idsOf(await readAll(rig, 'TimeEntries', { texts: true }))).toEqual(expected);
  expect(rig.simulator.faults.fired().length).toBe(3);
});

const lasting: readonly (readonly [string, FaultAction, object])[] = [
  [
    '429 with Retry-After',
    { kind: 'status', status: 429, retryAfter: 9 },
    { code: 'UpstreamThrottled', status: 429, retryAfterSeconds: 9 },
  ],
  [
    '429 with a long Retry-After',
    { kind: 'status', status: 429, retryAfter: 7_200 },
    { code: 'UpstreamThrottled', retryAfterSeconds: 120 },
  ],
  ['429 without', { kind: 'status', status: 429 }, { code: 'UpstreamThrottled', retryAfterSeconds: 5 }],
  ['500', { kind: 'status', status: 500 }, { code: 'UpstreamUnavailable', status: 503, retryAfterSeconds: 60 }],
  [
    '503 with Retry-After',
    { kind: 'status', status: 503, retryAfter: 30 },
    { code: 'UpstreamUnavailable', retryAfterSeconds: 30 },
  ],
  ['a stalled body', { kind: 'stall' }, { code: 'UpstreamTimeout', status: 504 }],
  ['a reset', { kind: 'reset' }, { code: 'UpstreamUnavailable' }],
  ['truncated JSON', { kind: 'truncate' }, { code: 'UpstreamUnavailable' }],
  ['a web page', { kind: 'html', status: 200 }, { code: 'UpstreamUnavailable' }],
  ['400', { kind: 'status', status: 400 }, { code: 'UpstreamBadRequest', status: 502 }],
  ['401', { kind: 'status', status: 401 }, { code: 'InvalidToken', status: 401 }],
  ['403', { kind: 'status', status: 403 }, { code: 'Forbidden', status: 403 }],
  ['404', { kind: 'status', status: 404 }, { code: 'UpstreamBadRequest' }],
  ['data that is no list', { kind: 'shape', shape: 'dataNotArray' }, { code: 'UpstreamInvalidResponse', status: 502 }],
  ['no data', { kind: 'shape', shape: 'dataMissing' }, { code: 'UpstreamInvalidResponse' }],
  ['a record that is no object', { kind: 'shape', shape: 'recordNotObject' }, { code: 'UpstreamInvalidResponse' }],
  ['JSON that is no object', { kind: 'shape', shape: 'notAnObject' }, { code: 'UpstreamInvalidResponse' }],
  [
    'a success with errors',
    { kind: 'shape', shape: 'errorsInSuccess' },
    { code: 'UpstreamInvalidResponse', status: 502, message: expect.stringContaining('Something failed.') },
  ],
  [
    'a success with errors about the request',
    { kind: 'shape', shape: 'errorsInSuccess', field: 'JobID' },
    { code: 'UpstreamBadRequest', message: expect.stringContaining('JobID: Something failed. (status 200') },
  ],
  [
    'a field of a wrong type',
    { kind: 'shape', shape: 'wrongFieldType', field: 'Hours', value: ['7'] },
    { code: 'UpstreamInvalidResponse' },
  ],
];

test.each(lasting)('%s for good is said as it is', async (_name, action, expected) => {
  rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, times: Number.POSITIVE_INFINITY, action });
  await expect(readAll(rig, 'TimeEntries', { texts: true })).rejects.toMatchObject(expected);
});

test.each([undefined, 'ID'])(
  'a record whose answer says that something failed (%s) is not one that does not exist',
  async (field) => {
    const [first] = await readAll(rig, 'Timesheets');
    rig.simulator.faults.add({
      match: { path: '^/Timesheets/' },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'shape', shape: 'errorsInSuccess', field },
    });
    const read = readAll(rig, 'Timesheets', { predicates: [anyOf('ID', textOf(first, 'ID'))] });
    await expect(read).rejects.toThrow('Something failed.');
  },
);

test('a wrong field is named with its record', async () => {
  // The simulator bends the second record of a page.
  const [, second] = await readAll(rig, 'Users');
  rig.simulator.faults.add({ action: { kind: 'shape', shape: 'wrongFieldType', field: 'IsActive', value: 'perhaps' } });
  await expect(readAll(rig, 'Users')).rejects.toThrow(`in Users, record '${textOf(second, 'ID')}', field 'IsActive'`);
});

test.each(['missingField', 'unknownField', 'pageMissing'] as const)('%s is tolerated', async (shape) => {
  const expected = idsOf(await readAll(rig, 'TimeEntries'));
  rig.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    times: Number.POSITIVE_INFINITY,
    action: { kind: 'shape', shape, field: shape === 'missingField' ? 'Comment' : 'BrandNew' },
  });
  expect(idsOf(await readAll(rig, 'TimeEntries'))).toEqual(expected);
});

test('pauses before repeating are those that ClickTime names', async () => {
  const own = await startRig({ seed: 7, users: 10, months: 1 });
  own.simulator.faults.add({ times: 2, action: { kind: 'status', status: 503, retryAfter: 3 } });
  await readAll(own, 'Clients');
  expect(own.pauses).toEqual([3_000, 3_000]);
  await own.close();
});

test('a wait that would outlast the request is not begun', async () => {
  rig.simulator.faults.add({ times: 1, action: { kind: 'status', status: 429, retryAfter: 60 } });
  const context = { ...contextOf(rig.simulator.tokens.admin), deadline: systemClock.now() + 20_000 };
  await expect(readAll(rig, 'Clients', { context })).rejects.toMatchObject({
    code: 'UpstreamThrottled',
    retryAfterSeconds: 60,
  });
});

// ---- Changes --------------------------------------------------------------------------------------------------------

test.each(['insertRows', 'deleteRows'] as const)(
  '%s while paging: what exists throughout comes exactly once',
  async (kind) => {
    const own = await startRig({ seed: 3, timeEntries: 4_000 });
    own.simulator.faults.add({
      match: { path: '^/TimeEntries$', query: 'offset=' },
      times: 12,
      action: { kind, entity: 'TimeEntries', count: 17 },
    });
    const from = own.simulator.mutate.version();
    const read = idsOf(await readByPages(own, 'TimeEntries', 700));
    const { always, sometimes } = own.simulator.mutate.existed('TimeEntries', from);
    const found = new Set(read);
    expect(found.size).toBe(read.length);
    expect([...always].filter((id) => !found.has(id))).toEqual([]);
    expect(read.filter((id) => !sometimes.has(String(id)))).toEqual([]);
    await own.close();
  },
);

test('behind an offset larger than any list there is nothing, and no next link leads there', async () => {
  const skip = 999_999_999_999_999;
  expect(await readAll(rig, 'TimeEntries', { skip })).toEqual([]);
  expect(await readAll(rig, 'Jobs', { after: { place: { part: 0, offset: skip, anchors: [] } } })).toEqual([]);
  const lost = readAll(rig, 'Jobs', { after: { place: { part: 0, offset: skip, anchors: ['nobody'] } } });
  await expect(lost).rejects.toMatchObject({ code: 'StaleSkiptoken' });
});

// ---- Who may see what -----------------------------------------------------------------------------------------------

test('a standard user gets a 403 that says who may', async () => {
  const context = contextOf(rig.simulator.tokens.standard);
  await expect(readAll(rig, 'Timesheets', { context })).rejects.toThrow("'Review timesheets'");
  await expect(rig.source.authenticate(context)).resolves.toBeUndefined();
});

test('an unknown token is refused, and a revoked one as soon as a request goes upstream', async () => {
  await expect(rig.source.authenticate(contextOf('no-such-token'))).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(rig.source.authenticate(contextOf('not\r\na token'))).rejects.toMatchObject({ code: 'InvalidToken' });
  rig.simulator.tokens.add('short-lived', 0);
  const context = contextOf('short-lived');
  await rig.source.authenticate(context);
  rig.simulator.tokens.revoke('short-lived');
  await expect(rig.source.authenticate(context)).resolves.toBeUndefined();
  await expect(readAll(rig, 'Clients', { context })).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(rig.source.authenticate(context)).rejects.toMatchObject({ code: 'InvalidToken' });
});

test('that a token is good is asked once', async () => {
  rig.simulator.requests.reset();
  rig.simulator.tokens.add('asked-once', 0);
  for (const _ of [1, 2, 3]) await rig.source.authenticate(contextOf('asked-once'));
  expect(rig.simulator.requests.all().map(({ path }) => path)).toEqual(['/Me']);
});

test('requests that come at the same time ask together whether a token is good, and one may leave', async () => {
  rig.simulator.requests.reset();
  rig.simulator.tokens.add('asked-together', 0);
  const leaving = new AbortController();
  const first = rig.source.authenticate(contextOf('asked-together', leaving.signal));
  const others = [1, 2, 3].map(() => rig.source.authenticate(contextOf('asked-together')));
  leaving.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  await Promise.all(others);
  expect(rig.simulator.requests.all().map(({ path }) => path)).toEqual(['/Me']);
});

test('under concurrent load nobody sees what another token sees', async () => {
  const { simulator, source } = rig;
  simulator.tokens.add('clerk', 1, ['Review timesheets']);
  simulator.tokens.add('controller', 1, ['Review timesheets', 'View Costs', 'View Billingrates']);
  const [{ JobID = '' } = {}] = await readAll(rig, 'TimeEntries', { properties: ['JobID'], limit: 1 });
  const rates = ({ CostRate, BillingRate }: Readonly<Record<string, unknown>>): readonly unknown[] =>
    [CostRate, BillingRate].map((rate) => (rate === null || rate === undefined ? null : Number(rate)));
  const callers = [simulator.tokens.admin, 'clerk', 'controller'].map((token) => ({
    token,
    expected: [...simulator.company.list('TimeEntries', { token })].filter((entry) => entry.JobID === JobID).map(rates),
  }));
  const properties = ['CostRate', 'BillingRate'];
  const predicates = [{ kind: 'InPredicate', property: 'JobID', values: [JobID] }] as const;
  const reads = Array.from({ length: 10 }, () => callers).flat();
  const found = await Promise.all(
    reads.map(({ token }) =>
      readAll({ source, simulator }, 'TimeEntries', { context: contextOf(token), properties, predicates }),
    ),
  );
  expect(found.map((rows) => rows.map(rates))).toEqual(reads.map(({ expected }) => expected));
  const [admin, clerk] = callers;
  expect(clerk?.expected).not.toEqual(admin?.expected);
});

// ---- Leaving --------------------------------------------------------------------------------------------------------

test('whoever stops reading, or goes, stops the work upstream', async () => {
  const { simulator, source } = rig;
  const entitySet = setNamed('TimeEntries');
  simulator.faults.add({ match: { query: 'offset=' }, times: Number.POSITIVE_INFINITY, action: { kind: 'stall' } });
  const controller = new AbortController();
  const request = { entitySet, predicates: [], properties: ['ID'] };
  for await (const batch of source.read(request, contextOf(simulator.tokens.admin))) {
    expect(batch.rows.length).toBe(500);
    break;
  }
  const left = (async (): Promise<void> => {
    for await (const _ of source.read(request, contextOf(simulator.tokens.admin, controller.signal))) {
      setImmediate(() => controller.abort(new Error('the client left')));
    }
  })();
  await expect(left).rejects.toThrow('the client left');
  await expect.poll(() => simulator.requests.inFlight().now).toBe(0);
});

test('a page whose time is up can end while its next rows are waited for', async () => {
  const { simulator } = rig;
  const own = await startRig({ seed: 7, timeEntries: 3_000 }, {}, systemClock);
  own.simulator.faults.add({ match: { query: 'offset=' }, times: Number.POSITIVE_INFINITY, action: { kind: 'stall' } });
  const request = { entitySet: setNamed('TimeEntries'), predicates: [], properties: ['ID'] };
  const context = { ...contextOf(simulator.tokens.admin), pageDeadline: systemClock.now() + 50 };
  const sizes: number[] = [];
  for await (const batch of own.source.read(request, context)) {
    sizes.push(batch.rows.length);
    if (batch.rows.length === 0) break;
  }
  expect(sizes).toEqual([500, 0]);
  await own.close();
});

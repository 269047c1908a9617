/** Service roots with a period over a simulator: what is in them, what it costs, and what does not move them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { piecesOf } from '../../src/protocol/message.ts';
import { createTrace } from '../../src/source/trace.ts';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { limits } from '../http/fixture.ts';
import { SERVICE_ROOT, startServiceRig, textOf, type Json, type ServiceRig } from './service-rig.ts';

const TODAY = '2026-03-31T12:00:00Z';
let rig: ServiceRig;
let entries: readonly Json[];
let sheets: readonly Json[];
beforeAll(async () => {
  const company = { users: 4, timeEntries: 2500, today: '2026-03-31' };
  const answerCache = { maxAgeMs: 3_600_000, maxBytes: 10_000_000 };
  rig = await startServiceRig({ company, date: TODAY, service: { timeZone: 'Europe/Berlin', answerCache } });
  entries = await rig.rows('TimeEntries');
  sheets = await rig.rows('Timesheets');
});
beforeEach(() => rig.setDate(TODAY));
afterAll(() => rig.close());

const within =
  (name: string, first = name, from = '0000', to = '9999') =>
  (row: Json): boolean =>
    String(row[name]) >= from && String(row[first]) <= to;

test.each([
  ['last-7-days', '2026-03-25', '2026-03-31'],
  ['last-2-weeks', '2026-03-18', '2026-03-31'],
  ['last-1-months', '2026-03-01', '2026-03-31'],
  ['last-1-years', '2025-04-01', '2026-03-31'],
  ['this-month', '2026-03-01', '2026-03-31'],
  ['last-month', '2026-02-01', '2026-02-28'],
  ['this-quarter', '2026-01-01', '2026-03-31'],
  ['last-quarter', '2025-10-01', '2025-12-31'],
  ['this-year', '2026-01-01', '2026-12-31'],
  ['last-year', '2025-01-01', '2025-12-31'],
  ['year-to-date', '2026-01-01', '2026-03-31'],
  ['2026', '2026-01-01', '2026-12-31'],
  ['2026-Q1', '2026-01-01', '2026-03-31'],
  ['2026-02', '2026-02-01', '2026-02-28'],
  ['2026-02-10', '2026-02-10', '2026-02-10'],
  ['2026-02-10..2026-03-02', '2026-02-10', '2026-03-02'],
  ['since-2026-03-20', '2026-03-20', undefined],
])('%s is a service of these days', async (period, from, to) => {
  const expected = entries.filter(within('Date', 'Date', from, to));
  expect(await rig.rows(`${period}/TimeEntries`)).toEqual(expected);
  expect(textOf(await rig.answer(`${period}/TimeEntries/$count`))).toBe(String(expected.length));
  expect(await rig.rows(`${period}/Timesheets`)).toEqual(sheets.filter(within('EndDate', 'StartDate', from, to)));
  expect(await rig.rows(`${period}/Jobs`)).toEqual(await rig.rows('Jobs'));
});

test('only what is in the period is asked of ClickTime', async () => {
  const asked = await rig.requestsOf(() => rig.rows('last-7-days/TimeEntries?$select=ID'));
  const literal = await rig.requestsOf(() =>
    rig.rows('TimeEntries?$select=ID&$filter=Date ge 2026-03-25 and Date le 2026-03-31'),
  );
  expect(asked).toEqual(literal);
  expect(asked.length).toBeLessThan(4);
  const counting = await rig.requestsOf(() => rig.answer('last-7-days/TimeEntries/$count?$filter=Date ge 2026-04-02'));
  expect(counting).toEqual([]);
});

test.each(['0000', '0000-01-01..0000-12-31/only=TimeEntries'])(
  'days that ClickTime does not have are answered without asking it: %s',
  async (root) => {
    expect(await rig.requestsOf(() => rig.rows(`${root}/TimeEntries`))).toEqual([]);
    expect(textOf(await rig.answer(`${root}/TimeEntries/$count`))).toBe('0');
  },
);

test('who wants to know is told the days, and the time zone they are counted in', async () => {
  const trace = createTrace();
  await rig.answer('last-7-days/TimeEntries?$top=1', {}, trace);
  expect(trace.text()).toContain('period 2026-03-25..2026-03-31, days counted in Europe/Berlin');
  expect(trace.text()).toContain('push Date from 2026-03-25 to 2026-03-31');
});

test("the caller's filter comes on top, and cannot reach out of the period", async () => {
  const jobId = String(entries[0]?.['JobID']);
  const rows = await rig.rows(`last-7-days/TimeEntries?$filter=JobID eq '${jobId}' or Date ge 2000-01-01`);
  expect(rows).toEqual(entries.filter(within('Date', 'Date', '2026-03-25')));
});

test('links, keys, navigation and expansion stay below the root and in the period', async () => {
  const [inside = {}] = entries;
  const outside = entries.at(-1) ?? {};
  const root = `${SERVICE_ROOT}last-7-days/`;
  const page = JSON.parse(
    textOf(
      await rig.answer('last-7-days/TimeEntries', {
        prefer: 'odata.maxpagesize=3',
        accept: 'application/json;odata.metadata=full',
      }),
    ),
  ) as Json;
  expect(page['@odata.context']).toBe(`${root}$metadata#TimeEntries`);
  expect(String(page['@odata.nextLink'])).toContain(`${root}TimeEntries?$skiptoken=`);
  const [first = {}] = page['value'] as readonly Json[];
  expect(new URL(String(first['@odata.id']), root).href).toBe(`${root}TimeEntries('${String(inside['ID'])}')`);
  expect(await rig.json(`last-7-days/TimeEntries('${String(inside['ID'])}')`)).toMatchObject({ ID: inside['ID'] });
  for (const path of ['', '/Job', '/Hours', '/User/TimeEntries'])
    await expect(rig.answer(`last-7-days/TimeEntries('${String(outside['ID'])}')${path}`)).rejects.toMatchObject({
      code: 'EntityNotFound',
    });

  const userId = String(inside['UserID']);
  const mine = entries.filter(within('Date', 'Date', '2026-03-25')).filter((row) => row['UserID'] === userId);
  expect(await rig.rows(`last-7-days/Users('${userId}')/TimeEntries`)).toEqual(mine);
  const expanded = await rig.json(`last-7-days/Users('${userId}')?$expand=TimeEntries($count=true)`);
  expect(expanded).toMatchObject({
    TimeEntries: mine.map(({ ID }) => ({ ID })),
    'TimeEntries@odata.count': mine.length,
  });
  const [sheet = {}] = await rig.rows(
    `2026-03-25..2026-03-25/Timesheets?$expand=TimeEntries&$filter=UserID eq '${userId}'`,
  );
  expect(sheet['TimeEntries']).toEqual(mine.filter(({ Date }) => Date === '2026-03-25'));
});

test('midnight, in the time zone of the setting, moves the root but no extract that has begun', async () => {
  rig.setDate('2026-03-31T21:59:59Z');
  const whole = entries.filter(within('Date', 'Date', '2026-03-31'));
  const headers = { prefer: 'odata.maxpagesize=2' };
  const first = JSON.parse(textOf(await rig.answer('last-1-days/TimeEntries', headers))) as Json;
  rig.setDate('2026-03-31T22:00:00Z');
  // The answer that was kept is of another day.
  expect(await rig.rows('last-1-days/TimeEntries')).toEqual([]);
  rig.setDate('2026-12-01T12:00:00Z');
  const rest = await rig.rows(String(first['@odata.nextLink']));
  expect([...(first['value'] as readonly Json[]), ...rest]).toEqual(whole);
  expect(whole.length).toBeGreaterThan(2);
});

test('an extract that is sorted here keeps its days as well', async () => {
  const url = 'last-7-days/TimeEntries?$orderby=Hours,ID';
  const whole = await rig.rows(url);
  const first = JSON.parse(textOf(await rig.answer(url, { prefer: 'odata.maxpagesize=10' }))) as Json;
  rig.setDate('2026-06-01T12:00:00Z');
  const rest = await rig.rows(String(first['@odata.nextLink']));
  expect([...(first['value'] as readonly Json[]), ...rest]).toEqual(whole);
});

const tokenOf = (page: Json): string => String(page['@odata.nextLink']).split('$skiptoken=')[1] ?? '';
const firstPage = async (url: string): Promise<Json> =>
  JSON.parse(textOf(await rig.answer(url, { prefer: 'odata.maxpagesize=2' }))) as Json;

test.each([
  ['TimeEntries', 'last-7-days/TimeEntries'],
  ['last-7-days/TimeEntries', 'TimeEntries'],
  ['last-7-days/TimeEntries', 'last-8-days/TimeEntries'],
  ['last-7-days/TimeEntries', '2026-03-25..2026-03-31/TimeEntries'],
  ['only=TimeEntries/TimeEntries', 'only=TimeEntries(Date)/TimeEntries'],
  ['TimeEntries', 'only=TimeEntries(Date)/TimeEntries'],
  ['last-7-days/only=TimeEntries(Hours)/TimeEntries', 'last-7-days/only=TimeEntries(Date)/TimeEntries'],
])('a token of %s is none of %s', async (one, other) => {
  const token = tokenOf(await firstPage(one));
  await expect(rig.answer(`${other}?$skiptoken=${token}`)).rejects.toMatchObject({ code: 'SkiptokenMismatch' });
});

test('a token without its days, or with others than days, is refused', async () => {
  const token = tokenOf(await firstPage('last-7-days/TimeEntries'));
  const said = JSON.parse(Buffer.from(token, 'base64url').toString()) as Json;
  expect(said['days']).toEqual({ from: '2026-03-25', to: '2026-03-31' });
  for (const days of [undefined, { from: 'yesterday' }, { from: '2026-02-30' }, { from: '2026-03-25', by: 1 }]) {
    const forged = Buffer.from(JSON.stringify({ ...said, days })).toString('base64url');
    const answer = rig.answer(`last-7-days/TimeEntries?$skiptoken=${forged}`);
    await expect(answer).rejects.toMatchObject({ code: 'InvalidSkiptoken' });
  }
});

// ---- A choice of sets and fields -----------------------------------------------------------------------------------

const CHOICE = 'last-7-days/only=TimeEntries(Hours,JobID),Jobs(Name)';

test('what is not chosen is in no document and no answer, and unknown in queries', async () => {
  const { value } = await rig.json(`${CHOICE}/`);
  expect(value).toMatchObject([{ name: 'TimeEntries' }, { name: 'Jobs' }]);
  const metadata = textOf(await rig.answer(`${CHOICE}/$metadata`));
  expect(Array.from(metadata.matchAll(/<(?:Navigation)?Property Name="(\w+)"/g), ([, name]) => name)).toEqual([
    'ID',
    'JobID',
    'Hours',
    'Job',
    'ID',
    'Name',
    'TimeEntries',
  ]);
  expect(metadata).not.toMatch(/CustomFields|Timesheet|Client/);
  const rows = await rig.rows(`${CHOICE}/TimeEntries?$expand=Job`);
  const expected = entries.filter(within('Date', 'Date', '2026-03-25'));
  expect(rows.map(({ ID }) => ID)).toEqual(expected.map(({ ID }) => ID));
  for (const row of rows) expect(Object.keys(row)).toEqual(['ID', 'JobID', 'Hours', 'Job']);
  for (const query of [
    '$select=Date',
    '$filter=Date eq 2026-03-31',
    '$orderby=Date',
    '$expand=User',
    "$filter=Job/Client/Name eq 'x'",
  ])
    await expect(rig.answer(`${CHOICE}/TimeEntries?${query}`)).rejects.toMatchObject({ status: 400 });
  for (const path of ['Users', "Jobs('x')/Client", "TimeEntries('x')/Date", "TimeEntries('x')/User"])
    await expect(rig.answer(`${CHOICE}/${path}`)).rejects.toMatchObject({ code: 'UnknownResource', status: 404 });
});

test.each([
  'TimeEntries?$apply=identity',
  'TimeEntries?$apply=filter(Hours gt 0)/orderby(Hours)/topcount(3,Hours)',
  'TimeEntries?$apply=groupby((Job),aggregate(Hours with sum as Total))',
  'TimeEntries?$apply=groupby((Job/Name),aggregate(Hours with sum as Total,$count as N))',
  'TimeEntries?$apply=topcount(2,Hours)&$expand=Job',
  'TimeEntries?$apply=addnested(Job,identity as Of)/topcount(2,Hours)',
  'Jobs?$apply=join(TimeEntries as J)',
  'Jobs?$apply=addnested(TimeEntries,topcount(1,Hours) as Most)/topcount(2,ID)',
  'Jobs?$expand=*',
  'Jobs?$expand=TimeEntries&$filter=TimeEntries/any()',
  'Jobs?$compute=length(Name) as Long&$select=*,Long',
])('nothing that was not chosen is in what is made of it: %s', async (query) => {
  const rows = await rig.rows(`${CHOICE}/${query}`);
  expect(rows.length).toBeGreaterThan(0);
  const names = new Set(namesIn(rows));
  const chosen = ['ID', 'JobID', 'Hours', 'Name', 'Job', 'TimeEntries', 'Total', 'N', 'Of', 'J', 'Most', 'Long'];
  expect([...names].filter((name) => !chosen.includes(name))).toEqual([]);
});

/** The names of all values, those within others too; not of what the protocol adds. */
const namesIn = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, each]) => [
        ...(Array.isArray(value) || name.includes('@') ? [] : [name]),
        ...namesIn(each),
      ]);

test.each([
  ['TimeEntries?$apply=aggregate(Hours with sum as Total,$count as N)', (rows: readonly Json[]) => rows.length],
  [
    'Timesheets?$apply=aggregate($count as N)',
    () => sheets.filter(within('EndDate', 'StartDate', '2026-03-25', '2026-03-31')).length,
  ],
  [
    'Users?$apply=filter(TimeEntries/any())/aggregate($count as N)',
    (rows: readonly Json[]) => new Set(rows.map(({ UserID }) => UserID)).size,
  ],
])('totals, and conditions on related entities, are of the period, whatever is chosen: %s', async (query, count) => {
  const inside = entries.filter(within('Date', 'Date', '2026-03-25'));
  expect(await rig.rows(`last-7-days/${query}`)).toMatchObject([{ N: count(inside) }]);
  const choice = 'only=TimeEntries(Hours,UserID),Timesheets(Status),Users(Name)';
  expect(await rig.rows(`last-7-days/${choice}/${query}`)).toMatchObject([{ N: count(inside) }]);
});

test('what is not chosen cannot be searched for, and what is not in the period not be named by its id', async () => {
  const searched = await rig.rows('TimeEntries?$search=call&$select=ID');
  expect(searched.length).toBeGreaterThan(0);
  expect(await rig.rows('only=TimeEntries(Hours)/TimeEntries?$search=call')).toEqual([]);
  const [first = {}] = entries;
  const inside = await rig.json(`last-7-days/$entity?$id=TimeEntries('${String(first['ID'])}')`);
  expect(inside).toMatchObject({ '@odata.context': `${SERVICE_ROOT}last-7-days/$metadata#TimeEntries/$entity` });
  const outside = `last-7-days/$entity?$id=TimeEntries('${String(entries.at(-1)?.['ID'])}')`;
  await expect(rig.answer(outside)).rejects.toMatchObject({ code: 'EntityNotFound' });
  const elsewhere = `last-7-days/$entity?$id=${SERVICE_ROOT}TimeEntries('${String(first['ID'])}')`;
  await expect(rig.answer(elsewhere)).rejects.toMatchObject({ code: 'UnknownResource' });
});

test('all entities, and those of several sets joined, are below the root', async () => {
  const inside = entries.filter(within('Date', 'Date', '2026-03-25'));
  const all = await rig.rows(`${CHOICE}/$all`);
  const ofJobs = all.filter((row) => 'Name' in row);
  expect(all.length - ofJobs.length).toBe(inside.length);
  expect(ofJobs.length).toBe((await rig.rows('Jobs')).length);
  const chosen = new Set(['ID', 'JobID', 'Hours', 'Name']);
  expect(namesIn(all).filter((name) => !chosen.has(name))).toEqual([]);

  const joined = await rig.rows(
    `${CHOICE}/$crossjoin(TimeEntries,Jobs)?$filter=TimeEntries/JobID eq Jobs/ID&$expand=TimeEntries,Jobs`,
  );
  expect(joined.length).toBe(inside.length);
  expect(namesIn(joined).filter((name) => !chosen.has(name) && !['TimeEntries', 'Jobs'].includes(name))).toEqual([]);
});

test('a flat view may be chosen without what it is made of, and is of the period', async () => {
  const inside = entries.filter(within('Date', 'Date', '2026-03-25'));
  const rows = await rig.rows(
    "last-7-days/only=TimeEntryDetails(JobName,Hours)/TimeEntryDetails?$filter=JobName ne ''",
  );
  expect(rows.map(({ ID, Hours }) => [ID, Hours])).toEqual(inside.map(({ ID, Hours }) => [ID, Hours]));
  for (const row of rows) expect(Object.keys(row)).toEqual(['ID', 'Hours', 'JobName']);
  await expect(rig.answer('only=TimeEntryDetails(JobName)/TimeEntries')).rejects.toMatchObject({ status: 404 });
});

test('an entity that an expression names by its key is below the root, too', async () => {
  const [first = {}] = entries;
  const named = (row: Json): string => `Jobs?$select=ID&$filter=$root/TimeEntries('${String(row['ID'])}')/Hours ge 0`;
  expect((await rig.rows(`last-7-days/${named(first)}`)).length).toBeGreaterThan(0);
  expect(await rig.rows(`last-7-days/${named(entries.at(-1) ?? {})}`)).toEqual([]);
  await expect(rig.answer(`only=Jobs/${named(first)}`)).rejects.toMatchObject({ status: 400 });
});

test('the answers below one root are never those below another', async () => {
  for (const round of [1, 2]) {
    const all = await rig.rows('last-1-days/TimeEntries?$top=1');
    const hours = await rig.rows('last-1-days/only=TimeEntries(Hours)/TimeEntries?$top=1');
    const dates = await rig.rows('last-1-days/only=TimeEntries(Date)/TimeEntries?$top=1');
    expect([round, ...[all, hours, dates].map(([row = {}]) => Object.keys(row).length)]).toEqual([round, 14, 2, 2]);
    expect(Object.keys(dates[0] ?? {})).toEqual(['ID', 'Date']);
  }
});

test.each([
  ['only=Job/', 404, 'UnknownResource', "Did you mean 'Jobs'?"],
  ['only=Jobs(Nme)/', 404, 'UnknownResource', "There is no 'Nme' in 'Jobs'. Did you mean 'Name'?"],
  [
    'only=Jobs(Client)/',
    400,
    'InvalidChoice',
    "'Client' is no field: it is there where ClientID and the set Clients are chosen.",
  ],
  ['only=Jobs,Jobs(ID)/', 400, 'InvalidChoice', "'Jobs' is named twice."],
  ['only=Jobs(Name,Name)/', 400, 'InvalidChoice', "'Jobs' names 'Name' twice."],
  ['Only=Jobs/', 400, 'SyntaxError', "expected 'only='"],
  ['only=Jobs(/', 400, 'SyntaxError', 'expected a name'],
  [`only=Jobs(${'Name,'.repeat(6_000)}ID)/`, 400, 'InvalidChoice', 'twice'],
  ['only=Jobs/last-7-days/Jobs', 404, 'UnknownResource', 'the period first'],
  ['last-7-days/last-8-days/Jobs', 404, 'UnknownResource', 'A root has one period'],
  [
    'Jobs(ID,Name),Tasks/Jobs',
    404,
    'UnknownResource',
    'A choice of sets and fields is written only=Jobs(ID,Name),Tasks.',
  ],
  ['last-7-days/Jobs(ID,Name)/', 404, 'UnknownResource', 'is written only=Jobs(ID,Name).'],
  ['last90days/Jobs', 404, 'UnknownResource', "Did you mean 'last-90-days'"],
  ['Last-90-Days/Jobs', 404, 'UnknownPeriod', "Did you mean 'last-90-days'?"],
  ['thisMonth', 404, 'UnknownResource', "Did you mean 'this-month'"],
  ['last-90-day/', 404, 'UnknownPeriod', "Did you mean 'last-90-days'"],
  ['last-week/', 404, 'UnknownPeriod', 'Periods are last-90-days,'],
  ['2025-q3/Jobs', 404, 'UnknownPeriod', "Did you mean '2025-Q3'?"],
  ['Time-Entries', 404, 'UnknownPeriod', "Did you mean 'TimeEntries'?"],
  ['2025-02-29/', 404, 'UnknownPeriod', 'There is no day 2025-02-29; that month has 28 days.'],
  ['2025-03-01..2025-02-01/', 404, 'UnknownPeriod', 'write 2025-02-01..2025-03-01.'],
  ['last-3661-days/', 404, 'UnknownPeriod', 'Write at most last-3660-days'],
  ['last-99999999999999999999-days/', 404, 'UnknownPeriod', 'Write at most last-3660-days'],
  ['last-7-days%2FTimeEntries', 404, 'UnknownPeriod', "There is no period 'last-7-days/TimeEntries'"],
  [`${'a-'.repeat(2000)}/`, 404, 'UnknownPeriod', 'Periods are'],
  ['last-7-days//TimeEntries', 400, 'SyntaxError', 'two slashes'],
])('%s: %i %s', async (url, status, code, words) => {
  await expect(rig.answer(url)).rejects.toMatchObject({ status, code, message: expect.stringContaining(words) });
});

test('a batch below a root is of its days, however long it takes, and its requests are not below another root', async () => {
  const requests = [
    { id: '1', method: 'GET', url: 'TimeEntries/$count' },
    { id: '2', method: 'GET', url: `${SERVICE_ROOT}last-1-days/Jobs?$top=1&$select=ID` },
    { id: '3', method: 'GET', url: '/odata/v4/Jobs' },
    { id: '4', method: 'GET', url: 'last-2-days/Jobs' },
  ];
  const answers = await batch('last-1-days/$batch', requests, () => rig.setDate('2027-01-01T00:00:00Z'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404]);
  expect(answers[0]?.body).toBe(String(entries.filter(within('Date', 'Date', '2026-03-31')).length));
  expect(answers[1]?.body).toMatchObject({ '@odata.context': `${SERVICE_ROOT}last-1-days/$metadata#Jobs(ID)` });
});

test('a batch at the root of the service may ask below others', async () => {
  const requests = [
    { id: '1', method: 'GET', url: 'last-1-days/only=TimeEntries(Hours)/TimeEntries/$count' },
    { id: '2', method: 'GET', url: 'only=Jobs(Name)/last-1-days/Jobs' },
    { id: '3', method: 'GET', url: 'TimeEntries/$count' },
  ];
  const answers = await batch('$batch', requests);
  expect(answers.map(({ status, body }) => [status, status === 200 ? body : ''])).toEqual([
    [200, String(entries.filter(within('Date', 'Date', '2026-03-31')).length)],
    [404, ''],
    [200, String(entries.length)],
  ]);
});

test('a request of a batch is as long as it would be by itself, with the root', async () => {
  const choice = `only=Jobs(${clicktimeModel.entitySets[2]?.entityType.properties.map(({ name }) => name).join(',')})`;
  const filter = `$filter=Name ne '${'x'.repeat(limits.maxUrlLength - 200)}'`.replaceAll(' ', '%20');
  const requests = [{ id: '1', method: 'GET', url: `Jobs?${filter}` }];
  expect((await batch('$batch', requests)).map(({ status }) => status)).toEqual([200]);
  expect((await batch(`${choice}/$batch`, requests)).map(({ status }) => status)).toEqual([414]);
});

interface PartAnswer {
  readonly status: number;
  readonly body: unknown;
}

async function batch(
  path: string,
  requests: readonly object[],
  afterReading = (): void => undefined,
): Promise<readonly PartAnswer[]> {
  const answer = await rig.service.answer({
    method: 'POST',
    path,
    query: '',
    headers: {
      authorization: `Token ${rig.simulator.tokens.admin}`,
      'content-type': 'application/json',
      prefer: 'continue-on-error',
      host: 'host',
    },
    serviceRoot: SERVICE_ROOT,
    signal: new AbortController().signal,
    readBody: async () => {
      afterReading();
      return Buffer.from(JSON.stringify({ requests }));
    },
    batch: {
      told: (thrown) => ({ status: Number(Reflect.get(Object(thrown), 'status')), headers: {}, body: '{}' }),
    },
  });
  const text = Buffer.concat(piecesOf(answer.body ?? '')).toString();
  return (JSON.parse(text) as { readonly responses: readonly PartAnswer[] }).responses;
}

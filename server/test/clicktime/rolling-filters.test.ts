/** What can be known before reading costs as many requests to ClickTime as the days written out. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startServiceRig, type ServiceRig } from './service-rig.ts';

let rig: ServiceRig;
beforeAll(async () => {
  const company = { users: 4, timeEntries: 2500, today: '2026-03-31' };
  rig = await startServiceRig({ company, date: '2026-03-31T12:00:00Z' });
});
beforeEach(() => rig.setDate('2026-03-31T12:00:00Z'));
afterAll(() => rig.close());

const idsOf = async (filter: string): Promise<readonly unknown[]> =>
  (await rig.rows(`TimeEntries?$select=ID&$filter=${filter}`)).map(({ ID }) => ID);

test.each([
  ["Date ge date(now() sub duration'P29D')", 'Date ge 2026-03-02'],
  ["Date ge date(now()) sub duration'P29D' and Date le date(now())", 'Date ge 2026-03-02 and Date le 2026-03-31'],
  ["Date gt now() sub duration'PT720H'", 'Date gt 2026-03-01'],
  ['year(Date) eq year(now()) and month(Date) eq month(now())', 'Date ge 2026-03-01 and Date le 2026-03-31'],
  ['Date ge 2026-03-01T00:00:00Z and Date lt 2026-04-01T00:00:00Z', 'Date ge 2026-03-01 and Date le 2026-03-31'],
  ['Date in (2026-03-02,2026-03-03T00:00:00Z)', 'Date in (2026-03-02,2026-03-03)'],
  ['year(Date) eq 2026', 'Date ge 2026-01-01 and Date le 2026-12-31'],
  ['year(Date) ge 2026', 'Date ge 2026-01-01'],
  ['2025 lt year(Date)', 'Date ge 2026-01-01'],
  ['year(Date) eq 2026 and month(Date) eq 2', 'Date ge 2026-02-01 and Date le 2026-02-28'],
  ['year(Date) eq 2026 and month(Date) in (1,2) and day(Date) le 31', 'Date ge 2026-01-01 and Date le 2026-02-28'],
  [
    'year(Date) eq 2025 and month(Date) eq 12 or year(Date) eq 2026 and month(Date) eq 1',
    'Date ge 2025-12-01 and Date le 2026-01-31',
  ],
  ['1 add 1 eq 2 and Date ge 2026-03-01', 'Date ge 2026-03-01'],
])('%s', async (rolling, literal) => {
  const asked: (readonly unknown[])[] = [];
  const requests = await rig.requestsOf(async () => asked.push(await idsOf(rolling)));
  const known = await rig.requestsOf(async () => asked.push(await idsOf(literal)));
  expect(asked[0]).toEqual(asked[1]);
  expect(asked[0]?.length).toBeGreaterThan(0);
  expect(requests).toEqual(known);
});

test.each(['year(Date) eq 12000', 'year(Date) lt 1', 'Date gt 9999-12-31', 'year(Date) eq 2026 and month(Date) eq 13'])(
  'days that ClickTime does not have are answered without asking it: %s',
  async (filter) => {
    expect(await rig.requestsOf(async () => expect(await idsOf(filter)).toEqual([]))).toEqual([]);
    const counting = async () => expect((await rig.answer(`TimeEntries/$count?$filter=${filter}`)).body).toBe('0');
    expect(await rig.requestsOf(counting)).toEqual([]);
  },
);

test('a count by a rolling filter is asked of ClickTime, not read', async () => {
  const counting = (filter: string) => () => rig.answer(`TimeEntries/$count?$filter=${filter}`);
  const rolling = await rig.requestsOf(counting("Date ge date(now() sub duration'P29D')"));
  const literal = await rig.requestsOf(counting('Date ge 2026-03-02'));
  expect(rolling).toEqual(literal);
});

test('midnight does not move what an answer in pages is of', async () => {
  const whole = await idsOf('Date ge 2026-03-25');
  const url = "TimeEntries?$select=ID&$filter=Date ge date(now() sub duration'P6D')";
  const headers = { prefer: 'odata.maxpagesize=7' };
  const first = JSON.parse(String((await rig.answer(url, headers)).body)) as {
    value: { ID: string }[];
    '@nextLink'?: string;
  };
  rig.setDate('2026-04-20T12:00:00Z');
  const rest = await rig.rows(String(Reflect.get(first, '@nextLink') ?? Reflect.get(first, '@odata.nextLink')));
  expect([...first.value, ...rest].map(({ ID }) => ID)).toEqual(whole);
  expect(whole.length).toBeGreaterThan(7);
  expect(await idsOf("Date ge date(now() sub duration'P6D')")).toEqual([]);
});

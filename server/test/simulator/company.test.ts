/*
 * The made-up company by itself, without HTTP: that it is deterministic, as large as asked, consistent in itself and as awkward
 * as the README promises. What the API makes of it is proved in api.test.ts and roles.test.ts.
 */
import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { TimeEntryFields } from '../../simulator/records.ts';
import type { CompanyOptions } from '../../simulator/company/shape.ts';
import { companyShape } from '../../simulator/company/shape.ts';
import { entityNames } from '../../simulator/records.ts';
import { formatDay, parseDay, weekday } from '../../simulator/company/dates.ts';
import { idScheme } from '../../simulator/company/ids.ts';
import { makeCompany } from '../../simulator/company/company.ts';
import { storedRecords } from '../../simulator/company/stored-records.ts';
import { verboseTimesheet } from '../../simulator/company/verbose.ts';
import { wireBytes } from '../../simulator/wire-text.ts';

const demo = makeCompany({ users: 40, months: 6, awkward: true });
const usual = makeCompany({ users: 40, months: 24 });
const entries: readonly TimeEntryFields[] = [...storedRecords(demo, 'TimeEntries')];

function bytes(options: CompanyOptions): string {
  const company = makeCompany(options);
  return JSON.stringify(entityNames.map((entity) => [...storedRecords(company, entity)]));
}

test('same options give the same bytes, another seed gives others', () => {
  expect(bytes({ timeEntries: 2000 })).toBe(bytes({ timeEntries: 2000 }));
  expect(bytes({ timeEntries: 2000, seed: 2 })).not.toBe(bytes({ timeEntries: 2000 }));
});

test.each([0, 1, 999, 1000, 54_321])('an exact count of %i time entries is met', (timeEntries) => {
  expect(makeCompany({ timeEntries }).entries.count()).toBe(timeEntries);
});

test('five million time entries can be counted, cut and looked up without making them', () => {
  const company = makeCompany({ timeEntries: 5_000_000 });
  const { count, numbers } = company.entries.select({});
  expect(count).toBe(5_000_000);
  const [last = -1] = numbers(4_999_999, 10);
  expect(last).toBe(0);
  expect(company.entries.byId(company.generator.idOf(last))).toEqual(company.generator.record(last));
});

test('sizes out of range are refused by name', () => {
  expect(() => companyShape({ users: 2 })).toThrow('users must be a whole number from 3 to 20000, but is 2.');
  expect(() => companyShape({ seed: 0.5 })).toThrow('seed must be');
  expect(() => companyShape({ today: '2026-02-30' })).toThrow("today must be a date YYYY-MM-DD, but is '2026-02-30'.");
});

test("IDs hold their number, have 24 characters, and are nobody else's", () => {
  const entriesOfOne = idScheme(1, 'TimeEntries');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (number) => {
      const id = entriesOfOne.encode(number);
      expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/);
      expect(entriesOfOne.decode(id)).toBe(number);
      expect(idScheme(2, 'TimeEntries').decode(id)).toBeUndefined();
      expect(idScheme(1, 'Users').decode(id)).toBeUndefined();
    }),
    { seed: 1 },
  );
  for (const text of ['', 'x', 'a'.repeat(24), `${entriesOfOne.encode(1)}=`, '\u00e4'.repeat(24)]) {
    expect(entriesOfOne.decode(text)).toBeUndefined();
  }
});

test('the order of IDs as text says nothing about their number', () => {
  const ids = Array.from({ length: 1000 }, (_, number) => idScheme(1, 'Jobs').encode(number));
  const rising = ids.filter((id, index) => index > 0 && id > (ids[index - 1] ?? '')).length;
  expect(rising).toBeGreaterThan(400);
  expect(rising).toBeLessThan(600);
});

test('days are read and written, and what is no day is refused', () => {
  expect(formatDay(0)).toBe('1970-01-01');
  expect(weekday(0)).toBe(3);
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => parseDay(formatDay(day)) === day),
    { seed: 1 },
  );
  for (const text of ['', '2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '2026-01-01T00:00:00', 'today']) {
    expect(parseDay(text)).toBeUndefined();
  }
});

test.each([
  ['awkward', demo],
  ['usual', usual],
])('the JSON of a time entry of an %s company is the JSON of its record, with and without rates', (_, company) => {
  const views = [
    [true, true],
    [true, false],
    [false, false],
  ] as const;
  const different = views.flatMap(([billing, cost]) =>
    Array.from({ length: 3000 }, (_, number) => number).filter((number) => {
      const { BillingRate, CostRate, CustomFields, ...rest } = company.generator.record(number);
      const seen = { ...rest, ...(billing && { BillingRate }), ...(cost && { CostRate }), CustomFields };
      return wireBytes(company.generator.json(number, billing, cost)).toString('utf8') !== JSON.stringify(seen);
    }),
  );
  expect(different).toEqual([]);
});

test('time entries are in the order date and number descending, on working days, while their user was employed', () => {
  const keys = entries.map(({ Date, ID }) => [Date, demo.generator.numberOf(ID) ?? -1] as const);
  const sorted = keys.toSorted((a, b) => (a[0] < b[0] ? 1 : a[0] > b[0] ? -1 : b[1] - a[1]));
  expect(keys.filter((key, index) => key !== sorted[index])).toEqual([]);
  const misplaced = entries.filter(({ Date, UserID }) => {
    const user = demo.tables.Users.byId(UserID);
    const employed = (user?.EndDate ?? '9999') >= Date && (user?.StartDate ?? '0000') <= Date;
    return !employed || weekday(parseDay(Date) ?? 0) > 4;
  });
  expect(misplaced).toEqual([]);
});

test('everything a record refers to exists', () => {
  const { Users, Jobs, Clients, Tasks, Divisions } = demo.tables;
  const known = (table: { readonly byId: (id: string) => unknown }, id: string | null): boolean =>
    id === null || table.byId(id) !== undefined;
  const lost = [
    ...entries.filter((row) => !known(Users, row.UserID) || !known(Jobs, row.JobID) || !known(Tasks, row.TaskID)),
    ...[...storedRecords(demo, 'Jobs')].filter(
      (job) => !known(Clients, job.ClientID) || !known(Users, job.ProjectManagerID),
    ),
    ...[...storedRecords(demo, 'Users')].filter((user) => !known(Divisions, user.DivisionID)),
  ];
  expect(lost).toEqual([]);
});

test('every time entry belongs to exactly one timesheet, and day totals are the sums of entries', () => {
  const sums = new Map<string, number>();
  for (const { UserID, Date, Hours } of entries) {
    const key = `${UserID} ${Date}`;
    sums.set(key, (sums.get(key) ?? 0) + Math.round(Number(Hours) * 1e6));
  }
  const totals = [...storedRecords(demo, 'Timesheets')].flatMap((timesheet) =>
    verboseTimesheet(demo, timesheet).DayTotals.map(
      ({ Date, Hours }) => [`${timesheet.UserID} ${Date}`, Math.round(Number(Hours) * 1e6)] as const,
    ),
  );
  const byKey = (a: readonly [string, number], b: readonly [string, number]): number => (a[0] < b[0] ? -1 : 1);
  const positive = (rows: readonly (readonly [string, number])[]) => rows.filter(([, sum]) => sum > 0).toSorted(byKey);
  expect(positive(totals)).toEqual(positive([...sums]));
});

test('the data is as awkward as promised', () => {
  const some = (matches: (entry: TimeEntryFields) => boolean): boolean => entries.some(matches);
  expect(some(({ Hours }) => typeof Hours === 'string')).toBe(true);
  expect(some(({ Hours }) => typeof Hours === 'number')).toBe(true);
  expect(some(({ TaskID }) => TaskID === null)).toBe(true);
  expect(some(({ BreakTime }) => typeof BreakTime === 'string')).toBe(true);
  expect(some(({ CustomFields }) => CustomFields === null)).toBe(true);
  expect(some(({ StartTime, EndTime }) => StartTime !== null && EndTime === null)).toBe(true);
  const parts = ['"', '\n', '\\', '\u2028', '\u{1F680}', '\u4f1a', '\u05e4', '\u0627', '\u0001'];
  expect(parts.filter((part) => !some(({ Comment }) => Comment?.includes(part) ?? false))).toEqual([]);
  expect(some(({ Comment }) => Comment === null)).toBe(true);
  expect(some(({ Comment }) => Comment === '')).toBe(true);
  expect(some(({ Comment }) => (Comment?.length ?? 0) > 1500)).toBe(true);
});

test('statuses, levels and activity come in all values, and names repeat', () => {
  const { Timesheets, Users, Jobs } = {
    Timesheets: [...storedRecords(demo, 'Timesheets')],
    Users: [...storedRecords(makeCompany({ users: 200, months: 3, awkward: true }), 'Users')],
    Jobs: [...storedRecords(demo, 'Jobs')],
  };
  expect(new Set(Timesheets.map(({ Status }) => Status)).size).toBe(7);
  expect(new Set(Users.map(({ SecurityLevel }) => SecurityLevel)).size).toBe(3);
  expect(new Set(Users.map(({ Name }) => Name)).size).toBeLessThan(Users.length);
  expect(new Set(Jobs.map(({ IsActive }) => IsActive)).size).toBe(2);
  expect(new Set(Jobs.map(({ ListDisplayText }) => ListDisplayText)).size).toBeGreaterThan(1);
});

test('custom fields may be keyed by ID or display name instead', () => {
  const keys = (customFieldKeys: 'ID' | 'Name' | 'DisplayName'): ReadonlySet<string> => {
    const company = makeCompany({ timeEntries: 1000, customFieldKeys, awkward: true });
    const objects = [...storedRecords(company, 'TimeEntries')].map(({ CustomFields }) => CustomFields ?? {});
    return new Set(objects.flatMap((fields) => Object.keys(fields)));
  };
  const own = demo.definitions.filter(({ EntityType }) => EntityType === 'TimeEntry');
  expect(keys('Name')).toEqual(new Set(own.map(({ Name }) => Name)));
  expect(keys('ID')).toEqual(new Set(own.map(({ ID }) => ID)));
  expect(keys('DisplayName')).toEqual(new Set(own.map(({ DisplayName }) => DisplayName)));
});

test('unless it is to be awkward, a company looks like one: days of some eight hours, no empty entries, distinct names', () => {
  const logged: readonly TimeEntryFields[] = [...storedRecords(usual, 'TimeEntries')];
  const hours = logged.map(({ Hours }) => Number(Hours));
  const sums = new Map<string, number>();
  for (const { UserID, Date, Hours } of logged) {
    sums.set(`${UserID} ${Date}`, (sums.get(`${UserID} ${Date}`) ?? 0) + Number(Hours));
  }
  expect(Math.min(...hours)).toBeGreaterThanOrEqual(0.25);
  expect(hours.every((each) => Number.isInteger(each * 4))).toBe(true);
  expect([Math.min(...sums.values()), Math.max(...sums.values())]).toEqual([7, 9]);
  const named = (rows: Iterable<{ readonly Name: string }>): readonly string[] => [...rows].map(({ Name }) => Name);
  for (const names of [named(storedRecords(usual, 'Jobs')), named(storedRecords(usual, 'Clients'))]) {
    expect(new Set(names).size).toBe(names.length);
  }
});

test('what it bills is more than what it costs, most of its hours are billed, and those of its own jobs are not', () => {
  const jobs = new Map([...storedRecords(usual, 'Jobs')].map((job) => [job.ID, job]));
  let [hours, billable, billings, cost] = [0, 0, 0, 0];
  for (const entry of storedRecords(usual, 'TimeEntries')) {
    const own = Number(entry.Hours);
    const isBillable = jobs.get(entry.JobID)?.IsBillable === true;
    hours += own;
    billable += isBillable ? own : 0;
    billings += isBillable ? own * Number(entry.BillingRate) : 0;
    cost += own * Number(entry.CostRate);
  }
  expect(billable / hours).toBeGreaterThan(0.55);
  expect(billable / hours).toBeLessThan(0.85);
  expect(billings / cost).toBeGreaterThan(1.2);
  expect(billings / cost).toBeLessThan(2.5);
  const internal = usual.tables.Clients.byId(
    [...jobs.values()].find(({ Name }) => Name === 'Recruiting')?.ClientID ?? '',
  );
  expect(internal?.Name).toBe('Internal');
});

test('an exact count of entries that is too large for quarters of an hour still leaves days of 24 hours at most', () => {
  const crowded = makeCompany({ users: 3, months: 1, timeEntries: 5_000 });
  const sums = new Map<string, number>();
  for (const { UserID, Date, Hours } of storedRecords(crowded, 'TimeEntries')) {
    expect(Number(Hours)).toBeGreaterThan(0);
    sums.set(`${UserID} ${Date}`, (sums.get(`${UserID} ${Date}`) ?? 0) + Number(Hours));
  }
  expect(Math.max(...sums.values())).toBeLessThanOrEqual(24);
});

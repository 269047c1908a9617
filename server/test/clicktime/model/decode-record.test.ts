/** One record to one row, by table; that whole lists come out value for value is shown in `source.test.ts`. */
import { expect, test } from 'vitest';
import { createRecordDecoder, idOf, MAX_ID_LENGTH, type OddValue } from '../../../src/clicktime/model/decode-record.ts';
import { fieldDecoders } from '../../../src/clicktime/model/decode-value.ts';
import type { FieldForm } from '../../../src/clicktime/model/entity-sets/definition.ts';
import { clients } from '../../../src/clicktime/model/entity-sets/clients.ts';
import { timeEntries } from '../../../src/clicktime/model/entity-sets/time-entries.ts';
import { timesheets } from '../../../src/clicktime/model/entity-sets/timesheets.ts';
import { entitySetDefinitions } from '../../../src/clicktime/model/clicktime-model.ts';
import { setNamed } from '../connection.ts';

const WRONG = undefined;

test.each<[FieldForm, unknown, unknown]>([
  ['text', 'a', 'a'],
  ['text', '', ''],
  ['text', 42, '42'],
  ['text', 7.5, '7.5'],
  ['text', 1e20, '100000000000000000000'],
  ['text', Number.POSITIVE_INFINITY, WRONG],
  ['text', {}, WRONG],
  ['text', true, WRONG],
  ['text', ['a'], WRONG],
  ['boolean', false, false],
  ['boolean', 'true', true],
  ['boolean', 'False', false],
  ['boolean', 'FALSE', false],
  ['boolean', 1, true],
  ['boolean', 0, false],
  ['boolean', '1', true],
  ['boolean', '0', false],
  ['boolean', '', null],
  ['boolean', 2, WRONG],
  ['boolean', 'perhaps', WRONG],
  ['boolean', 'constructor', WRONG],
  ['boolean', [true], WRONG],
  ['decimal', 7.5, 7.5],
  ['decimal', 0, 0],
  ['decimal', '7.5', 7.5],
  ['decimal', '7.50', 7.5],
  ['decimal', ' -0.25 ', -0.25],
  ['decimal', '', null],
  ['decimal', '1e2', 100],
  ['decimal', 0.1 + 0.2, 0.3],
  ['decimal', 7.333333333333333, 7.333333],
  ['decimal', '7.3333335', 7.333334],
  ['decimal', 123456789012.34, 123456789012.34],
  ['decimal', '123456789012.345678', '123456789012.345678'],
  ['decimal', '1234567890123456.10', '1234567890123456.1'],
  ['decimal', '1000000000000000000', '1000000000000000000'],
  ['decimal', '7,5', WRONG],
  ['decimal', '0x10', WRONG],
  ['decimal', 'Infinity', WRONG],
  ['decimal', '1e999', WRONG],
  ['decimal', 1e300, WRONG],
  ['decimal', '9999999999999999999999', '9999999999999999999999'],
  ['decimal', '10000000000000000000000', WRONG],
  ['decimal', Number.POSITIVE_INFINITY, WRONG],
  ['decimal', true, WRONG],
  ['day', '2026-07-27', '2026-07-27'],
  ['day', '2026-07-27T00:00:00', '2026-07-27'],
  ['day', '2026-07-27T23:30:00-08:00', '2026-07-27'],
  ['day', '2024-02-29', '2024-02-29'],
  ['day', '', null],
  ['day', '2026-02-29', WRONG],
  ['day', '2026-13-01', WRONG],
  ['day', '2026-7-27', WRONG],
  ['day', '07/27/2026', WRONG],
  ['day', '2026-07-27 or so', WRONG],
  ['day', 20260727, WRONG],
  ['time', '09:00', '09:00'],
  ['time', '9:05', '09:05'],
  ['time', '09:00:00', '09:00'],
  ['time', '09:00:30', '09:00:30'],
  ['time', '9:15 PM', '21:15'],
  ['time', '12:05 am', '00:05'],
  ['time', '1899-12-30T17:45:00', '17:45'],
  ['time', 'noon', 'noon'],
  ['time', '', null],
  ['time', 900, WRONG],
  ['instant', '2023-05-04T17:20:31Z', '2023-05-04T17:20:31Z'],
  ['instant', '2023-05-04T17:20:31', '2023-05-04T17:20:31Z'],
  ['instant', '2023-05-04 17:20', '2023-05-04T17:20:00Z'],
  ['instant', '2023-05-04', '2023-05-04T00:00:00Z'],
  ['instant', '2023-05-04T17:20:31.1200000', '2023-05-04T17:20:31.12Z'],
  ['instant', '2023-05-04T17:20:31.123456789Z', '2023-05-04T17:20:31.1234567Z'],
  ['instant', '2023-05-04T17:20:31-0700', '2023-05-04T17:20:31-07:00'],
  ['instant', '2023-05-04T17:20:31+05:30', '2023-05-04T17:20:31+05:30'],
  ['instant', '', null],
  ['instant', '2023-02-30T00:00:00Z', WRONG],
  ['instant', '2023-05-04T25:00:00Z', WRONG],
  ['instant', 'yesterday', WRONG],
  ['personName', 'Doe, Jane', 'Doe, Jane'],
  ['personName', { ID: 'a', Name: 'Doe, Jane' }, 'Doe, Jane'],
  ['personName', { ID: 'a' }, WRONG],
  ['customFields', { Region: 'EMEA' }, { Region: 'EMEA' }],
  ['personName', 7, '7'],
  ['sumOfHours', [{ Hours: 0.1 }, { Hours: '0.2' }, { Hours: null }], 0.3],
  ['sumOfHours', [], 0],
  ['sumOfHours', [{ Hours: 'many' }], WRONG],
  ['sumOfHours', {}, WRONG],
])('%s from %j is %j', (form, value, expected) => {
  expect(fieldDecoders[form].decode(value)).toEqual(expected);
});

test('a record keeps what is right, gets what derives from it, and loses embedded objects', () => {
  const decode = createRecordDecoder(timeEntries, ['Hours', 'Comment', 'CustomFields', 'CustomFieldsStr']);
  const record = JSON.parse(
    '{"ID":"a","Hours":"7.50","Comment":null,"CustomFields":{"Trip":"yes"},"User":{"ID":"u"},"New":"field"}',
  ) as unknown;
  expect(decode(record)).toMatchObject({
    ID: 'a',
    Hours: 7.5,
    Comment: null,
    CustomFields: { Trip: 'yes' },
    CustomFieldsStr: '{"Trip":"yes"}',
    User: undefined,
  });
});

test('a total is summed from the days', () => {
  const decode = createRecordDecoder(timesheets, ['TotalHours']);
  const days = [
    { Date: '2026-07-27', Hours: 8 },
    { Date: '2026-07-28', Hours: '7.25' },
  ];
  expect(decode({ ID: 'a', DayTotals: days })['TotalHours']).toBe(15.25);
  expect(decode({ ID: 'a' })['TotalHours']).toBeUndefined();
});

test('fields nobody asked for may have any shape', () => {
  const decode = createRecordDecoder(clients, ['Name']);
  expect(decode({ ID: 'a', Name: 'Acme', CreatedDate: 'long ago' })['Name']).toBe('Acme');
});

test('IDs may come as numbers, those of related records too', () => {
  const decode = createRecordDecoder(timeEntries, ['JobID']);
  expect(decode({ ID: 4711, JobID: 12 })).toMatchObject({ ID: '4711', JobID: '12' });
});

test('a value that nothing depends on is null where it is of another kind, and that is told', () => {
  const odd: OddValue[] = [];
  const decode = createRecordDecoder(clients, ['Name', 'CreatedDate', 'CustomFields'], (each) => odd.push(each));
  const id = 'c'.repeat(MAX_ID_LENGTH);
  expect(decode({ ID: id, Name: ['a'], CreatedDate: 'long ago', CustomFields: 7 })).toEqual({
    ID: id,
    Name: null,
    CreatedDate: null,
    CustomFields: null,
  });
  const record = `${'c'.repeat(60)}...`;
  expect(odd).toEqual([
    {
      entitySet: 'Clients',
      field: 'Name',
      record,
      reason: `in Clients, record '${record}', field 'Name' should be text, but is a list.`,
    },
    {
      entitySet: 'Clients',
      field: 'CreatedDate',
      record,
      reason: `in Clients, record '${record}', field 'CreatedDate' should be a date and time, but is other text.`,
    },
    {
      entitySet: 'Clients',
      field: 'CustomFields',
      record,
      reason: `in Clients, record '${record}', field 'CustomFields' should be an object, but is of type number.`,
    },
  ]);
});

test('what identifies, relates, is filtered by or adds up is never left out', () => {
  const essential = entitySetDefinitions.map(({ entitySet: { name }, fields, ...definition }) => {
    const failing = fields.filter(({ field, property }) => {
      const decode = createRecordDecoder({ entitySet: setNamed(name), fields, ...definition }, [property.name]);
      try {
        decode({ ID: 'a', UserID: 'a', JobID: 'a', Date: '2026-01-01', [field]: { unheard: 'of' } });
        return false;
      } catch {
        return true;
      }
    });
    return `${name}: ${failing.map(({ property }) => property.name).join()}`;
  });
  expect(essential).toEqual([
    'TimeEntries: ID,UserID,JobID,TaskID,Date,Hours,BreakTime,BillingRate,CostRate',
    'Users: ID,IsActive,DivisionID,EmploymentTypeID,TimesheetApproverID,ExpenseApproverID,BillingRate,CostRate,CostPerTimesheet,MinimumTimeHours,SubjectToTimesheetCompletion',
    'Jobs: ID,ClientID,IsActive,ProjectManagerID,BillingRate,LifetimeBudget',
    'Clients: ID,IsActive,BillingRate',
    'Tasks: ID,IsActive,BillingRate',
    'Divisions: ID,IsActive',
    'Timesheets: ID,UserID,StartDate,EndDate,TotalHours',
    'Company: ID,DefaultBillingRate,MinTimeIncrement',
    'EmploymentTypes: ID,IsActive',
    'CustomFieldDefinitions: ID',
    'JobSummaries: JobID,JobIsActive,ClientID,Hours,BillableHours,Billings,Cost,Profit,EstimateHours,EstimateBillings',
    'UserDays: UserID,Date,Hours',
    'TimeOff: ID,UserID,TimeOffTypeID,Date,Hours',
    'TimeOffTypes: ID,IsActive,RequiresApproval,DefaultStartingBalance,DefaultAccrualRate,DefaultMaximumBalance',
    'Holidays: ID,HolidayTypeID,Date,Hours',
    'HolidayTypes: ID,IsActive',
    'ExpectedWork: UserID,ID,ExpectedHoursMonday,ExpectedHoursTuesday,ExpectedHoursWednesday,ExpectedHoursThursday,ExpectedHoursFriday,ExpectedHoursSaturday,ExpectedHoursSunday',
    'ExpenseDetails: ID,UserID,JobID,ClientID,ExpenseDate,ItemAmount,BillableAmount,MileageAmount,MileageRate,ItemForeignAmount,ForeignCurrencyExchangeRate',
  ]);
});

test.each([
  [{ UserID: 'u', Hours: 1 }, "one of UserDays has no 'Date'."],
  [{ UserID: '', Date: '2026-01-01' }, "one of UserDays has no 'UserID'."],
  [{ UserID: 'u'.repeat(390), Date: '2026-01-01' }, 'one of UserDays has a key of more than 400 characters.'],
  [
    { UserID: 'u', Date: '2026-02-30' },
    "in UserDays, record 'u 2026-02-30', field 'Date' should be a date, but is other text.",
  ],
])('a record %j without a whole key of two parts is refused by name', (record, reason) => {
  const definition = entitySetDefinitions.find(({ entitySet: { name } }) => name === 'UserDays');
  if (definition === undefined) throw new Error('There are no UserDays.');
  const decode = createRecordDecoder(definition, ['Hours']);
  expect(() => decode(record)).toThrow(reason);
  expect(idOf(decode({ UserID: 'u', Date: '2026-01-01T00:00:00' }))).toBe('2026-01-01\nu');
});

test('a whole number is one of 32 bits, however it is written', () => {
  const definition = entitySetDefinitions.find(({ entitySet: { name } }) => name === 'ExpectedWork');
  if (definition === undefined) throw new Error('There is no ExpectedWork.');
  const odd: unknown[] = [];
  const decode = createRecordDecoder(definition, ['BillingGoalPercentage'], ({ reason }) => odd.push(reason));
  const read = (value: unknown): unknown =>
    decode({ UserID: 'u', ID: 'w', BillingGoalPercentage: value })['BillingGoalPercentage'];
  expect([80, '80', '80.0', '', -1].map(read)).toEqual([80, 80, 80, null, -1]);
  expect([80.5, 2 ** 31, 'many', true].map(read)).toEqual([null, null, null, null]);
  expect(odd[0]).toBe(
    "in ExpectedWork, record 'u w', field 'BillingGoalPercentage' should be a whole number, but is of type number.",
  );
});

test.each([
  [{ ID: 'e1', Hours: ['7.5'] }, "in TimeEntries, record 'e1', field 'Hours' should be a number, but is a list."],
  [{ ID: 'e1', Hours: '7h' }, "in TimeEntries, record 'e1', field 'Hours' should be a number, but is other text."],
  [{ ID: 'e1', Date: 5 }, "in TimeEntries, record 'e1', field 'Date' should be a date, but is of type number."],
  [{ Hours: 7 }, 'one of TimeEntries has no ID.'],
  [{ ID: '' }, 'one of TimeEntries has no ID.'],
  [{ ID: true }, 'one of TimeEntries has an ID that is neither text nor a number, but is of type boolean.'],
  [{ ID: ['e1'] }, 'one of TimeEntries has an ID that is neither text nor a number, but is a list.'],
  [{ ID: 'e'.repeat(401) }, 'one of TimeEntries has an ID of 401 characters, which is more than 400.'],
  [{ ID: 'ab\ud800' }, "one of TimeEntries has an ID with half a character in it: 'ab\ufffd'."],
  [{ ID: '\udc00' }, "one of TimeEntries has an ID with half a character in it: '\ufffd'."],
  [{ ID: Infinity }, 'one of TimeEntries has an ID that is too large a number.'],
  [{ ID: 'e1', JobID: 'ab\ud801' }, "record 'e1', field 'JobID' should be text, but has half a character in it."],
  [{ ID: 'e1', UserID: '\udc00' }, "record 'e1', field 'UserID' should be text, but has half a character in it."],
  [{ ID: 'e1', TaskID: Infinity }, "record 'e1', field 'TaskID' should be text, but is too large a number."],
  [
    { ID: 'e1', Hours: 1e308 },
    "in TimeEntries, record 'e1', field 'Hours' should be a number, but is too large a number.",
  ],
  [{ ID: 'e1', Hours: -1e22 }, "record 'e1', field 'Hours' should be a number, but is too large a number."],
  [{ ID: 'e1', Hours: Infinity }, "record 'e1', field 'Hours' should be a number, but is too large a number."],
  [{ ID: 'e1', BillingRate: ' 1e22 ' }, "field 'BillingRate' should be a number, but is too large a number."],
  [{ ID: 'e1', BillingRate: '-1e400' }, "field 'BillingRate' should be a number, but is too large a number."],
  [{ ID: 'e1', Hours: '0x1p9' }, "field 'Hours' should be a number, but is other text."],
  [null, 'one of TimeEntries is not an object.'],
  [['e1'], 'one of TimeEntries is not an object.'],
])('a wrong shape is named: %j', (record, reason) => {
  const decode = createRecordDecoder(timeEntries, ['Hours', 'Date', 'BillingRate', 'JobID', 'UserID', 'TaskID']);
  expect(() => decode(record)).toThrow(reason);
});

test.each([
  [[{ Hours: 1e22 }], 'is a list with too large a number in it'],
  [[{ Hours: '9e21' }, { Hours: 9e21 }], 'is a list with too large a number in it'],
  [[{ Hours: 'a' }], 'is a list'],
  [[7], 'is a list'],
])('hours that are no sum are told: %j', (DayTotals, problem) => {
  const decode = createRecordDecoder(timesheets, ['TotalHours']);
  expect(() => decode({ ID: 'a', DayTotals })).toThrow(`should be a list of days with hours, but ${problem}.`);
});

test('text that nothing is known by may have half characters', () => {
  const decode = createRecordDecoder(timeEntries, ['Comment', 'JobID']);
  const record = { ID: 'a\u{1f600}', JobID: '\u{1f600}', Comment: '\ud800' };
  expect(decode({ ...record })).toEqual(record);
});

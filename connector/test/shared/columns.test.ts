import { expect, test } from 'vitest';
import type { Field } from '../../shared/catalog.ts';
import { columnOf, columnsOf } from '../../shared/columns.ts';
import { toCell, toTableRow } from '../../shared/values.ts';
import { catalog, entitySet, setRequest, tableRequest } from '../samples.ts';

const field = (name: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  name,
  caption: name,
  type,
  description: '',
  isKey: false,
  ...more,
});

test.each([
  [field('Hours', 'Edm.Decimal'), 'float measure continuous sum number'],
  [field('BillingRate', 'Edm.Decimal'), 'float measure continuous avg currency'],
  [field('CostPerTimesheet', 'Edm.Decimal'), 'float measure continuous avg currency'],
  [field('LifetimeBudget', 'Edm.Decimal'), 'float measure continuous sum currency'],
  [field('MinimumTimeHours', 'Edm.Decimal'), 'float measure continuous avg number'],
  [field('Entries', 'Edm.Int32'), 'int measure continuous sum number'],
  [field('Number', 'Edm.Int32', { isKey: true }), 'int dimension discrete'],
  [field('Other', 'Edm.Int64', { references: { entitySet: 'Others', field: 'ID' } }), 'int dimension discrete'],
  [field('Date', 'Edm.Date'), 'date dimension continuous'],
  [field('CreatedDate', 'Edm.DateTimeOffset'), 'datetime dimension continuous'],
  [field('IsActive', 'Edm.Boolean'), 'bool dimension discrete'],
  [field('Name', 'Edm.String'), 'string dimension discrete'],
  [field('StartTime', 'Edm.TimeOfDay'), 'string dimension discrete'],
])('%o', (given, expected) => {
  const { dataType, columnRole, columnType, aggType, numberFormat } = columnOf(given);
  expect([dataType, columnRole, columnType, aggType, numberFormat].filter(Boolean).join(' ')).toBe(expected);
});

test('caption and description travel along; a point in time says that it is in UTC', () => {
  expect(columnOf(field('A', 'Edm.String', { caption: 'An A', description: 'About it.' }))).toMatchObject({
    alias: 'An A',
    description: 'About it.',
  });
  expect(columnOf(field('T', 'Edm.DateTimeOffset', { description: 'When.' })).description).toBe('When. In UTC.');
  expect(columnOf(field('T', 'Edm.DateTimeOffset', { description: 'When, in UTC.' })).description).toBe(
    'When, in UTC.',
  );
});

test('a foreign key is declared only where the other table is read too', () => {
  const columns = (...names: readonly string[]): unknown => {
    const request = tableRequest(...names.map((name) => setRequest(name)));
    return columnsOf(catalog, entitySet('TimeEntries'), request).find(({ id }) => id === 'UserID')?.foreignKey;
  };
  expect(columns('TimeEntries', 'Users')).toEqual({ tableId: 'Users', columnId: 'ID' });
  expect(columns('TimeEntries')).toBeUndefined();
});

test.each([
  ['2026-03-01T17:20:31Z', 'datetime', '2026-03-01 17:20:31'],
  ['2026-03-01T17:20:31.5+02:00', 'datetime', '2026-03-01 15:20:31.500'],
  ['2026-03-01', 'date', '2026-03-01'],
  [7.25, 'float', 7.25],
  ['7.25', 'float', 7.25],
  [0, 'int', 0],
  [false, 'bool', false],
  ['', 'string', ''],
  [12, 'string', '12'],
  [null, 'float', null],
  [undefined, 'string', null],
] as const)('%o as %s is %o', (value, dataType, cell) => {
  expect(toCell(value, dataType)).toBe(cell);
});

test.each([
  ['soon', 'datetime'],
  ['01.03.2026', 'date'],
  ['many', 'float'],
  ['', 'int'],
  ['yes', 'bool'],
] as const)('%o is no %s, and that is an error by name', (value, dataType) => {
  const column = { ...columnOf(field('F', 'Edm.String')), dataType };
  expect(() => toTableRow({ F: value }, [column])).toThrow(/'F' holds .*\(AnswerUnreadable\)$/);
});

test('a row has its columns and nothing else', () => {
  const columns = [columnOf(field('A', 'Edm.String')), columnOf(field('B', 'Edm.Int32'))];
  expect(toTableRow({ A: 'a', C: 'c', '@odata.id': 'x' }, columns)).toEqual({ A: 'a', B: null });
});

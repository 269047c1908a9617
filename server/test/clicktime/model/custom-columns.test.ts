import { expect, test } from 'vitest';
import { cleanName, customColumns, type CustomField } from '../../../src/clicktime/model/custom-columns.ts';
import { customValues } from '../../../src/clicktime/model/custom-values.ts';

const field = (id: string, name: string, dataType = 'Text', displayName = name): CustomField => ({
  id,
  name,
  displayName,
  dataType,
  isList: false,
});
const namesOf = (...fields: readonly CustomField[]): readonly string[] => customColumns(fields).map(({ name }) => name);

test.each([
  ['Region', 'Region'],
  ['PO #', 'PO'],
  ['  VAT ID (EU) ', 'VAT_ID_EU'],
  ['\u6771\u4eac \u652f\u5e97', '\u6771\u4eac_\u652f\u5e97'],
  ['Bu\u0308ro', 'B\u00fcro'],
  ['a\u200db', 'ab'],
  ['', 'Field'],
  ['###', 'Field'],
  ['2024 Budget', '2024_Budget'],
  ['x'.repeat(500), 'x'.repeat(100)],
])('%j is named %j', (name, clean) => {
  expect(cleanName(name)).toBe(clean);
});

test('twins are told apart by their IDs, whatever their order', () => {
  const twins = [field('1', 'Region'), field('2', 'REGION'), field('3', 'Phase')];
  const names = namesOf(...twins);
  expect(names).toEqual([
    expect.stringMatching(/^CF_Phase$/),
    expect.stringMatching(/^CF_REGION_[0-9a-f]{4}$/),
    expect.stringMatching(/^CF_Region_[0-9a-f]{4}$/),
  ]);
  expect(namesOf(...twins.toReversed())).toEqual(names);
});

test('300 fields of like names have 300 names', () => {
  const fields = Array.from({ length: 300 }, (_, index) => field(`${index}`, index % 2 === 0 ? 'A b' : `a_B`));
  expect(new Set(namesOf(...fields).map((name) => name.toLowerCase())).size).toBe(300);
});

test('a pinned name stays when its field is renamed or deleted', () => {
  const pins = [{ set: 'Jobs', id: '1', name: 'Region', isText: false }];
  const [renamed] = customColumns([field('1', 'Area', 'Number')], pins);
  expect(renamed).toMatchObject({ name: 'CF_Region', type: 'Edm.Decimal', member: 'Area' });
  expect(customColumns([], pins)).toMatchObject([{ name: 'CF_Region', field: { retired: true } }]);
  expect(
    customColumns([field('1', 'Area', 'Number')], [{ set: 'Jobs', id: '1', name: 'Region', isText: true }]),
  ).toMatchObject([{ type: 'Edm.String' }]);
});

test.each([
  ['Number', '12.5', 12.5],
  ['Currency', 3, 3],
  ['Number', ' ', null],
  ['Number', 'many', undefined],
  ['Number', true, undefined],
  ['Checkbox', 'yes', true],
  ['Checkbox', 0, false],
  ['Checkbox', 'perhaps', undefined],
  ['Date', '2026-02-28T10:00:00', '2026-02-28'],
  ['Date', '2026-02-30', undefined],
  ['Text', 7, '7'],
  ['Text', ['a', 'b'], 'a; b'],
  ['Text', '', ''],
  ['Text', { a: 1 }, undefined],
])('%s takes %j as %j', (dataType, value, expected) => {
  const columns = customColumns([field('1', 'A', dataType)]);
  const { ofColumn, ofMap } = customValues(columns);
  expect(columns.map((column) => ofColumn(column).decode({ A: value }))).toEqual([expected]);
  expect(ofMap.decode({ A: value, other: 1 })).toEqual({ A: expected ?? null, other: 1 });
});

test('a key is an ID, else a name, else what people see, in this case rather than another', () => {
  const columns = customColumns([field('id1', 'A', 'Text', 'Seen'), field('id2', 'a', 'Text', 'Else')]);
  const { ofColumn } = customValues(columns);
  const read = (map: object): unknown =>
    columns.toSorted((x, y) => (x.field.id < y.field.id ? -1 : 1)).map((column) => ofColumn(column).decode(map));
  expect(read({ a: '2', A: '1' })).toEqual(['1', '2']);
  expect(read({ Seen: 's', A: '1', id1: 'i' })).toEqual(['i', null]);
  expect(read({ SEEN: 's', else: 'e' })).toEqual(['s', 'e']);
});

import { expect, test } from 'vitest';
import { decodeCustomFields, decodeCustomFieldsText } from '../../../src/clicktime/model/custom-fields.ts';

const WRONG = undefined;
const proto: unknown = JSON.parse('{"__proto__":{"a b":1},"c d":[{"e f":2}]}');
const deep = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

test.each<[what: string, value: unknown, fields: unknown, text: string | null]>([
  ['none', {}, {}, '{}'],
  [
    'plain ones',
    { Region: 'EMEA', Level: 2, Old: null },
    { Region: 'EMEA', Level: 2, Old: null },
    '{"Region":"EMEA","Level":2,"Old":null}',
  ],
  ['names that are no identifiers', { 'PO #': '1', '': 2 }, { PO_x0020__x0023_: '1', _x_: 2 }, '{"PO #":"1","":2}'],
  ['names that differ in case', { po: 1, PO: 2 }, { po: 1, PO: 2 }, '{"po":1,"PO":2}'],
  [
    'objects within',
    { Site: { 'No.': { 'a b': 1 } } },
    { Site: { No_x002E_: { a_x0020_b: 1 } } },
    '{"Site":{"No.":{"a b":1}}}',
  ],
  [
    'lists of one kind',
    { Tags: ['a', 'b'], Empty: [] },
    { Tags: ['a', 'b'], Empty: [] },
    '{"Tags":["a","b"],"Empty":[]}',
  ],
  ['lists of objects', { All: [{ 'a b': 1 }] }, { All: [{ a_x0020_b: 1 }] }, '{"All":[{"a b":1}]}'],
  ['lists of several kinds', { Tags: ['a', 1] }, { Tags: '["a",1]' }, '{"Tags":["a",1]}'],
  ['lists of lists', { Grid: [[1], [2]] }, { Grid: '[[1],[2]]' }, '{"Grid":[[1],[2]]}'],
  ['lists with gaps', { Tags: ['a', null] }, { Tags: '["a",null]' }, '{"Tags":["a",null]}'],
  ['an empty list', [], {}, '[]'],
  ['a list', [{ Name: 'Region' }], WRONG, '[{"Name":"Region"}]'],
  ['empty text', '', null, null],
  ['JSON as text', '{"PO #": "1"}', { PO_x0020__x0023_: '1' }, '{"PO #": "1"}'],
  ['other text', 'none', WRONG, '"none"'],
  ['a number', 7, WRONG, '7'],
  ['a truth value', false, WRONG, 'false'],
])('%s', (_what, value, fields, text) => {
  expect(decodeCustomFields(value)).toEqual(fields);
  expect(decodeCustomFieldsText(value)).toBe(text);
});

test('what needs no change is not copied', () => {
  const fields = { Region: 'EMEA' };
  expect(decodeCustomFields(fields)).toBe(fields);
});

test('a field named as what every object inherits stays a field', () => {
  const fields = decodeCustomFields(proto);
  expect(JSON.stringify(fields)).toBe('{"__proto__":{"a_x0020_b":1},"c_x0020_d":[{"e_x0020_f":2}]}');
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
});

test('what is nested deeper than clients can follow is text alone', () => {
  expect(decodeCustomFields(deep(32))).toEqual(deep(32));
  expect(decodeCustomFields(deep(33))).toBeUndefined();
  expect(decodeCustomFields(deep(5_000))).toBeUndefined();
  expect(decodeCustomFieldsText(deep(5_000))).toBe(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
});

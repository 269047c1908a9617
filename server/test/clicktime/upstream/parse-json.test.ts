import { expect, test } from 'vitest';
import { jsonText } from '../../../src/clicktime/model/json-text.ts';
import { parseJson } from '../../../src/clicktime/upstream/parse-json.ts';

test.each<[text: string, value: unknown]>([
  ['{"ID":12345678901234567890}', { ID: '12345678901234567890' }],
  ['{"ID": -9007199254740993}', { ID: '-9007199254740993' }],
  ['[9007199254740993,1]', ['9007199254740993', 1]],
  ['[999999999999999]', [999999999999999]],
  ['[12345678901234567890e1, 1234567890123456.5]', [Number('12345678901234567890e1'), Number('1234567890123456.5')]],
  [
    String.raw`{"Comment":"a \",: 12345678901234567890, b","ID":12345678901234567891}`,
    { Comment: 'a ",: 12345678901234567890, b', ID: '12345678901234567891' },
  ],
])('%s', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test.each(['{"ID":12345678901234567890', '[12345678901234567890"', '[012345678901234567890]', '"\\'])(
  '%s is no JSON',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test('long digits and long texts take no longer than they are', () => {
  const digits = '1'.repeat(2_000_000);
  expect(parseJson(`[${digits}]`)).toEqual([digits]);
  expect(parseJson(`[${digits}.5,"${'a\\"'.repeat(500_000)}"]`)).toHaveLength(2);
});

test('JSON of any depth becomes text again', () => {
  const deep = `${'{"a":[1,'.repeat(20_000)}null${']}'.repeat(20_000)}`;
  expect(jsonText(JSON.parse(deep))).toBe(deep);
  const wide = { a: [1, 'b"', true, null, {}], b: [], c: { d: '\ud800' } };
  expect(jsonText([wide, JSON.parse(deep)])).toBe(`[${JSON.stringify(wide)},${deep}]`);
});

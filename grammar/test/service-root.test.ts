// The two segments of this service's own roots: what each form says, what is refused where, and how much of it is read.
import { expect, test } from 'vitest';
import { isRootChoice, OdataSyntaxError, parseRootChoice, parseRootPeriod } from '../index.ts';
import { explainRule } from '../parse.ts';
import { defaultLimits } from '../limits.ts';
import { undecoded } from '../decode.ts';

const whole = (text: string) => ({ start: 0, end: text.length });

test.each([
  ['last-90-days', { kind: 'RollingPeriod', count: 90, unit: 'days' }],
  ['last-1-weeks', { kind: 'RollingPeriod', count: 1, unit: 'weeks' }],
  ['last-12-months', { kind: 'RollingPeriod', count: 12, unit: 'months' }],
  ['last-2-years', { kind: 'RollingPeriod', count: 2, unit: 'years' }],
  ['this-month', { kind: 'CalendarPeriod', which: 'this', unit: 'month' }],
  ['last-quarter', { kind: 'CalendarPeriod', which: 'last', unit: 'quarter' }],
  ['year-to-date', { kind: 'CalendarPeriod', which: 'toDate', unit: 'year' }],
  ['since-2024-01-01', { kind: 'DayPeriod', from: '2024-01-01', to: null }],
  ['2024-02-29', { kind: 'DayPeriod', from: '2024-02-29', to: '2024-02-29' }],
  ['2024-01-01..2024-12-31', { kind: 'DayPeriod', from: '2024-01-01', to: '2024-12-31' }],
  ['2025', { kind: 'YearPeriod', year: 2025, months: { first: 1, last: 12 } }],
  ['2025-Q3', { kind: 'YearPeriod', year: 2025, months: { first: 7, last: 9 } }],
  ['2025-07', { kind: 'YearPeriod', year: 2025, months: { first: 7, last: 7 } }],
])('%s', (text, expected) => {
  expect(parseRootPeriod(text)).toEqual({ ...expected, range: whole(text) });
  const source = { decoded: undecoded(text), option: 'The service root', start: 0 };
  expect(explainRule('rootPeriod', source, defaultLimits)).toEqual(parseRootPeriod(text));
});

test('a period may be percent-encoded', () => {
  expect(parseRootPeriod('last%2d90%2Ddays')).toEqual(parseRootPeriod('last-90-days'));
});

test.each([
  ['last-90-day', "Did you mean 'days'?"],
  ['last-0-days', "expected 'month', 'quarter', 'year' or a digit, but found '0'"],
  ['last-090-days', "found '0"],
  ['last-1e3-days', "expected '-' or a digit"],
  ['2025-Q5', 'expected'],
  ['2025-13', 'found'],
  ['2025-02-29', 'there is no day 2025-02-29; that month has 28 days'],
  ['2025-01-01..', 'expected a digit'],
  ['2025-01-01..2025-02-30', 'there is no day 2025-02-30'],
  ['LAST-90-DAYS', 'found'],
  ['last-90-days ', 'expected the end'],
])('%s is no period', (text, words) => {
  expect(() => parseRootPeriod(text)).toThrow(
    expect.objectContaining({ name: 'OdataSyntaxError', message: expect.stringContaining(words) }),
  );
});

test('a choice names sets, and fields of them', () => {
  const { sets } = parseRootChoice('only=TimeEntries(Date,Hours),Jobs,Größen(Maß)');
  expect(sets.map(({ name, fields }) => [name, fields?.map((field) => field.name)])).toEqual([
    ['TimeEntries', ['Date', 'Hours']],
    ['Jobs', undefined],
    ['Größen', ['Maß']],
  ]);
  expect(parseRootChoice('only%3DJobs%28ID%2CName%29').sets).toMatchObject([{ name: 'Jobs', fields: [{}, {}] }]);
});

test.each([
  ['only=', 'at character 6: expected a name'],
  ['only=Jobs()', 'at character 11: expected a name'],
  ['only=Jobs(ID', "A closing parenthesis ')' is missing."],
  ['only=Jobs(ID,)', 'at character 14: expected a name'],
  ['only=Jobs,', 'Remove the comma at the end.'],
  ['only=Jobs(Client/Name)', "at character 17: expected ',' or ')', but found '/'"],
  ['only=Jobs(Client(Name))', "at character 17: expected ',' or ')', but found '('"],
  ['only=*', 'at character 6: expected a name'],
  ['only=Jobs(ID) ', 'expected'],
  ['only=Jobs(%zz)', 'percent-encoding'],
])('%s is no choice', (text, words) => {
  expect(() => parseRootChoice(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(words) }));
});

test('a choice is read within the limits of every URL', () => {
  const fields = (count: number): string => `only=A(${Array.from({ length: count }, (_, n) => `F${n}`).join(',')})`;
  expect(parseRootChoice(fields(10_000)).sets[0]?.fields).toHaveLength(10_000);
  const reasonOf = (count: number): string => {
    try {
      return `${parseRootChoice(fields(count), { ...defaultLimits, nodes: 20_000 }).sets.length}`;
    } catch (error) {
      return error instanceof OdataSyntaxError ? error.details.reason : 'another error';
    }
  };
  expect(reasonOf(30_000)).toBe('limit');
});

test.each(['last-90-days/', '2024-01-01..2024-12-31/', 'only=Jobs(ID,Name),Tasks/', '2025-Q3/only=Jobs/'])(
  'with %s behind it a service root is one by the ABNF of OData',
  (segments) => {
    const root = `https://bi.example.com/ct/odata/v4/${segments}`;
    const source = { decoded: undecoded(root), option: 'The service root', start: 0 };
    expect(explainRule('serviceRoot', source, defaultLimits)).toBe(root);
  },
);

test.each([
  ['only=Jobs(ID,Name),Tasks', true],
  ['only%3DJobs', true],
  ['only=', false],
  ['only=Jobs(', false],
  [`only=${'Jobs('.repeat(20_000)}`, false],
  ['only=%ff', false],
])('whether %s is a choice is told without a reason', (text, expected) => {
  expect(isRootChoice(text)).toBe(expected);
});

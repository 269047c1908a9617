// Service roots of the page: what is chosen, as the service itself reads it.
import { expect, test } from 'vitest';
import { parseRootChoice, parseRootPeriod } from '../../../../grammar/index.ts';
import { daysOf } from '../../../../server/src/model/days.ts';
import { chosenRoot, periodOf, periodRoot } from '../../../app/programs/service-root.ts';
import { boundsOf, RELATIVE_RANGES } from '../../../shared/date-range.ts';
import { entitySet, ROOT } from '../../samples.ts';

const ninety = { kind: 'last90Days' } as const;
const hours = { entitySet: entitySet('TimeEntries'), fields: 'all', range: ninety } as const;

test.each(RELATIVE_RANGES)('%s is the same days to the service as to the page', (kind) => {
  for (const today of ['2024-02-29', '2026-01-01', '2026-11-27', '2027-12-31'])
    expect(daysOf(parseRootPeriod(periodOf({ kind }) ?? ''), today)).toEqual(boundsOf({ kind }, today));
});

test.each([
  [{ kind: 'custom', from: '2026-01-01', to: '2026-03-31' }, '2026-01-01..2026-03-31'],
  [{ kind: 'custom', from: '2026-01-01' }, 'since-2026-01-01'],
  [{ kind: 'custom', to: '2026-03-31' }, '1990-01-01..2026-03-31'],
] as const)('%j is %s', (range, period) => {
  expect(periodOf(range)).toBe(period);
  expect(() => parseRootPeriod(period)).not.toThrow();
});

test('all time is no period', () => {
  expect(periodOf({ kind: 'all' })).toBeUndefined();
});

test('a root holds the period of what has days, and the chosen sets and fields', () => {
  const people = { entitySet: entitySet('Users'), fields: ['ID', 'Name'], range: { kind: 'all' } } as const;
  const root = chosenRoot(ROOT, [people, hours]);
  expect(root).toBe(`${ROOT}last-90-days/only=Users(Name),TimeEntries/`);
  expect(parseRootChoice(root.split('/').at(-2) ?? '')).toMatchObject({
    sets: [{ name: 'Users' }, { name: 'TimeEntries' }],
  });
  expect(chosenRoot(ROOT, [people])).toBe(`${ROOT}only=Users(Name)/`);
  expect(chosenRoot(ROOT, [{ ...people, fields: ['ID'] }])).toBe(`${ROOT}only=Users(ID)/`);
});

test('what has no days is in no period', () => {
  expect(periodRoot(ROOT, entitySet('Users'), ninety)).toBe(ROOT);
  expect(periodRoot(ROOT, entitySet('TimeEntries'), { kind: 'all' })).toBe(ROOT);
  expect(periodRoot(ROOT, entitySet('Timesheets'), ninety)).toBe(`${ROOT}last-90-days/`);
});

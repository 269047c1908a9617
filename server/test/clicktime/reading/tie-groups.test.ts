/** Where groups of equal rows begin. `ties.test.ts` has the reading of lists by them. */
import { expect, test } from 'vitest';
import { hasTies, indexBehind, tieKeyOf, tieStartOf } from '../../../src/clicktime/reading/tie-groups.ts';
import { entitySetDefinitions } from '../../../src/clicktime/model/clicktime-model.ts';

const definition = (name: string) => {
  const found = entitySetDefinitions.find(({ entitySet }) => entitySet.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

/** Rows whose group is their letter. */
const rowsOf = (text: string) => text.split('').map((letter, index) => ({ ID: `${letter}${index}`, Name: letter }));

const keyOf = tieKeyOf(definition('Users'));
const key = (letter: string): number => keyOf({ Name: letter });

test('the sets whose order ClickTime documents without the ID have ties', () => {
  const paged = entitySetDefinitions.filter(({ upstream: { gathering, form } }) => (gathering ?? form) === undefined);
  const names = paged.filter(hasTies).map(({ entitySet }) => entitySet.name);
  expect(names.toSorted()).toEqual([
    'CustomFieldDefinitions',
    'Divisions',
    'EmploymentTypes',
    'HolidayTypes',
    'Holidays',
    'TimeOffTypes',
    'Timesheets',
    'Users',
  ]);
});

test('what collations take for equal is one group', () => {
  expect([key('Müller, Ann'), key('MULLER, ann '), key('Mu\u0308ller, Ann')]).toEqual(
    Array(3).fill(key('muller, ann')),
  );
  expect(key('Muller, Anne')).not.toBe(key('Muller, Ann'));
});

test('a group begins behind the last row of the one in front of it', () => {
  const rows = rowsOf('aabbb');
  expect(tieStartOf(rows, 5, keyOf, { offset: 10 })).toEqual({ offset: 12, last: key('b'), before: key('a') });
  expect(tieStartOf(rows, 3, keyOf, { offset: 10 })).toEqual({ offset: 12, last: key('b'), before: key('a') });
});

test('a group that fills all rows began before them, or with them', () => {
  const tie = { offset: 7, last: key('a'), before: key('z') };
  expect(tieStartOf(rowsOf('aa'), 2, keyOf, { offset: 9, tie })).toBe(tie);
  expect(tieStartOf(rowsOf('bb'), 2, keyOf, { offset: 9, tie })).toEqual({
    offset: 9,
    last: key('b'),
    before: key('a'),
  });
  expect(tieStartOf(rowsOf('aa'), 2, keyOf, { offset: 0 })).toEqual({ offset: 0, last: key('a') });
  expect(tieStartOf(rowsOf('aa'), 2, keyOf, { offset: 9 })).toBeUndefined();
  expect(tieStartOf([], 0, keyOf, { offset: 9, tie })).toBe(tie);
});

test('on another page it begins behind the group in front of it', () => {
  expect(indexBehind(rowsOf('aabb'), key('a'), keyOf)).toBe(2);
  expect(indexBehind(rowsOf('bb'), key('a'), keyOf)).toBeUndefined();
});

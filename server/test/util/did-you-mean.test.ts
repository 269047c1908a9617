/** Suggestions for misspelt names: near ones, best first, none where nothing is near. */
import { expect, test } from 'vitest';
import { didYouMean, suggestions } from '../../src/util/did-you-mean.ts';

const names = ['TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions', 'Timesheets'];

test.each([
  ['timeentries', ['TimeEntries']],
  ['TimeEntreis', ['TimeEntries']],
  ['Job', ['Jobs']],
  ['Klients', ['Clients']],
  ['Xylophones', []],
  ['', []],
])('%s', (name, expected) => {
  expect(suggestions(name, names)).toEqual(expected);
});

test('where only the letter case is wrong, nothing else is suggested', () => {
  expect(suggestions('lastname', ['FirstName', 'LastName'])).toEqual(['LastName']);
});

test('at most three, and words for them', () => {
  expect(suggestions('ab', ['aa', 'ac', 'bb', 'cb'])).toEqual(['aa', 'ac', 'bb']);
  expect(didYouMean('Job', names)).toBe(" Did you mean 'Jobs'?");
  expect(didYouMean('Xylophones', names)).toBe('');
});

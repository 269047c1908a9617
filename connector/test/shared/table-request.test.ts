import { expect, test } from 'vitest';
import { readTableRequest } from '../../shared/table-request.ts';
import { setRequest, tableRequest } from '../samples.ts';

test('what was stored is read back as it was', () => {
  const request = tableRequest(
    setRequest('TimeEntries', { fields: ['Hours', 'Date'], range: { kind: 'custom', from: '2026-01-01' } }),
    setRequest('Timesheets', { range: { kind: 'thisQuarter' } }),
    setRequest('Users'),
  );
  expect(readTableRequest(JSON.parse(JSON.stringify(request)))).toEqual(request);
});

const valid = { version: 1, service: 'https://h.example/', sets: [setRequest('Users')] };
test.each([
  ['nothing', undefined],
  ['another version', { ...valid, version: 2 }],
  ['no service', { ...valid, service: '' }],
  ['a service of another kind', { ...valid, service: 'file:///etc/' }],
  ['no sets', { ...valid, sets: [] }],
  ['a nameless set', { ...valid, sets: [{ fields: 'all', range: { kind: 'all' } }] }],
  ['no fields', { ...valid, sets: [{ ...setRequest('Users'), fields: [] }] }],
  ['fields that are no names', { ...valid, sets: [{ ...setRequest('Users'), fields: [1] }] }],
  ['an unknown period', { ...valid, sets: [{ ...setRequest('Users'), range: { kind: 'nextYear' } }] }],
  ['a day that is none', { ...valid, sets: [{ ...setRequest('Users'), range: { kind: 'custom', to: '2026-13-01' } }] }],
])('a stored request with %s is refused by name', (_, value) => {
  expect(() => readTableRequest(value)).toThrow(/\(InvalidRequest\)$/);
});

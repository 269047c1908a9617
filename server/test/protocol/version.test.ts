/** Which protocol version an answer has, by the request's headers. */
import { expect, test } from 'vitest';
import { negotiateVersion } from '../../src/protocol/version.ts';

test.each([
  ['Tableau, which sends nothing', {}, '4.0'],
  ['Power Query', { 'odata-maxversion': '4.0' }, '4.0'],
  ['4.01', { 'odata-maxversion': '4.01' }, '4.01'],
  ['a later minor version', { 'odata-maxversion': '4.02' }, '4.01'],
  ['a later major version', { 'odata-maxversion': '5.0' }, '4.01'],
  ['spaces', { 'odata-maxversion': ' 4.0 ' }, '4.0'],
  ['a request written in 4.01', { 'odata-version': '4.01' }, '4.0'],
  ['.NET clients, which add their name', { 'odata-version': '4.0;NetFx', 'odata-maxversion': '4.0;NetFx' }, '4.0'],
  ['a name behind a later version', { 'odata-maxversion': '4.01 ; anything' }, '4.01'],
  ['both headers', { 'odata-version': '4.0', 'odata-maxversion': '4.01' }, '4.01'],
])('%s', (_, headers, expected) => {
  expect(negotiateVersion(headers)).toBe(expected);
});

test.each([
  [{ 'odata-maxversion': '3.0' }, 'OData-MaxVersion'],
  [{ 'odata-maxversion': 'latest' }, 'OData-MaxVersion'],
  [{ 'odata-version': '3.0' }, 'OData-Version'],
  [{ 'odata-maxversion': '3.0;NetFx' }, 'OData-MaxVersion'],
  [{ 'odata-maxversion': ';NetFx' }, 'OData-MaxVersion'],
  [{ 'odata-version': '3.0;NetFx' }, 'OData-Version'],
  [{ 'odata-version': '4.0,4.0' }, 'OData-Version'],
])('%o is refused', (headers, target) => {
  expect(() => negotiateVersion(headers)).toThrow(expect.objectContaining({ code: 'UnsupportedVersion', target }));
});

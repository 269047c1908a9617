/** The request line's target in parts. Decoding is the grammar's. */
import { expect, test } from 'vitest';
import { behindRoot, parseTarget } from '../../src/protocol/request-target.ts';

test.each([
  ['/odata/v4/Jobs', '/odata/v4/Jobs', ''],
  ['/odata/v4/Jobs?$top=5', '/odata/v4/Jobs', '$top=5'],
  ['/a?b?c', '/a', 'b?c'],
  ['/a%2Fb?%24top=1', '/a%2Fb', '%24top=1'],
  ['http://host:80/a?b', '/a', 'b'],
  ['http://host', '/', ''],
  ['/\u00fc?\u00e9', '/%FC', '%E9'],
])('%s', (target, path, query) => {
  expect(parseTarget(target)).toEqual({ path, query });
});

test.each([
  ['/odata/v4', ''],
  ['/odata/v4/', ''],
  ['/odata/v4/Jobs', 'Jobs'],
  ['/odata/v4/Jobs/', 'Jobs'],
  ["/odata/v4/Jobs('a%2F')", "Jobs('a%2F')"],
  ['/odata/v4//', '/'],
  ['/odata/v4/Jobs//', 'Jobs//'],
  ['/odata/v4x', undefined],
  ['/odata/V4/Jobs', undefined],
  ['/', undefined],
])('behind the root in %s', (path, expected) => {
  expect(behindRoot(path, '/odata/v4/')).toBe(expected);
});
